"""Code that is not Python, which this analysis cannot see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Call


class NativeLibrary(Rule):
    """`{name}` reaches memory and native functions past every check; use Python, `struct` or `numpy`.

    Bad:
        import ctypes
        ctypes.CDLL(None).system(b"id")

    Bad:
        from cffi import FFI

    Good:
        import array
        import struct
        print(struct.pack("<I", 1), array.array("B", b"1"), memoryview(b"2"))
    """

    code = "LLS701"
    reaches = frozenset({"native"})
    names = frozenset(
        """_cffi_backend _ctypes _ctypes_test _posixshmem _rawffi _testcapi _testinternalcapi cffi ctypes
        numpy.ctypeslib os.add_dll_directory ptrace pymem""".split()
    )


class LoadExtension(Rule):
    """`{name}` loads a native library into the process; use `create_function`, or plain Python.

    Bad:
        import sqlite3
        database = sqlite3.connect("app.db")
        database.enable_load_extension(True)

    Good:
        import sqlite3
        database = sqlite3.connect("app.db")
        database.create_function("double", 1, lambda x: 2 * x)
    """

    code = "LLS702"
    names = frozenset(
        """sqlite3.Connection.enable_load_extension sqlite3.Connection.load_extension tensorflow.load_library
        tensorflow.load_op_library torch.classes.load_library torch.ops.load_library""".split()
    )
    methods = frozenset({"install_extension", "enable_load_extension", "load_extension", "load_op_library"})


class Build(Rule):
    """`{name}` compiles native code and runs it; write it in Python, with `numpy` where it must be fast.

    Bad:
        import pyximport
        pyximport.install()

    Bad:
        from setuptools import setup
        setup(name="fast", ext_modules=[])

    Good:
        from setuptools import find_packages, setup
        setup(name="plain", packages=find_packages())
    """

    code = "LLS703"
    severity = Severity.TELL
    names = frozenset(
        """cppyy Cython.Build Cython.inline cython.inline distutils._msvccompiler distutils.ccompiler
        distutils.command distutils.cygwinccompiler distutils.extension distutils.msvccompiler
        distutils.unixccompiler llvmlite.binding mypyc.build numpy.distutils numpy.f2py pybind11.setup_helpers
        pycuda.compiler pyopencl pyximport scipy.weave setuptools._distutils setuptools.build_meta
        setuptools.Extension tinycc torch.utils.cpp_extension""".split()
    )
    calls = frozenset({"distutils.core.run_setup", "distutils.core.setup", "setuptools.setup"})

    @staticmethod
    def matches(call: Call) -> bool:
        keywords = ("cmdclass", "ext_modules", "script_args")
        return call.name.endswith("run_setup") or any(
            call.argument(None, keyword).given for keyword in keywords
        )


TK = frozenset({"Tkinter", "customtkinter", "tkinter", "ttk", "ttkbootstrap"})
TK_COMMANDS = frozenset(
    """Button Checkbutton Entry Menu Menubutton Radiobutton Scale Scrollbar Spinbox add_cascade add_checkbutton add_command
    add_radiobutton bind bind_all bind_class config configure entryconfig entryconfigure insert_command itemconfig
    tag_bind""".split()
)


# What Tcl is asked for that reads, runs and writes nothing.
TK_HARMLESS = re.compile(
    r"(?:bell|focus|font|grab|grid|info|lower|pack|place|raise|tk|tk::PlaceWindow|tk_\w+|ttk::\w+|winfo|wm)(?: [.\w ]*)?$"
)


def _is_of_interpreter(call: Call) -> bool:
    """Return whether the function is `widget.tk.call` or `widget.tk.eval`: the Tcl interpreter below a window."""
    is_one = call.owner == "tk" and call.name.rpartition(".")[2] in ("call", "eval")
    return is_one and not (TK | {"turtle"}).isdisjoint(call.resolver.program.names)


def _is_script(call: Call) -> bool:
    """Return whether a widget is given text where a function belongs: Tk runs it."""
    place = 2 if re.search("bind_class|tag_bind", call.name) else 1
    bound = [call.argument(place, "func")] if "bind" in call.name else []
    commands = [
        call.argument(None, f"{kind}command")
        for kind in ("", "invalid", "post", "validate", "xscroll", "yscroll")
    ]
    return any(each.texts[-1:] not in ((), ("",)) for each in (*bound, *commands))


class OtherRuntime(Rule):
    """`{name}` runs code of another language or runtime, or of the operating system; write it in Python.

    Bad:
        import tkinter
        tkinter.Tcl().eval("exec id")

    Bad:
        import win32com.client

    Good:
        import tkinter
        window = tkinter.Tk()
        window.eval("tk::PlaceWindow . center")
    """

    code = "LLS704"
    names = frozenset(
        """_tkinter _winapi AppKit appscript clr comtypes dukpy execjs java.lang jnius jpype js2py julia.Main
        lupa matlab msvcrt.get_osfhandle msvcrt.open_osfhandle objc oct2py py4j py_mini_racer
        pyspark.java_gateway pythoncom pythonnet pywintypes quickjs rpy2 rubicon tkinter.Tcl tkinter.Tk.tk
        wasmer wasmtime win32api win32com win32con win32file win32gui win32process""".split()
    )
    calls = frozenset({"tkinter.Tk.eval"})
    anywhere = TK_COMMANDS | {"call", "eval"}

    @staticmethod
    def matches(call: Call) -> bool:
        if _is_of_interpreter(call):
            command = call.argument(0)
            is_widget = getattr(call.node.args[:1] and call.node.args[0], "attr", "") == "_w"
            return not is_widget and not (command.known and all(map(TK_HARMLESS.match, command.texts)))
        if call.name != "tkinter.Tk.eval":
            return not TK.isdisjoint(call.resolver.program.names) and _is_script(call)
        script = call.argument(0, "script")
        return not script.known or not all(
            re.fullmatch(r"tk::PlaceWindow [.\w ]+", text) for text in script.texts
        )


class SharedMemory(Rule):
    """`{name}` maps memory that other programs may share; read the file with `open(path, "rb")`.

    Bad:
        import mmap
        with open("data.bin", "r+b") as file:
            view = mmap.mmap(file.fileno(), 0)

    Good:
        with open("data.bin", "rb") as file:
            view = memoryview(file.read())
    """

    code = "LLS705"
    severity = Severity.TELL
    names = frozenset(
        {
            "mmap.mmap",
            "multiprocessing.heap",
            "multiprocessing.shared_memory",
            "multiprocessing.sharedctypes",
            "posix_ipc",
            "sysv_ipc",
        }
    )


class Crash(Rule):
    """`{name}` crashes the interpreter, and with it whatever watches the program; raise an exception.

    Bad:
        import faulthandler
        faulthandler._sigsegv()

    Good:
        import faulthandler
        faulthandler.enable()
    """

    code = "LLS706"
    severity = Severity.TELL
    names = frozenset(
        f"faulthandler.{name}"
        for name in """_fatal_error _fatal_error_c_thread _read_null _sigabrt _sigfpe _sigsegv
        _stack_overflow""".split()
    )
