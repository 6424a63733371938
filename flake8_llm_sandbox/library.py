"""What the resolver must know of Python's own library: twins, doors between modules, and what calls give."""

from __future__ import annotations

import ast
import builtins
import os
import string
import sys
from functools import lru_cache

from flake8_llm_sandbox.aliases import alias

# Modules that other modules carry as an attribute (`tempfile._os`, `logging.os`, `json.codecs.sys`): reached through
# any of them they are the same module.
DOORS = frozenset(
    """_imp _io _pickle _posixsubprocess _socket _thread asyncio bdb builtins cProfile code codeop commands
    concurrent copyreg ctypes dill doctest faulthandler ftplib gc http imp importlib inspect io linecache
    logging marshal mmap multiprocessing nt ntpath operator os pathlib pdb pickle pkgutil platform popen2 posix
    posixpath profile pty pydoc runpy shelve shutil site smtplib socket socketserver sqlite3 ssl subprocess
    sys tarfile telnetlib tempfile timeit urllib webbrowser winreg xmlrpc zipfile zipimport""".split()
)
# Those from which everything else can be reached: they are tracked even through what is unknown, and must not leave sight.
STRONG = frozenset({"builtins", "ctypes", "importlib", "os", "shutil", "socket", "subprocess", "sys"})
REFLECTION = frozenset(f"builtins.{name}" for name in ("delattr", "getattr", "globals", "setattr", "vars"))
# Words that other objects use for attributes and keys too: `client.http`, `person.profile`.
GENERIC = frozenset("asyncio code commands http inspect io operator platform profile site ssl".split())
# What must not leave sight: stored, passed on or returned, nobody sees what becomes of it.
SIGHT = (
    (DOORS - GENERIC - {"logging"})
    | REFLECTION
    | {"asyncio", "httpx", "inspect", "io", "requests", "resource", "signal"}
)
# What goes by its name even through the unknown; `_thread`, `_io`... come without their underscore.
PERVASIVE = STRONG | (DOORS - GENERIC)
NOT_DOORS = frozenset(
    {
        ("pandas.io", "pickle"),
        ("pip._internal.utils", "logging"),
        ("torch", "multiprocessing"),
        ("uvicorn", "logging"),
    }
)

# Beside what `aliases` knows to be the same: what does the same, and what no interpreter of ours has.
TWINS = {
    "_codecs": "codecs",
    "_io": "io",
    "_operator": "operator",
    "_pickle": "pickle",
    "_pyio.FileIO": "io.FileIO",
    "_pyio.open": "builtins.open",
    "_pyio.open_code": "builtins.open",
    "_frozen_importlib": "importlib._bootstrap",
    "_frozen_importlib_external": "importlib._bootstrap_external",
    "_signal": "signal",
    "_socket": "socket",
    "_thread": "threading._thread",
    "asyncio.BaseEventLoop": "asyncio.AbstractEventLoop",
    "asyncio.ProactorEventLoop": "asyncio.AbstractEventLoop",
    "asyncio.SelectorEventLoop": "asyncio.AbstractEventLoop",
    "builtins.__builtins__": "builtins",
    "cPickle": "pickle",
    "io.open_code": "builtins.open",
    "nt": "os",
    "ntpath": "os.path",
    "pathlib.PosixPath": "pathlib.Path",
    "pathlib.PurePath": "pathlib.Path",
    "pathlib.PurePosixPath": "pathlib.Path",
    "pathlib.PureWindowsPath": "pathlib.Path",
    "pathlib.WindowsPath": "pathlib.Path",
    "pathlib._abc": "pathlib",
    "posix": "os",
    "posixpath": "os.path",
    "six.moves.cPickle": "pickle",
    "six.moves.http_client": "http.client",
    "six.moves.xmlrpc_client": "xmlrpc.client",
    "uvloop.Loop": "asyncio.AbstractEventLoop",
}

# What a call gives; "()" marks an instance.
GIVES = {
    **{
        f"pathlib.Path.{name}": "pathlib.Path"
        for name in "absolute cwd expanduser home joinpath readlink rename replace resolve with_name with_stem with_suffix".split()
    },
    "asyncio.AbstractEventLoop.create_future": "asyncio.Future",
    "asyncio.AbstractEventLoop.create_task": "asyncio.Task",
    "asyncio.AbstractEventLoopPolicy.get_event_loop": "asyncio.AbstractEventLoop",
    "asyncio.AbstractEventLoopPolicy.new_event_loop": "asyncio.AbstractEventLoop",
    "asyncio.Future.get_loop": "asyncio.AbstractEventLoop",
    "asyncio.Runner.get_loop": "asyncio.AbstractEventLoop",
    "asyncio.Task.get_loop": "asyncio.AbstractEventLoop",
    "asyncio.current_task": "asyncio.Task",
    "asyncio.get_event_loop": "asyncio.AbstractEventLoop",
    "asyncio.get_event_loop_policy": "asyncio.AbstractEventLoopPolicy",
    "asyncio.get_running_loop": "asyncio.AbstractEventLoop",
    "asyncio.new_event_loop": "asyncio.AbstractEventLoop",
    "duckdb.connect": "duckdb.DuckDBPyConnection",
    "importlib.metadata.distribution": "importlib.metadata.Distribution",
    "importlib.metadata.Distribution.from_name": "importlib.metadata.Distribution",
    "importlib.resources.files": "pathlib.Path",
    "jinja2.Environment": "jinja2.Environment",
    "multiprocessing.get_context": "multiprocessing",
    **{
        f"pandas.{name}": "pandas.DataFrame"
        for name in "concat merge read_csv read_excel read_json read_parquet read_sql read_table".split()
    },
    "psutil.Process.parent": "psutil.Process",
    "sqlite3.connect": "sqlite3.Connection",
    "tarfile.TarFile.open": "tarfile.TarFile",
    "tarfile.open": "tarfile.TarFile",
    "uvloop.new_event_loop": "asyncio.AbstractEventLoop",
    "xml.sax.make_parser": "xml.sax.xmlreader.XMLReader",
}

