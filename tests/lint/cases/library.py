# --- one thing under several names
import asyncio
import bz2
import dataclasses
import logging
import re
import tokenize
bz2._builtin_open("/opt/x", "w")  # LLS402
print(tokenize._builtin_open("/opt/x").read())  # LLS402
asyncio.events.subprocess.run(["ls"])  # LLS201
re.enum.bltns.exec(input())  # LLS101
logging.os.remove("x")  # LLS301
dataclasses.FunctionType(input(), {})  # LLS105
# --- one thing under several names: clean look-alikes
import ast
import bz2
import collections
import copyreg
import tokenize
print(ast.operator, copyreg.pickle, collections.abc.Mapping)
bz2.open("x.bz2")
tokenize.open("x.py")
# --- methods of subclasses are those of their bases
import zipfile
zipfile.PyZipFile("x.zip").extractall("/opt/x")  # LLS402
# --- classes beside the functions that make them
import argparse
import bz2
import dbm.ndbm
import gzip
import lzma
import mimetypes
import sqlite3
import xml.etree.ElementTree as ET
bz2.BZ2File("/opt/x.bz2", "w")  # LLS402
gzip.GzipFile("/opt/x.gz", "w")  # LLS402
lzma.LZMAFile("/opt/x.xz", "w")  # LLS402
sqlite3.Connection("/opt/x.db")  # LLS402
dbm.ndbm.open("/opt/x", "c")  # LLS402
argparse.FileType("w")("/opt/x")  # LLS402
mimetypes.MimeTypes(["/opt/x"])  # LLS402
ET.ElementTree(file="/opt/x.xml")  # LLS402
sqlite3.Cursor(sqlite3.connect("a.db")).execute("ATTACH '/opt/x.db' AS x")  # LLS406
# --- classes beside functions: clean look-alikes
import argparse
import bz2
import gzip
import sqlite3
import xml.etree.ElementTree as ET
bz2.BZ2File("x.bz2")
gzip.GzipFile("data/x.gz", "w")
sqlite3.Connection(":memory:")
argparse.FileType("w")("x.txt")
ET.ElementTree(ET.Element("a")).write("x.xml")
parser = argparse.ArgumentParser(fromfile_prefix_chars="@")
parser.add_argument("file", type=argparse.FileType("r"))
parser.parse_args(["@settings.txt", "--out", "/data"])
# --- functions that open, list or show what they are told to
import argparse
import cgitb
import glob
import linecache
import shutil
import traceback
import unittest
import warnings
from distutils.dir_util import copy_tree
from xml.etree.ElementInclude import default_loader
cgitb.enable(display=0, logdir="/opt")  # LLS402
glob.glob1("/opt", "*")  # LLS402
linecache.updatecache("/opt/x")  # LLS402
shutil._unpack_zipfile("a.zip", "/opt")  # LLS402
traceback.FrameSummary("/opt/x", 1, "f").line  # LLS402
warnings.formatwarning("x", UserWarning, "/opt/x", 1)  # LLS402
copy_tree(".", "/opt/x")  # LLS402
default_loader("/opt/x", "text")  # LLS402
unittest.defaultTestLoader.discover("/opt/tests")  # LLS111 LLS402
argparse.ArgumentParser(fromfile_prefix_chars="@").parse_args(["@/opt/x"])  # LLS402
# --- commands of the library
import gzip
import zipapp
import zipfile
gzip.main()  # LLS407
zipfile.main(["-c", "x.zip", "a.txt"])  # LLS407
zipapp.main()  # LLS407
# --- modules by their names
import pytest
from unittest.mock import patch
help("antigravity")  # LLS111
help(input())  # LLS111
pytest.importorskip("o" + "s").system("id")  # LLS202
pytest.main(["-p", "antigravity"])  # LLS111
for each in [patch("os.system")]:
    each.start()
    each.temp_original("id")  # LLS111
def test_it(monkeypatch):
    monkeypatch.syspath_prepend("/opt/vendor")  # LLS112
# --- modules by their names: clean look-alikes
import pytest
def greet():
    pass
help(greet)
help(str)
np = pytest.importorskip("numpy")
print(np.zeros(3))
pytest.main(["-q", "tests"])
def test_it(monkeypatch):
    monkeypatch.syspath_prepend("src")
# --- the interpreter's own files
import json
import os
import sys
import sysconfig
from pathlib import Path
open(json.__file__, "w")  # LLS402
open(sys.executable, "r+b")  # LLS402
Path(sysconfig.get_path("purelib"), "evil.pth").write_text("x")  # LLS402 LLS614
open(os.devnull[0] + "opt/x", "w")  # LLS402
# --- the interpreter's own files: clean look-alikes
import os
import sys
import sysconfig
print(sys.executable, sys.prefix, sysconfig.get_path("purelib"))
sink = open(os.devnull, "w")
# --- the environment by other names
import cgi
from unittest.mock import patch
from flask import Flask
from omegaconf import OmegaConf
cgi.print_environ()  # LLS601
patch.dict("os.environ", {"A": "b"})  # LLS601
app = Flask(__name__)
app.config.from_prefixed_env("SECRET")  # LLS601
OmegaConf.create({"a": "${oc.env:HOME}"})  # LLS601
patch.dict("app.settings", {"A": "b"})
OmegaConf.create({"a": "${b}"})
# --- scripts in the place of functions
import tkinter
window = tkinter.Tk()
tkinter.Button(window, command="exec touch x")  # LLS704
tkinter.Button(window, text="Stop", command=window.destroy)
# --- loops of events by other ways
import asyncio
async def main():
    loop = asyncio.get_running_loop().create_future().get_loop()
    await loop.create_connection(asyncio.Protocol, "127.0.0.1", 9)  # LLS501
async def serve(loop):
    await loop.create_server(asyncio.Protocol, "127.0.0.1", 9)  # LLS502
# --- loops of events: clean look-alikes
def start(pool, database):
    pool.create_server("small", 3)
    return database.create_connection("main", "user")
# --- entry points of one distribution
from importlib import metadata
for point in metadata.distribution("pip").entry_points:
    point.load()  # LLS111
print(metadata.distribution("pip").version)
# --- pipes between processes
import multiprocessing
queue = multiprocessing.SimpleQueue()
queue._writer.send_bytes(b"x")  # LLS507
queue.put(1)
# --- libraries of others that act
import ansible_runner
import joblib
import lmdb
import pwn
import pygit2
import quart
from gevent import socket
from gi.repository import GLib
ansible_runner.run(private_data_dir=".", module="shell")  # LLS201
joblib.Memory("cache")  # LLS711
lmdb.open("/opt/x")  # LLS402
pwn.process("id")  # LLS201
pygit2.clone_repository("https://example.org/a.git", "a")  # LLS513 LLS514
quart.Quart(__name__).run()  # LLS502
socket.create_connection(("127.0.0.1", 9))  # LLS501
GLib.spawn_command_line_sync("id")  # LLS201
