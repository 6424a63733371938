"""What a program says of imports by other words than import statements, as far as it is written out."""

from __future__ import annotations

import ast
import glob
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import imported_modules
from flake8_llm_sandbox.parser import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ABSOLUTE = frozenset({"absolute", "abspath", "realpath", "resolve"})
_SAME_PLACE = frozenset({"Path", "PurePath", "as_posix", "fspath", "normpath", "str"})


@lru_cache(maxsize=256)
def modules(source: bytes, doctests: bool = False) -> tuple[str, ...]:
    """Return the modules that ``source`` imports, in examples that others run as well if ``doctests``.

    Raises:
        SyntaxError: ``source`` is not Python.
    """
    return imported_modules(source, doctests=doctests)


def folders(source: bytes, file: Path, cwd: Path) -> tuple[Path, ...]:
    """Return the folders that ``source``, the text of ``file``, adds to sys.path when it runs in ``cwd``.

    Raises:
        SyntaxError: ``source`` is not Python.
    """
    if b"path" not in source or b"sys" not in source:
        return ()
    return tuple(_paths(source, file, cwd, ("sys.path", "path")))


def ignored(conftest: bytes, folder: Path) -> tuple[str, ...]:
    """Return the patterns of what pytest does not collect, as the ``conftest`` in a folder writes out.

    Raises:
        SyntaxError: it is not Python.
    """
    if b"collect_ignore" not in conftest:
        return ()
    file = folder / "conftest.py"
    plain = (glob.escape(str(each)) for each in _paths(conftest, file, folder, ("collect_ignore",)))
    patterns = map(str, _paths(conftest, file, folder, ("collect_ignore_glob",)))
    return (*plain, *patterns)


def _paths(source: bytes, file: Path, cwd: Path, lists: Sequence[str]) -> Iterator[Path]:
    """Yield the paths, below ``cwd`` if not absolute, that ``source`` puts into one of the ``lists``."""
    tree = parse(source)
    reader = _Reader(file, cwd, _assigned(tree))
    for node in ast.walk(tree):
        for each in _added(node, lists):
            text = reader.text(each)
            if text is not None:
                yield Path(os.path.normpath(cwd / text))


def _added(node: ast.AST, lists: Sequence[str]) -> Iterator[ast.expr]:
    """Yield what a statement puts into one of the ``lists``."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("insert", "append") and _is_one(node.func.value, lists):
            yield node.args[-1]
        elif node.func.attr == "extend" and _is_one(node.func.value, lists):
            yield from _parts(node.args[0])
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.Assign)) and node.value:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from _parts(node.value) if any(_is_one(each, lists) for each in targets) else ()


def _is_one(node: ast.expr, lists: Sequence[str]) -> bool:
    return ast.unparse(node).partition("[")[0] in lists


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the elements of a list that is written out, or of those that are added to each other."""
    if isinstance(node, (ast.List, ast.Tuple)):
        yield from node.elts
    elif isinstance(node, ast.BinOp):
        yield from _parts(node.left)
        yield from _parts(node.right)


def _assigned(tree: ast.Module) -> dict[str, ast.expr]:
    """Return what names of the module stand for; the last one counts."""
    return {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


class _Reader:
    """Knows what an expression for a path comes to."""

    def __init__(self, file: Path, cwd: Path, names: dict[str, ast.expr]) -> None:
        self._file, self._cwd, self._names = file, cwd, names

    def text(self, node: ast.expr) -> str | None:
        """Return the path; None if it is not written out."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if isinstance(node, ast.Name):
            return self._named(node.id)
        if isinstance(node, ast.BinOp):
            return self._joined(node)
        if isinstance(node, ast.Call):
            return self._called(node)
        return self._above(node)

    def _named(self, name: str) -> str | None:
        if name == "__file__":
            return str(self._file)
        value = self._names.pop(name, None)  # so that what needs itself comes to an end
        found = self.text(value) if value else None
        if value:
            self._names[name] = value
        return found

    def _joined(self, node: ast.BinOp) -> str | None:
        left, right = self.text(node.left), self.text(node.right)
        if left is None or right is None or not isinstance(node.op, (ast.Div, ast.Add)):
            return None
        return left + right if isinstance(node.op, ast.Add) else os.path.join(left, right)

    def _called(self, node: ast.Call) -> str | None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name in ("getcwd", "cwd"):
            return str(self._cwd)
        owner = self.text(node.func.value) if isinstance(node.func, ast.Attribute) else None
        parts = [self.text(each) for each in node.args]
        known = [each for each in (owner, *parts) if each is not None]
        if not known or None in parts:
            return None
        if name == "dirname":
            return os.path.dirname(known[0])
        if name in _ABSOLUTE:
            return os.path.normpath(os.path.join(self._cwd, known[0]))
        if name in _SAME_PLACE:
            return known[0]
        return os.path.join(*known) if name in ("join", "joinpath") else None

    def _above(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Attribute) and node.attr == "parent":
            found = self.text(node.value)
            return None if found is None else os.path.dirname(found)
        if isinstance(node, ast.Attribute):
            return {"os.pardir": "..", "os.path.pardir": "..", "os.curdir": "."}.get(ast.unparse(node))
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr == "parents"
        ):
            found = self.text(node.value.value)
            count = node.slice.value if isinstance(node.slice, ast.Constant) else None
            if found is not None and type(count) is int and count >= 0:
                return str([found, *Path(found).parents][min(count + 1, len(Path(found).parents))])
        return None
