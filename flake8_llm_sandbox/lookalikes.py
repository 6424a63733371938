"""Identifiers that are read as others: letters that look Latin and are not, and characters that do not show."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Each letter with the Latin one that it looks like, in the scripts where one glyph may serve both.
_OTHERS = (
    "аa сc еe һh іi јj ӏl оo рp ԛq ѕs ԝw хx уy ѵv ԁd АA ВB СC ЕE НH ІI ЈJ КK МM ОO РP ЅS ТT ХX ҮY ԌG ԚQ ԜW "  # Cyrillic
    "օo ոn սu հh ցg զq յj ՏS ՕO ԼL "  # Armenian
    "ᎪA ᏴB ᏟC ᎠD ᎬE ᏀG ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᎳW ᏃZ"  # Cherokee
)
# Science mixes Greek with Latin letters in one word, and Turkish has a dotless i: these count in sensitive names only.
_HONEST = "αa γy ηn ιi κk νv οo ρp σo τt υu χx ωw ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ıi ɑa ɡg"
_LATIN = {ord(pair[0]): pair[1] for pair in (_OTHERS + " " + _HONEST).split()}
_DECEPTIVE = frozenset(map(chr, _LATIN)) - {"ı"}
_FOREIGN = frozenset(pair[0] for pair in _OTHERS.split())
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_RUNS = re.compile(r"[^\W\d_]+|[\W\d_]+")
_SIGNS = frozenset("‐‑‒–−․∕⁄⧸∶꞉ː’‘ʹ‚⁎∗")  # like those of paths and commands
_WORDS = re.compile(r"[^\W\d_]+")
_SENSITIVE = sys.stdlib_module_names | set(dir(builtins)) | set(keyword.kwlist)


def deceptive(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield what is wrong with each identifier that hides what it is, and its line."""
    line = 1
    for node in ast.walk(tree):
        line = getattr(node, "lineno", line)
        for name in _identifiers(node):
            if not name.isascii() and (why := _why(name)):
                yield why, line


def spelt(text: str) -> str:
    """Return ``text`` with all spelt out that does not show, or that looks like other letters or signs where it stands."""
    return text if text.isascii() else _RUNS.sub(lambda run: _spelt_run(run[0]), text)


def _spelt_run(run: str) -> str:
    is_foreign = not run.translate(_LATIN).isascii() and not any(
        each.isascii() and each.isalpha() for each in run
    )
    odd = frozenset() if is_foreign else _DECEPTIVE
    return "".join(
        each.encode("unicode_escape").decode("ascii")
        if not each.isascii() and (each in odd or _is_odd(each))
        else each
        for each in run
    )


def _is_odd(letter: str) -> bool:
    return letter in _SIGNS or bool(_UNSEEN.match(letter)) or unicodedata.normalize("NFKC", letter).isascii()


def _identifiers(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        return
    for _, value in ast.iter_fields(node):
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str))


def _why(name: str) -> str | None:
    unseen = _UNSEEN.search(name)
    if unseen:
        return f"a character that does not show (U+{ord(unseen[0]):04X}) in a name"
    plain = name.translate(_LATIN)
    if plain.isascii() and (_is_sensitive(plain) or any(map(_is_mixed, _WORDS.findall(name)))):
        odd = next(letter for letter in name if not letter.isascii())
        return f"a name that looks like {plain!r} and is not (U+{ord(odd):04X})"
    return None


def _is_sensitive(name: str) -> bool:
    return not _SENSITIVE.isdisjoint(name.split(".")) or (name.startswith("__") and name.endswith("__"))


def _is_mixed(word: str) -> bool:
    return not _FOREIGN.isdisjoint(word) and any(letter.isascii() for letter in word)
