"""A notebook as what the analysis takes, and the places of its findings as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_llm_sandbox.engine import refusal
from flake8_llm_sandbox.notebooks.cells import code_cells
from flake8_llm_sandbox.notebooks.program import Line, program
from flake8_llm_sandbox.source import Unverifiable

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_llm_sandbox.findings import Finding

FIRST = "from IPython import get_ipython"  # which notebooks have without saying so
NAME = "<notebook>"  # of its program
FOUND_IN_FIRST = "LLS103"


@dataclass(frozen=True)
class Notebook:
    """The program that a notebook is, ``FIRST`` and ``lines``, and all that is found in it."""

    program: bytes
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]

    def text(self, line: int) -> str:
        """Return what stands in the notebook for a line of the program."""
        return self.lines[line - 2].text if 2 <= line < len(self.lines) + 2 else ""

    def place(self, line: int, column: int) -> tuple[int | None, int, int]:
        """Return cell, line and column, from 0, of a place in the program; no cell if it is the notebook as a whole."""
        if not 2 <= line < len(self.lines) + 2:
            return None, 1, 0
        there = self.lines[line - 2]
        return there.cell, there.number, there.column(column)


def read(source: bytes, analysis: Callable[[bytes], tuple[Finding, ...]]) -> Notebook:
    """Return a notebook and all that is found in it, by ``analysis`` in its program and by itself."""
    try:
        lines, problems = program(code_cells(source))
    except Unverifiable as error:
        return Notebook(b"", (), (refusal(error),))
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the notebook was not verified
        return Notebook(b"", (), (refusal(Unverifiable("LLS902", type(error).__name__)),))
    text = "".join(f"{each}\n" for each in (FIRST, *(line.python for line in lines)))
    encoded = text.encode("utf-8", "surrogatepass")
    own = {refusal(Unverifiable(each.code, each.name, each.line + 2, each.column)) for each in problems}
    found = {each for each in analysis(encoded) if (each.line, each.code) != (1, FOUND_IN_FIRST)}
    return Notebook(encoded, tuple(lines), tuple(sorted(own | found)))
