"""Folders that are surely the project's: `sys.path` may have them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.harmless.bindings import binds_unseen, sole_binding
from flake8_llm_sandbox.meaning.folding import exact
from flake8_llm_sandbox.meaning.kinds import Const, Ref
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from flake8_llm_sandbox.meaning.kinds import Values
    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

SAME_PLACE = frozenset(
    """builtins.str os.fspath os.path.abspath os.path.normpath os.path.realpath pathlib.Path pathlib.Path.absolute
    pathlib.Path.as_posix pathlib.Path.resolve""".split()
)
BELOW = frozenset({"os.path.join", "pathlib.Path.joinpath"})
MAX_CLIMB = 3  # folders from a file up to the root of its project
RELATIVE = re.compile(r"(?:(?:[\w-]+|\.)(?:/(?:[\w-]+|\.))*/?)?")  # a name with a dot may be an archive
ROOTS = re.compile(r"(?:\./)*(?:dev|home|media|mnt|opt|private|proc|root|run|srv|tmp|usr|var|Users)(?:/|$)")


def height(node: ast.expr, scope: Scope, resolver: Resolver) -> int | None:
    """Return how many folders above this file the place is to which the path ``node`` leads; None where that is not sure.

    Relative paths count as beside this file, and so does what is below a folder: only where that may be no folder
    of the project, as `tmp` above the project is none, it is not sure.
    """
    found = resolver.evaluate(node, scope)
    if found in ((Ref("builtins.__file__"),), (Const(resolver.path),)) and last_name(node) == "__file__":
        return None if binds_unseen("__file__", resolver) else 0
    if all(isinstance(value, Const) and exact(value.value) for value in found):
        return 1 if _is_below(found) else None
    if isinstance(node, ast.Name):
        binding = sole_binding(node.id, scope, resolver)
        if binding is None or not isinstance(binding.value, ast.expr) or binding.path:
            return None
        if not _comes_before(binding.value, node):
            return None
        return height(binding.value, binding.scope, resolver)
    found_height = _height_by(node, scope, resolver)
    return None if found_height is None or found_height > MAX_CLIMB else found_height


def _comes_before(value: ast.expr, node: ast.expr) -> bool:
    """Return whether a name is bound above the place that reads it; else the two could need each other without end."""
    return (value.lineno, value.col_offset) < (node.lineno, node.col_offset) and not any(
        part is node for part in ast.walk(value)
    )


def _height_by(node: ast.expr, scope: Scope, resolver: Resolver) -> int | None:
    if isinstance(node, ast.Call):
        return _height_of_call(node, scope, resolver)
    if isinstance(node, ast.Attribute) and node.attr == "parent":
        return _raised(node.value, 1, scope, resolver)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _descended(node.left, [node.right], scope, resolver)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
        number = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if node.value.attr == "parents" and type(number) is int and number >= 0:
            return _raised(node.value.value, number + 1, scope, resolver)
    return None


def _height_of_call(node: ast.Call, scope: Scope, resolver: Resolver) -> int | None:
    found = resolver.evaluate(node.func, scope)
    name = found[0].name if len(found) == 1 and isinstance(found[0], Ref) else ""
    given = list(node.args)
    if name.startswith("pathlib.Path.") and isinstance(node.func, ast.Attribute):
        given.insert(0, node.func.value)
    if not given or node.keywords:
        return None
    if name in SAME_PLACE and len(given) == 1:
        return height(given[0], scope, resolver)
    if name == "os.path.dirname":
        return _raised(given[0], 1, scope, resolver)
    return _descended(given[0], given[1:], scope, resolver) if name in BELOW else None


def _raised(node: ast.expr, number: int, scope: Scope, resolver: Resolver) -> int | None:
    start = height(node, scope, resolver)
    return None if start is None else start + number


def _descended(node: ast.expr, parts: list[ast.expr], scope: Scope, resolver: Resolver) -> int | None:
    start = height(node, scope, resolver)
    below = [resolver.evaluate(part, scope) for part in parts]
    if start is None or not all(map(_is_below, below)):
        return None
    texts = (str(value.value) for found in below for value in found if isinstance(value, Const))
    return None if start > 1 and any(map(ROOTS.match, texts)) else max(start, 1)


def _is_below(found: Values) -> bool:
    """Return whether ``found`` are relative paths of folders that do not climb."""
    return all(
        isinstance(value, Const) and isinstance(value.value, str) and RELATIVE.fullmatch(value.value)
        for value in found
    )
