"""The two parsers must have read the same program: same identifiers, same constants."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import libcst as cst

from flake8_llm_sandbox.source import Unverifiable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.names.scopes import Program


def check_agreement(tree: ast.Module, program: Program) -> None:
    """Compare what CPython's parser sees with what libcst's parser gave.

    Raises:
        Unverifiable: something is in one tree only.
    """
    names, texts = _seen(tree)
    if names - program.names:
        raise Unverifiable("LLS905", f"only CPython sees the name {min(names - program.names)!r}")
    extra = program.names - names - KEYWORDS
    if extra:
        raise Unverifiable("LLS905", f"only libcst sees the name {min(extra)!r}")
    if texts != _literals(program):
        raise Unverifiable("LLS905", "the parsers read a string differently")


def _literals(program: Program) -> set[str | bytes]:
    """Return the string literals that libcst sees, adjacent ones joined, f-strings left out."""
    nodes = (
        site.node
        for site in program.sites
        if isinstance(site.node, (cst.SimpleString, cst.ConcatenatedString))
    )
    wholes = (node for node in nodes if not isinstance(program.parents[node], cst.ConcatenatedString))
    return {text for text in (node.evaluated_value for node in wholes) if text is not None}


KEYWORDS = {"False", "None", "True", ""}  # names to libcst, constants to CPython
FIELDS: dict[type[ast.AST], str] = {
    ast.Attribute: "attr",
    ast.ClassDef: "name",
    ast.FunctionDef: "name",
    ast.AsyncFunctionDef: "name",
    ast.Name: "id",
    ast.arg: "arg",
    ast.keyword: "arg",
    ast.ExceptHandler: "name",
    ast.MatchAs: "name",
    ast.MatchStar: "name",
    ast.MatchMapping: "rest",
}


def _seen(tree: ast.Module) -> tuple[set[str], set[str | bytes]]:
    """Return the identifiers and the string literals, those of f-strings left out, that CPython sees."""
    names: set[str] = set()
    texts: set[str | bytes] = set()
    formatted: set[ast.expr] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            formatted.update(node.values)
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, (str, bytes)) and node not in formatted:
                texts.add(node.value)
        else:
            names.update(_identifiers(node))
    return names - KEYWORDS - {"*"}, texts


def _identifiers(node: ast.AST) -> Iterator[str]:
    field = FIELDS.get(type(node))
    if field:
        yield getattr(node, field) or ""
    elif isinstance(node, ast.alias):
        yield from node.name.split(".")
        yield node.asname or ""
    elif isinstance(node, ast.ImportFrom):
        yield from (node.module or "").split(".")
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
    elif isinstance(node, ast.MatchClass):
        yield from node.kwd_attrs
    elif type(node).__name__ in ("TypeVar", "TypeVarTuple", "ParamSpec"):  # from Python 3.12 on
        yield node.name  # type: ignore[attr-defined]