# What iteration gives.
EACH_OF = {
    "importlib.metadata.Distribution.entry_points": "importlib.metadata.EntryPoint()",
    "importlib.metadata.distributions()": "importlib.metadata.Distribution()",
    "importlib.metadata.entry_points()": "importlib.metadata.EntryPoint()",
    "pathlib.Path.glob()": "pathlib.Path()",
    "pathlib.Path.iterdir()": "pathlib.Path()",
    "pathlib.Path.rglob()": "pathlib.Path()",
    "psutil.Process.children()": "psutil.Process()",
    "psutil.Process.parents()": "psutil.Process()",
    "psutil.process_iter()": "psutil.Process()",
}

# Attributes of a Path that are text.
PATH_PARTS = frozenset({"anchor", "name", "parts", "stem", "suffix"})

CONSTANTS = {
    "os.path.devnull": "/dev/null",
    **{f"sys.{name}": "/usr" for name in "base_exec_prefix base_prefix exec_prefix prefix".split()},
    "os.devnull": "/dev/null",
    "sys.executable": "/usr/bin/python3",
    "os.curdir": ".",
    "os.pardir": "..",
    "os.path.curdir": ".",
    "os.path.pardir": "..",
    "os.path.sep": "/",
    "os.sep": "/",
    "string.ascii_letters": string.ascii_letters,
    "string.ascii_lowercase": string.ascii_lowercase,
    "string.ascii_uppercase": string.ascii_uppercase,
    "string.digits": string.digits,
    "string.printable": string.printable,
    "string.punctuation": string.punctuation,
}
# What calls give that stands for a folder of Python itself.
PLACES = {
    "site.getuserbase": "/usr",
    "site.getusersitepackages": "/usr/lib/python3",
    "sysconfig.get_path": "/usr/lib/python3",
}
GETTERS = {
    "functools.partial": "partial",
    "functools.partialmethod": "partial",
    "operator.attrgetter": "attribute",
    "operator.itemgetter": "item",
    "operator.methodcaller": "method",
}
# Objects that nothing but their own attributes can be asked for.
OBJECTS: dict[str, frozenset[str]] = {
    "os.environ": frozenset(dir(os.environ)),
    "sys.modules": frozenset(dir(dict)),
    "sys.path": frozenset(dir(list)),
}
MAX_PARTS = 6  # dots in the longest name that any table or rule has, and one more
MAPPINGS = {"builtins": "builtins", "sys.modules": ""}
ITEM_METHODS = frozenset({"__getitem__", "get", "pop", "popleft", "setdefault"})

SYMBOLS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Invert: "~",
    ast.LShift: "<<",
    ast.MatMult: "@",
    ast.Mod: "%",
    ast.Mult: "*",
    ast.Not: "not",
    ast.Pow: "**",
    ast.RShift: ">>",
    ast.Sub: "-",
    ast.UAdd: "+",
    ast.USub: "-",
}


def is_builtin(name: str) -> bool:
    return name.startswith("__") or hasattr(builtins, name)


def builtin(name: str) -> str:
    """Return what a name means that nothing in the program binds."""
    return attribute("builtins", name) if is_builtin(name) else canonical(name)


@lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """Return the one name for everything that ``name`` also goes by: `posix.remove` is `os.remove`."""
    first, *rest = name.split(".") if name.strip(".") else [name]
    result = TWINS.get(first, first)
    for part in rest:
        result = attribute(result, part)
    return result


def attribute(base: str, name: str) -> str:
    """Return the canonical name of ``base.name``."""
    joint = f"{base}.{name}"
    if joint in TWINS:
        return TWINS[joint]
    other = alias(base, name)
    if other:
        return TWINS.get(other, other)
    door = name if name in DOORS else name.removeprefix("_")
    generic = door in GENERIC and base.partition(".")[0] not in sys.stdlib_module_names
    if (
        door in DOORS
        and not generic
        and (base, door) not in NOT_DOORS
        and not f".{base}".endswith(f".{door}")
    ):
        return TWINS.get(door, door)
    return joint


def is_foreign(name: str) -> bool:
    """Return whether nothing is known of what goes by ``name``: deep in some result, or part of what was computed.

    Names that grow in a loop, `node = node.next`, come to their end here too.
    """
    if name.startswith("builtins."):
        return _is_no_builtin(name)
    _, _, part = name.partition("().")
    return "." in part or "?." in name or name.count(".") > MAX_PARTS


def _is_no_builtin(name: str) -> bool:
    """Return whether ``name`` is an attribute that no builtin has, as parts of results are."""
    _, first, *rest = name.split(".")
    owner = getattr(builtins, first, None)
    if not rest or rest == ["?"]:
        return False
    return len(rest) > 1 or not callable(owner) or not hasattr(owner, rest[0])


def plain(name: str) -> str:
    """Return ``name`` as a program writes it: builtins without their module."""
    return name.removeprefix("builtins.")


def is_module(name: str) -> bool:
    """Return whether ``name`` looks like a module of the standard library: `logging`, `json.codecs`."""
    return name.partition(".")[0] in sys.stdlib_module_names and name.islower() and "()" not in name


def is_class(name: str) -> bool:
    """Return whether a library name looks like a class: `subprocess.Popen`, `socket.socket`."""
    last = name.rpartition(".")[2]
    return last.lstrip("_")[:1].isupper() or name in ("socket.socket", "tarfile.open")
