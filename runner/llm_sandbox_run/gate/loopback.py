"""Whether what uses the network says that it speaks to another machine."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from flake8_llm_sandbox.parser import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNPARSED = (SyntaxError, ValueError, RecursionError, MemoryError)
_HERE = re.compile(r"localhost|127(?:\.\d{1,3}){3}|\[?::1\]?", re.IGNORECASE)
_URL = re.compile(r"\w[\w+.-]*://(?:[^/?#]*@)?(\[[^\]]*\]|[^/:?#]*)")
_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+|[\da-fA-F:]*:[\da-fA-F:.]*")  # with a dot or a colon
_HOLE = "\0"
_KEYWORDS = frozenset({"address", "bind", "host", "hostname", "interface", "listen", "server", "server_name"})


def stays_here(source: bytes, line: int) -> bool:
    """Tell whether no call in a line of ``source`` names another machine; what is not written out may be any."""
    with suppress(*_UNPARSED):
        calls = [node for node in ast.walk(parse(source)) if isinstance(node, ast.Call)]
        hosts = (host for call in calls if _is_at(call, line) for host in _hosts(call))
        return all(_HERE.fullmatch(host) for host in hosts)
    return False


def _is_at(call: ast.Call, line: int) -> bool:
    return call.lineno <= line <= (call.end_lineno or call.lineno)


def _hosts(call: ast.Call) -> Iterator[str]:
    """Yield the machines that the arguments of a call name: in URLs, in pairs with a port, by themselves."""
    for value in (*call.args, *(each.value for each in call.keywords)):
        for text in _texts(value):
            yield from (found for found in _URL.findall(text) if found.strip(_HOLE))
        if isinstance(value, ast.Tuple) and len(value.elts) in (2, 4):
            yield from _plain(value.elts[0])
    for value in call.args[:1]:
        yield from (text for text in _plain(value) if _NAME.fullmatch(text))
    for each in call.keywords:
        yield from _plain(each.value) if each.arg in _KEYWORDS else ()


def _plain(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def _texts(value: ast.expr) -> Iterator[str]:
    """Yield the strings in an expression; formatted ones have holes."""
    for node in ast.walk(value):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
