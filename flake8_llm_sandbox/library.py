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
    "asyncio.DefaultEventLoopPolicy": "asyncio.AbstractEventLoopPolicy",
    "asyncio.ProactorEventLoop": "asyncio.AbstractEventLoop",
    "asyncio.SelectorEventLoop": "asyncio.AbstractEventLoop",
    "asyncio.WindowsProactorEventLoopPolicy": "asyncio.AbstractEventLoopPolicy",
    "asyncio.WindowsSelectorEventLoopPolicy": "asyncio.AbstractEventLoopPolicy",
    "_pytest.config.console_main": "pytest.console_main",
    "_pytest.config.main": "pytest.main",
    "_pytest.monkeypatch.MonkeyPatch": "pytest.MonkeyPatch",
    "anyio.Path": "pathlib.Path",
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
    "six.moves.getoutput": "subprocess.getoutput",
    "six.moves.http_client": "http.client",
    "six.moves.xmlrpc_client": "xmlrpc.client",
    "pathlib2.Path": "pathlib.Path",
    "trio.Path": "pathlib.Path",
    "upath.UPath": "pathlib.Path",
    "uvloop.EventLoopPolicy": "asyncio.AbstractEventLoopPolicy",
    "uvloop.Loop": "asyncio.AbstractEventLoop",
}

# What a call gives; "()" marks an instance.
GIVES = {
    **{
        f"pathlib.Path.{name}": "pathlib.Path"
        for name in "absolute cwd expanduser home joinpath readlink rename replace resolve with_name with_stem with_suffix".split()
    },
    **{
        f"asyncio.{maker}": f"asyncio.{made}"
        for maker, made in {
            "AbstractEventLoop.create_future": "Future",
            "AbstractEventLoop.create_task": "Task",
            "AbstractEventLoop.run_in_executor": "Future",
            "TaskGroup.create_task": "Task",
            "create_task": "Task",
            "ensure_future": "Task",
            "gather": "Future",
            "run_coroutine_threadsafe": "Future",
            "shield": "Future",
            "wrap_future": "Future",
        }.items()
    },
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
    "importlib.metadata.Distribution.from_name": "importlib.metadata.Distribution",
    "importlib.metadata.distribution": "importlib.metadata.Distribution",
    **{
        f"importlib.metadata.{name}": "importlib.metadata.EntryPoints"
        for name in ("EntryPoints.get", "EntryPoints.select", "entry_points")
    },
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
    "importlib.metadata.EntryPoints": "importlib.metadata.EntryPoint()",
    "importlib.metadata.Distribution.files": "importlib.metadata.PackagePath()",
    "importlib.metadata.files()": "importlib.metadata.PackagePath()",
    "pathlib.Path.glob()": "pathlib.Path()",
    "pathlib.Path.iterdir()": "pathlib.Path()",
    "pathlib.Path.rglob()": "pathlib.Path()",
    "psutil.Process.children()": "psutil.Process()",
    "psutil.Process.parents()": "psutil.Process()",
    "psutil.process_iter()": "psutil.Process()",
}

# Whose methods act, though it does no harm to make one: they are followed through what is not known from inside.
CARRIED = frozenset(
    {
        "asyncio.AbstractEventLoop",
        "asyncio.AbstractEventLoopPolicy",
        "importlib.metadata.EntryPoint",
        "psutil.Process",
        "sqlite3.Connection",
        "tarfile.TarFile",
        "tkinter.Tk",
    }
)

# Attributes of a Path that are text.
PATH_PARTS = frozenset({"name", "parts", "stem", "suffix"})
PATH_ROOTS = frozenset({"anchor", "root"})

PYTHON = "/usr/lib/python3"  # where the interpreter lies, as far as that matters here
INSTALLED = f"{PYTHON}/site-packages"
CONSTANTS = {
    "os.curdir": ".",
    "os.pardir": "..",
    "os.devnull": "/dev/null",
    "os.path.curdir": ".",
    "os.path.devnull": "/dev/null",
    "os.path.pardir": "..",
    "os.path.sep": "/",
    "os.sep": "/",
    "string.ascii_letters": string.ascii_letters,
    "string.ascii_lowercase": string.ascii_lowercase,
    "string.ascii_uppercase": string.ascii_uppercase,
    "string.digits": string.digits,
    "string.printable": string.printable,
    "string.punctuation": string.punctuation,
    **dict.fromkeys(
        "site.USER_BASE site.USER_SITE sys.base_exec_prefix sys.base_prefix sys.exec_prefix sys.prefix".split(),
        PYTHON,
    ),
    "sys.executable": f"{PYTHON}/bin/python",
    "importlib.util.find_spec().origin": f"{INSTALLED}/module.py",
    "importlib.util.find_spec().submodule_search_locations": (f"{INSTALLED}/package",),
    "mimetypes.knownfiles": ("/etc/mime.types",),
    **{
        f"ssl.get_default_verify_paths().{name}": f"{INSTALLED}/ssl/{name}"
        for name in "cafile capath openssl_cafile openssl_capath".split()
    },
}
GETTERS = {
    "functools.partial": "partial",
    "functools.partialmethod": "partial",
    "operator.attrgetter": "attribute",
    "operator.itemgetter": "item",
    "operator.methodcaller": "method",
}
# Names of data in modules of the library.
DATA = frozenset(
    """__doc__ __file__ __name__ __path__ altsep argv base_prefix builtin_module_names byteorder copyright curdir defpath devnull e environ
    exec_prefix executable extsep float_info flags hash_info hexversion implementation inf int_info linesep maxsize maxunicode modules name nan orig_argv pardir
    path pathsep pi platform prefix ps1 ps2 sep stderr stdin stdout tau tempdir version version_info""".split()
)
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


BUILTINS = frozenset(dir(builtins))


def is_builtin(name: str) -> bool:
    return name in BUILTINS or name.startswith("__")


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


@lru_cache(maxsize=8192)
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


def is_own(name: str) -> bool:
    """Return whether ``name`` is of Python's own library."""
    return name.partition(".")[0] in sys.stdlib_module_names


def is_packaged(name: str) -> bool:
    """Return whether ``name`` is of a package that others publish: neither Python's own nor relative."""
    return not is_own(name) and not name.startswith(".")


def plain(name: str) -> str:
    """Return ``name`` as a program writes it: builtins without their module."""
    return name.removeprefix("builtins.")


def is_module(name: str) -> bool:
    """Return whether ``name`` looks like a module of the standard library: `logging`, `json.codecs`."""
    return name.partition(".")[0] in sys.stdlib_module_names and name.islower() and "()" not in name


def leads_on(name: str) -> bool:
    """Return whether a library name is a class, function or module, by whose attributes others are reached, and no data."""
    module, _, last = name.rpartition(".")
    if module == "builtins":
        return callable(getattr(builtins, last, None))
    if "()" in name or last in DATA or last.isupper():
        return False
    return is_class(name) or is_own(name)


def is_class(name: str) -> bool:
    """Return whether a library name looks like a class: `subprocess.Popen`, `socket.socket`."""
    last = name.rpartition(".")[2]
    return last.lstrip("_")[:1].isupper() or name in ("py.path.local", "socket.socket", "tarfile.open")
