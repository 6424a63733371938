"""What IPython adds to Python: magics, commands of the shell, help."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from flake8_llm_sandbox.parser import parse

RULES = {
    "LLS101": "code_wrap ed edit load loadpy macro recall rep rerun run",
    "LLS103": "debug pdb",
    "LLS202": "! alias bash cat cmd cp ldir lf lk ll ls lx mkdir mv perl pypy python python2 python3 rm rmdir ruby sc script"
    " sh sx system",
    "LLS206": "conda mamba micromamba pip uv",
    "LLS405": "bookmark cd popd pushd",
    "LLS601": "env set_env",
    "LLS907": "alias_magic autocall automagic config hist history killbgscripts logoff logon logstart logstop page pastebin pylab"
    " rehashx reset reset_selective save store unalias unload_ext",
}
CODES = {name: code for code, names in RULES.items() for name in names.split()}
UNKNOWN = "LLS907"
NEUTRAL = frozenset(
    """autoreload capture colors dhist dirs gui latex lsmagic magic markdown matplotlib pdef pdoc pfile pinfo pinfo2
    pprint precision prun psearch psource pwd quickref tb time timeit who who_ls whos xmode""".split()
)
PYTHON = frozenset({"memit", "prun", "time", "timeit"})  # the rest of the line is a statement
IMPORTS = frozenset({"aimport", "load_ext", "reload_ext"})
BODIES = frozenset({"capture", "prun", "time", "timeit"})  # of a cell: the rest of it is Python
TEXTS = frozenset({"latex", "markdown"})  # of a cell: the rest of it is shown

PLAIN = re.compile(r"[^{$]*")  # IPython evaluates what stands in `{}` and after `$`
OPTIONS = re.compile(r"(?:-(?:[nrpls] ?\w+|[cotq])(?: +|$))*")
SETTING = re.compile(r"InlineBackend\.\w+ *= *\S")
MODULE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
HELP = re.compile(r"\?{0,2}%{0,2}[\w.*]+\?{0,2}|\?")
ASSIGNED = re.compile(r"(?P<targets>[\w\s.,*\[\]]+=\s*)(?P<magic>[!%].*)", re.DOTALL)


@dataclass(frozen=True)
class Magic:
    """A line in IPython's own syntax: Python that does what it does, and the rule that it breaks, if any."""

    python: str
    code: str | None = None
    name: str = ""  # of what was found


def is_magic(line: str) -> bool:
    """Return whether a logical line that starts with ``line`` is not Python but IPython's own."""
    text = line.strip()
    return text.startswith(tuple("%!?,;/")) or bool(
        (text.endswith("?") and HELP.fullmatch(text)) or ASSIGNED.fullmatch(text)
    )


def line_magic(text: str) -> Magic:
    """Return what ``text``, one line without indentation, comes to."""
    assigned = ASSIGNED.fullmatch(text)
    if assigned:
        return _assigned(assigned["targets"], line_magic(assigned["magic"]), text)
    if text.startswith("!"):
        return _found("LLS202", "!", text)
    if text.startswith("?") or text.endswith("?"):
        return Magic("pass") if HELP.fullmatch(text) else _found(UNKNOWN, f"`{text[:20]}`", text)
    if not text.startswith("%"):
        return _found(UNKNOWN, f"`{text[:1]}` at the start of a line", text)
    name, _, rest = text[1:].partition(" ")
    if name in PYTHON:
        return _inlined(text, OPTIONS.sub("", rest, count=1))
    if name in IMPORTS and MODULE.fullmatch(rest.strip()):
        return Magic(f"import {rest.strip()} as _extension")
    if name == "xdel" and MODULE.fullmatch(rest.strip()):
        return Magic(f"del {rest.strip()}")
    if name == "config" and SETTING.match(rest):
        return _inlined(text, rest)
    return _named(f"%{name}", name, rest, text)


def cell_magic(first: str, body: str) -> Magic:
    """Return what the line ``first``, which starts with `%%`, comes to; ``body`` is what it applies to."""
    name, _, rest = first[2:].rstrip().partition(" ")
    if name in PYTHON and rest:
        return _inlined(first, OPTIONS.sub("", rest, count=1))
    return _named(f"%%{name}", name if name in BODIES | TEXTS | CODES.keys() else "", rest, first + body)


def _assigned(targets: str, magic: Magic, text: str) -> Magic:
    if magic.code or magic.python == "pass":
        return Magic(targets + _from_elsewhere(text), magic.code, magic.name)
    if magic.python.startswith("pass;"):
        return Magic(targets + magic.python.removeprefix("pass;").lstrip())
    return Magic(targets + _from_elsewhere(text), UNKNOWN, "a magic whose value is kept")


def _named(shown: str, name: str, rest: str, text: str) -> Magic:
    if name in CODES:
        return _found(CODES[name], shown, text)
    if name in NEUTRAL and PLAIN.fullmatch(rest):
        return Magic("pass")
    return _found(UNKNOWN, f"`{shown}`", text)


def _inlined(text: str, statement: str) -> Magic:
    """Return ``statement``, the end of ``text``, in its column; it must not reach into the lines below."""
    try:
        parse(statement.strip())
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return _found(UNKNOWN, "a magic with something that is not Python", text)
    return Magic("pass;".ljust(len(text) - len(statement)) + statement if statement.strip() else "pass")


def _found(code: str, name: str, text: str) -> Magic:
    return Magic(_from_elsewhere(text), code, name)


def _from_elsewhere(text: str) -> str:
    """Return an expression whose value is not known, and which no other ``text`` comes to."""
    return f"input({hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]!r})"
