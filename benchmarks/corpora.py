"""What the linters read: texts from the standard library of the Python that runs the benchmark."""

from __future__ import annotations

import ast
import sysconfig
import textwrap
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEFT_OUT = frozenset({"site-packages", "test", "tests", "idle_test", "lib2to3"})
"""Folders of other people's code, and of files that are wrong on purpose."""

SMALL = range(40, 61)
"""How many lines a small file has."""


def standard_library() -> list[str]:
    """Return the text of each module, in the order of their paths."""
    root = Path(sysconfig.get_path("stdlib"))
    paths = [path for path in root.rglob("*.py") if not LEFT_OUT.intersection(path.relative_to(root).parts)]
    return [_read(path) for path in sorted(paths)]


def small_files(texts: Sequence[str]) -> list[str]:
    """Return each function and class of these modules that makes a small file with its module's imports."""
    return [small for text in texts for small in _cut(text)]


def sample(texts: Sequence[str], count: int) -> list[str]:
    """Return ``count`` texts (all, if there are not so many), spread evenly."""
    count = min(count, len(texts))
    return [texts[number * len(texts) // count] for number in range(count)]


def joined(texts: Sequence[str], lines: int) -> list[str]:
    """Return texts of at least so many lines, each made of several of these, each of these used once."""
    programs, parts = [], ""
    for text in texts:
        parts += text
        if parts.count("\n") >= lines:
            programs.append(parts)
            parts = ""
    return programs


def write(texts: Sequence[str], folder: Path) -> Path:
    """Make a folder of files under names that no linter leaves out by default, as `venv` and `build` would be."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"module_{number:04}.py").write_text(text, "utf-8")
    return folder


def _read(path: Path) -> str:
    with tokenize.open(path) as file:
        return file.read()


def _cut(text: str) -> Iterator[str]:
    tree, lines = ast.parse(text), text.split("\n")
    imports = "".join(
        f"{ast.unparse(node)}\n" for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
    )
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            part = lines[node.lineno - 1 : node.end_lineno]
            if len(part) >= SMALL.stop:
                continue
            body = textwrap.dedent("\n".join(part))
            small = f"{imports}\n\n{body}\n"
            if small.count("\n") in SMALL and _compiles(small):
                yield small


def _compiles(text: str) -> bool:
    """Tell whether a part still is a program: not if a string in it is less indented than the code around it."""
    try:
        compile(text, "<small>", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True
