"""The modules of Python's own library that can do nothing to the host."""

from __future__ import annotations

# Reviewed one by one: importing it has no effect, and what it offers computes. Those that carry a module which can do
# more (`random._os`, `dataclasses.sys`) are here only since the rules see through such doors; a test holds that.
# Left out although harmless at first sight: `argparse`, `bz2`, `codecs`, `gettext`, `io`, `logging`, `lzma`, `tokenize`
# (open files), `sys`, `inspect`, `traceback` (the interpreter's insides), `uuid` (starts `ifconfig`), `zoneinfo`
# (reads what PYTHONTZPATH names), `queue`, `threading` (threads outlast a time limit that a caller sets by itself).
PURE = frozenset(
    """
    __future__ abc array ast base64 binascii bisect calendar cmath collections colorsys contextlib contextvars copy
    csv dataclasses datetime decimal difflib enum errno fractions functools graphlib hashlib heapq hmac html ipaddress
    itertools json keyword math numbers operator pprint random re reprlib secrets statistics string stringprep struct
    textwrap time types typing unicodedata urllib.parse warnings weakref zlib
    """.split()
)


def is_pure(module: str) -> bool:
    """Tell whether ``module``, or what it is a part of (``collections.abc``), is on the list."""
    parts = module.split(".")
    return any(".".join(parts[:length]) in PURE for length in range(1, len(parts) + 1))
