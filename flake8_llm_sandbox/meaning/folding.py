"""Constant folding: what pure operations on constants give, within bounds of size.

A string that is known in part carries `HOLE` for each unknown piece, so that `f"../{name}"` still shows its `..`.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import codecs
import html
import inspect
import itertools
import lzma
import operator
import posixpath
import quopri
import re
import string
import textwrap
import unicodedata
import urllib.parse
import zlib
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.library import INSTALLED, PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Constant = Any  # None, bool, int, float, str, bytes, or a tuple of these
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
# Text that, as a path, may lead out of the project.
LEADS_OUT = re.compile(r"(?:file://)?(?:[/~]|[A-Za-z]:[\\/])\w|(?:.*[/\\])?\.\.(?:[/\\]|$)")
# Text that, as a path, begins with a well-known folder of the machine.
ROOTED = re.compile(
    r"^(?:file://)?(?:/(?:Applications|Library|System|Users|Volumes|bin|boot|dev|etc|home|lib|lib64|media|mnt|opt"
    r"|private|proc|root|run|sbin|srv|sys|usr|var(?!/tmp))(?:/|$)|[A-Za-z]:[\\/]\w|\\\\\w)"
)
MAX_SIZE = 65_536
MAX_ITEMS = 4_096
MANY = (list, tuple, range, set, frozenset, map, reversed, zip, itertools.accumulate, itertools.chain)
SCALARS = frozenset({type(None), bool, int, float, complex, str, bytes})


class CannotFold(Exception):  # noqa: N818 - an answer, not a fault
    """The operation is not a pure one on constants, or its result is too large."""


def exact(value: Constant) -> bool:
    """Return whether every part of ``value`` is known."""
    if isinstance(value, tuple):
        return all(exact(item) for item in value)
    return not (isinstance(value, str) and HOLE in value)


def binary(symbol: str, left: Constant, right: Constant) -> Constant:
    """Return ``left <symbol> right``.

    Raises:
        CannotFold: the operands do not allow it, or the result would be too large.
    """
    if symbol == "%" and isinstance(left, (str, bytes)):
        return _percent(left, right)
    if symbol == "*" and isinstance(left, int) and not isinstance(right, int):
        left, right = right, left
    if symbol == "*" and not isinstance(left, (int, float)) and len(left) * abs(right) > MAX_SIZE:
        raise CannotFold
    if symbol in ("**", "<<") and not (isinstance(right, int) and abs(right) < 256 and _small(left)):
        raise CannotFold
    return checked(lambda: OPERATORS[symbol](left, right))


def unary(symbol: str, value: Constant) -> Constant:
    """Return ``<symbol> value``, or raise CannotFold."""
    return checked(lambda: UNARY[symbol](value))


def index(value: Constant, key: Constant | slice) -> Constant:
    """Return ``value[key]``, or raise CannotFold."""
    if not exact(value):
        raise CannotFold
    return checked(lambda: value[key])


def method(
    value: Constant, name: str, args: Sequence[Constant], keywords: Mapping[str, Constant]
) -> Constant:
    """Return ``value.name(*args, **keywords)`` for a pure method, or raise CannotFold."""
    if name == "translate" and len(args) == 1 and isinstance(args[0], tuple):
        return checked(lambda: value.translate(dict(args[0])))
    if name == "format" and isinstance(value, str):
        return _format(value, args, keywords)
    if name == "join" and isinstance(value, str) and len(args) == 1 and isinstance(args[0], tuple):
        _bound(len(args[0]), value)
        return checked(lambda: value.join(args[0]))
    if name not in METHODS.get(type(value), ()) or not exact(value) or not all(map(exact, args)):
        raise CannotFold
    if name in WIDENING and isinstance(value, (str, bytes)):
        _bound(len(value) + 1, bytes(min(args[0], MAX_SIZE + 1)) if args else b" " * 8)
    if name == "replace":
        _bound(len(value) + 1, args[1])
    return checked(lambda: getattr(value, name)(*args, **keywords))


def function(name: str, args: Sequence[Constant], keywords: Mapping[str, Constant]) -> Constant:
    """Return what the library function ``name`` gives for constants, or raise CannotFold."""
    if name not in FUNCTIONS or not (name in PARTIAL or all(map(exact, args))):
        raise CannotFold
    if FUNCTIONS[name] is method:  # `str.upper(text)`
        return method(args[0], name.partition(".")[2], args[1:], keywords)
    return checked(lambda: FUNCTIONS[name](*args, **keywords))


def substituted(text: Constant, values: Mapping[str, Constant]) -> Constant:
    """Return ``string.Template(text).substitute(values)``, a hole for each name that is not there, or raise CannotFold."""
    if not exact(text) or not isinstance(text, str):
        raise CannotFold
    for value in values.values():
        _bound(text.count("$"), value)
    return checked(lambda: string.Template(text).substitute(defaultdict(lambda: HOLE, values)))


def common_path(paths: Sequence[str]) -> str:
    """Return what ``os.path.commonpath`` may give: of paths of which some are relative, the root at worst."""
    if all(map(posixpath.isabs, paths)):
        return posixpath.commonpath(paths)
    return "/" if any(path == "." or posixpath.isabs(path) for path in paths) else posixpath.commonpath(paths)


def relative_path(path: str, start: str = ".") -> str:
    """Return ``os.path.relpath(path, start)``, which climbs to what lies outside of the working folder."""
    if posixpath.isabs(path) is posixpath.isabs(start):
        return posixpath.relpath(path, start) if start != "." else path
    return f"../..{path}"


def parent(path: Constant) -> Constant:
    """Return the folder that a path is in; of the working folder, what is above it."""
    if isinstance(path, str) and posixpath.basename(path) in (".", ".."):
        return posixpath.join(path, "..")
    return posixpath.dirname(path)


def spelt(value: str | bytes) -> str:
    """Return the text that a string or bytes spell."""
    return value if isinstance(value, str) else value.decode("latin-1")


def text(value: Constant) -> str:
    """Return ``str(value)``, or raise CannotFold where that differs between Python versions."""
    if isinstance(value, (str, int, bytes)):
        return str(value)
    raise CannotFold


def checked(work: Callable[[], Constant]) -> Constant:
    """Return what ``work`` gives if it is a constant of bounded size, or raise CannotFold."""
    try:
        result = _freeze(work())
    except Exception as error:
        raise CannotFold from error
    if not _small(result):
        raise CannotFold
    return result


def _freeze(value: Any) -> Constant:
    if type(value) in SCALARS:
        return value
    if isinstance(value, bytearray):
        return bytes(value)
    if not isinstance(value, MANY):
        raise CannotFold
    items = tuple(islice(value, MAX_ITEMS + 1))
    if len(items) > MAX_ITEMS:
        raise CannotFold
    return items if SCALARS.issuperset(map(type, items)) else tuple(map(_freeze, items))


def _small(value: Constant) -> bool:
    if isinstance(value, int):
        return value.bit_length() <= MAX_SIZE
    return not isinstance(value, (str, bytes, tuple)) or len(value) <= MAX_SIZE


def _percent(template: Constant, values: Constant) -> Constant:
    if re.search(
        r"%[^a-zA-Z%]*(\d{4}|\*)" if isinstance(template, str) else rb"%[^a-zA-Z%]*(\d{4}|\*)", template
    ):
        raise CannotFold
    for value in values if isinstance(values, tuple) else (values,):
        _bound(len(template), value)
    return checked(lambda: template % values)


def _format(template: str, args: Sequence[Constant], keywords: Mapping[str, Constant]) -> str:
    """Fill a template that uses plain fields; attribute and index walks are for the rules to see."""
    if re.search(
        r"\{[^{}:!]*[.\[]|\{[^{}]*:[^{}]*(?:\d{4}|\{)", template.replace("{{", "").replace("}}", "")
    ):
        raise CannotFold
    for value in (*args, *keywords.values()):
        _bound(template.count("{"), value)
    result: str = checked(lambda: template.format(*args, **keywords))
    return result


def _bound(times: int, value: Constant) -> None:
    """Refuse what would repeat ``value`` beyond reason, before it is computed."""
    if isinstance(value, (str, bytes)) and times * len(value) > MAX_SIZE * 16:
        raise CannotFold


def _decompress(decompressor: Callable[[], Any]) -> Callable[[bytes], bytes]:
    return lambda data: decompressor().decompress(data, MAX_SIZE)


def _decode(data: Constant, codec: str = "utf-8", errors: str = "strict") -> Constant:
    if codec.lower().replace("_", "-") in ("zlib", "zip", "zlib-codec", "bz2", "bz2-codec"):
        opener = zlib.decompressobj if codec.lower().startswith("z") else bz2.BZ2Decompressor
        return _decompress(opener)(data)
    return codecs.decode(data, codec, errors)


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "^": operator.xor,
    "&": operator.and_,
    "|": operator.or_,
    "<<": operator.lshift,
    ">>": operator.rshift,
}
UNARY: dict[str, Callable[[Any], Any]] = {
    "-": operator.neg,
    "+": operator.pos,
    "~": operator.invert,
    "not": operator.not_,
}

WIDENING = frozenset({"center", "expandtabs", "ljust", "rjust", "zfill", "to_bytes"})
_STRING = frozenset(
    """capitalize casefold center count decode encode endswith expandtabs find hex index join ljust lower lstrip
    partition removeprefix removesuffix replace rfind rjust rpartition rsplit rstrip split splitlines startswith strip
    swapcase title translate upper zfill __add__ __getitem__ __mul__""".split()
)
METHODS: dict[type, frozenset[str]] = {
    str: _STRING,
    bytes: _STRING,
    int: frozenset({"to_bytes", "bit_length", "__add__", "__xor__"}),
    tuple: frozenset({"index", "count", "__getitem__"}),
}

PARTIAL = frozenset(
    {"str", "os.path.join", "os.path.normpath", "os.path.abspath", "os.path.realpath", "os.fspath"}
)
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "ascii": ascii,
    "bin": bin,
    "bytearray": lambda *args: (
        bytes(*args) if not isinstance(args[0], int) else bytes(min(args[0], MAX_SIZE))
    ),
    "bytes": lambda *args: bytes(*args) if not isinstance(args[0], int) else bytes(min(args[0], MAX_SIZE)),
    "bytes.fromhex": bytes.fromhex,
    "bytearray.fromhex": bytes.fromhex,
    "chr": chr,
    "hex": hex,
    "int": int,
    "int.from_bytes": int.from_bytes,
    "len": len,
    "max": max,
    "min": min,
    "oct": oct,
    "ord": ord,
    "range": lambda *args: range(*args),
    "repr": repr,
    "round": round,
    "str": lambda value="", *codec: str(value, *codec) if codec else text(value),
    "str.maketrans": lambda *args: tuple(str.maketrans(*args).items()),
    "str.join": lambda separator, items: separator.join(items),
    "sum": sum,
    "zip": zip,
    "base64.a85decode": base64.a85decode,
    "base64.b16decode": base64.b16decode,
    "base64.b32decode": base64.b32decode,
    "base64.b64decode": base64.b64decode,
    "base64.b85decode": base64.b85decode,
    "certifi.where": lambda: f"{PYTHON}/site-packages/certifi/cacert.pem",
    "base64.decodebytes": base64.decodebytes,
    "base64.standard_b64decode": base64.standard_b64decode,
    "base64.urlsafe_b64decode": base64.urlsafe_b64decode,
    "binascii.a2b_base64": binascii.a2b_base64,
    "binascii.a2b_hex": binascii.a2b_hex,
    "binascii.unhexlify": binascii.unhexlify,
    "bz2.decompress": _decompress(bz2.BZ2Decompressor),
    "codecs.decode": _decode,
    "codecs.encode": codecs.encode,
    "html.unescape": html.unescape,
    "lzma.decompress": _decompress(lambda: lzma.LZMADecompressor(memlimit=MAX_SIZE * 1024)),
    "operator.add": operator.add,
    "operator.concat": operator.add,
    "matplotlib.get_data_path": lambda: f"{INSTALLED}/matplotlib/mpl-data",
    "matplotlib.matplotlib_fname": lambda: f"{INSTALLED}/matplotlib/mpl-data/matplotlibrc",
    "os.fsdecode": lambda value: value if isinstance(value, str) else value.decode(),
    "os.fspath": str,
    "os.path.abspath": str,
    "os.path.basename": posixpath.basename,
    "os.getcwd": lambda: ".",
    "os.path.commonpath": common_path,
    "os.path.commonprefix": common_path,
    "os.path.dirname": parent,
    "os.path.join": lambda *parts: posixpath.join(*parts),
    "os.path.normpath": str,
    "os.path.realpath": str,
    "os.path.relpath": relative_path,
    "site.getsitepackages": lambda: (f"{PYTHON}/site-packages",),
    "site.getuserbase": lambda: PYTHON,
    "site.getusersitepackages": lambda: f"{PYTHON}/site-packages",
    "sysconfig.get_config_var": lambda name: f"{PYTHON}/{name}",
    "sysconfig.get_path": lambda *names, **_: f"{PYTHON}/site-packages",
    "distutils.sysconfig.get_python_inc": lambda *_, **__: PYTHON,
    "distutils.sysconfig.get_python_lib": lambda *_, **__: f"{PYTHON}/site-packages",
    "itertools.accumulate": itertools.accumulate,
    "itertools.repeat": lambda value, times=1: (value,) * min(times, 20),
    "itertools.chain": itertools.chain,
    "itertools.chain.from_iterable": itertools.chain.from_iterable,
    "inspect.cleandoc": inspect.cleandoc,
    "textwrap.dedent": textwrap.dedent,
    "tempfile.gettempdir": lambda: "/tmp",
    "quopri.decodestring": quopri.decodestring,
    "unicodedata.normalize": unicodedata.normalize,
    "urllib.parse.unquote": urllib.parse.unquote,
    "urllib.parse.unquote_plus": urllib.parse.unquote_plus,
    "zlib.decompress": _decompress(zlib.decompressobj),
    **{f"str.{name}": method for name in _STRING - {"join", "maketrans"}},
    **{f"bytes.{name}": method for name in _STRING - {"fromhex"}},
    "int.to_bytes": method,
}
