"""From code cells to one program, line by line."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flake8_llm_sandbox.depth import recurse
from flake8_llm_sandbox.notebooks.lines import logical_lines
from flake8_llm_sandbox.notebooks.magics import CODES, UNKNOWN
from flake8_llm_sandbox.parser import parse
from flake8_llm_sandbox.source import in_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flake8_llm_sandbox.notebooks.cells import Cell
    from flake8_llm_sandbox.notebooks.magics import Magic

# IPython takes prompts away wherever a line starts with one, in strings too.
PROMPT = re.compile(r"^[ \t]*(?:>>>|\.{3,}:|(?:\[\w+\] )?In \[)|^\.\.\.(?: |$)", re.MULTILINE)
LINE_ENDS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # for IPython, but not for Python
KEPT = "_ = __ = ___ = "  # what a cell shows, IPython keeps under these names
OUTPUTS = re.compile(r"_\d+|_oh|Out")  # and under these
AUTOMATIC = re.compile(r"\s*(\w+)\b(?!\s*=)[^\n]*\s*")
BINDERS = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Line:
    """A line of the program, and what it was in the notebook: its cell, its number there, both from 1, and its text."""

    python: str
    cell: int
    number: int
    text: str
    magic: Magic | None = None
    inserted: tuple[int, int] = (0, 0)  # column and number of characters that the text does not have

    def column(self, column: int) -> int:
        """Return the column in the notebook of one in the program."""
        place, length = self.inserted
        return max(place, column - length) if column > place else column


@dataclass(frozen=True)
class Problem:
    """A reason of the notebook's own: the index of its line, a column, the rule's code and what was found."""

    line: int
    column: int
    code: str
    name: str


def program(cells: Iterable[Cell]) -> tuple[list[Line], list[Problem]]:
    """Return the lines of the program that the cells are together, and what is wrong with them beside that."""
    lines: list[Line] = []
    problems: list[Problem] = []
    bound: set[str] = set()
    for cell in cells:
        new, found, names = _added(cell, bound)
        problems += (replace(each, line=each.line + len(lines)) for each in found)
        lines += new
        bound |= names
    return lines, problems


def _added(cell: Cell, bound: set[str]) -> tuple[list[Line], list[Problem], set[str]]:
    """Return what a cell adds to the program, to its problems and to its names.

    A cell that is no program by itself is left out: it could hide those after it, in a string that it opens.
    """
    lines, hidden = list(_translated(cell)), list(_hidden(cell))
    if hidden:
        return _without(lines), hidden, set()
    problems = [*_magics(lines), *_automatic(cell, bound)]
    text = "".join(f"{line.python}\n" for line in lines)
    try:
        tree = recurse(lambda: parse(text), len(text))
        if text.rstrip("\n").endswith("\\"):
            raise SyntaxError("a line goes on after its cell", ("", text.count("\n"), 1, ""))
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        number = min(getattr(error, "lineno", None) or 1, len(lines)) - 1
        problems.append(Problem(number, 0, "LLS901", getattr(error, "msg", "nested too deeply")))
        return _without(lines), problems, set()
    problems += (*_misplaced(lines, tree), *_outputs(tree))
    return _keeping(lines, tree), problems, _bound(tree)


def _without(lines: Iterable[Line]) -> list[Line]:
    return [replace(line, python="") for line in lines]


def _translated(cell: Cell) -> Iterator[Line]:
    number = 0
    for text, magic in logical_lines(f"{cell.text}\n"):
        for row, original in enumerate(text.split("\n")[:-1]):
            number += 1
            first = magic if row == 0 else None
            python = "" if magic else original
            yield Line(
                " " * _indent(original) + first.python if first else python,
                cell.number,
                number,
                original,
                first,
            )


def _hidden(cell: Cell) -> Iterator[Problem]:
    """Yield where IPython does not see the lines that Python and people see."""
    for pattern, what in ((LINE_ENDS, "a character that ends a line for IPython only"), (PROMPT, "a prompt")):
        found = pattern.search(cell.text)
        if found:
            yield Problem(cell.text.count("\n", 0, found.start()), 0, UNKNOWN, what)


def _magics(lines: Sequence[Line]) -> Iterator[Problem]:
    for number, line in enumerate(lines):
        if line.magic and line.magic.code:
            yield Problem(number, _indent(line.text), line.magic.code, line.magic.name)


def _automatic(cell: Cell, bound: set[str]) -> Iterator[Problem]:
    """Yield a cell of one line that is a magic without its `%`, unless an earlier cell has taken the name."""
    found = AUTOMATIC.fullmatch(cell.text)
    if found and found[1] in CODES and found[1] not in bound:
        line = cell.text[: found.start(1)].count("\n")
        yield Problem(line, 0, CODES[found[1]], f"%{found[1]}")


def _misplaced(lines: Sequence[Line], tree: ast.Module) -> Iterator[Problem]:
    """Yield lines that were taken for magics and are a part of something else, such as a string."""
    starts = {(node.lineno, node.col_offset) for node in ast.walk(tree) if isinstance(node, ast.stmt)}
    for number, line in enumerate(lines):
        if line.magic and (number + 1, _indent(line.text)) not in starts:
            yield Problem(number, 0, UNKNOWN, "something that looks like a magic")


def _outputs(tree: ast.Module) -> Iterator[Problem]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and OUTPUTS.fullmatch(node.id):
            yield Problem(node.lineno - 1, node.col_offset, UNKNOWN, f"`{node.id}`, what some cell has shown")


def _bound(tree: ast.Module) -> set[str]:
    """Return the names that a cell binds whatever happens."""
    nodes = [node for node in tree.body if isinstance(node, BINDERS)]
    named = {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    imports = [node for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
    named |= {(alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names}
    rest = [node for node in nodes if isinstance(node, (ast.Assign, ast.AnnAssign))]
    stored = (each for node in rest for each in ast.walk(node) if isinstance(each, ast.Name))
    return named | {each.id for each in stored if isinstance(each.ctx, ast.Store)}


def _keeping(lines: list[Line], tree: ast.Module) -> list[Line]:
    """Let the program keep what the cell shows, as IPython does."""
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        line = lines[last.lineno - 1]
        column = in_characters(line.python, last.col_offset)
        python = f"{line.python[:column]}{KEPT}{line.python[column:]}"
        lines[last.lineno - 1] = replace(line, python=python, inserted=(column, len(KEPT)))
    return lines


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
