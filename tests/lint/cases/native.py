# --- every way to ctypes
import ctypes
from ctypes import CDLL as load
from ctypes import util  # LLS701
import numpy.ctypeslib  # LLS701
import uuid
load("libc.so.6")  # LLS701
ctypes.pythonapi
ctypes.cast(1, ctypes.py_object)  # LLS701
uuid.ctypes.CDLL(None)  # LLS701
getattr(__import__("ctypes"), "CDLL")(None)  # LLS111 LLS701
import _ctypes  # LLS701
from cffi import FFI  # LLS701
# --- extensions of databases
import sqlite3
base = sqlite3.connect("a.db")
base.enable_load_extension(True)  # LLS702
def plug(connection):
    connection.load_extension("evil")  # LLS702
with sqlite3.connect("a.db") as other:
    other.load_extension("evil")  # LLS702
# --- builds
import pyximport  # LLS703
from Cython.Build import cythonize  # LLS703
from setuptools import Extension, setup
import cython
from torch.utils.cpp_extension import load  # LLS703
setup(ext_modules=[Extension("a", ["a.c"])])  # LLS703
setup(script_args=["install"])  # LLS703
setup(**{"cmdclass": {}})  # LLS703
cython.inline("1")  # LLS703
# --- other runtimes
import tkinter
import win32com.client  # LLS704
import jpype  # LLS704
from js2py import eval_js  # LLS704
root = tkinter.Tk()
root.eval("exec id")  # LLS704
root.tk.call("exec", "id")  # LLS704
def run(script):
    root.eval(script)  # LLS704
tkinter.Tcl().eval("exec id")  # LLS704
# --- memory and crashes
import faulthandler
import mmap
from multiprocessing import shared_memory
mmap.mmap(-1, 10)  # LLS705
shared_memory.SharedMemory("other")  # LLS705
faulthandler._sigsegv()  # LLS706
# --- clean look-alikes
import array
import faulthandler
import mmap
import struct
import tkinter as tk
import tkinter.ttk
import sqlite3
import numpy as np
from setuptools import find_packages, setup
from numba import jit
faulthandler.enable()
print(mmap.PAGESIZE, struct.calcsize("i"), array.array("i", [1]), np.frombuffer(b"abcd", dtype="i4"))
root = tk.Tk()
root.eval("tk::PlaceWindow . center")
tk.Label(root, text="a").pack()
base = sqlite3.connect("a.db")
base.create_function("f", 1, abs)
setup(name="a", packages=find_packages(), install_requires=["numpy"])
@jit(nopython=True)
def fast(x):
    return x
class Model:
    def eval(self, script="a"):
        return script
Model().eval("exec")
