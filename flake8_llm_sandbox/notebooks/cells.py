"""From the JSON of a notebook to its code cells."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from flake8_llm_sandbox.source import MAX_BYTES, Unverifiable

VERSION = 4  # of the format; older ones have been converted on opening for ten years
# A kernel is started by its name, and the language that stands beside it is a mere claim. Environments of Python have names
# of their own.
PYTHON_KERNEL = re.compile(r"py|env|conda|^base$", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """The text of a code cell and its number, from 1 over all cells."""

    number: int
    text: str


def code_cells(source: bytes) -> tuple[Cell, ...]:
    """Return the code cells of a notebook in their order.

    Raises:
        Unverifiable: it is no notebook, or none in Python.
    """
    if len(source) > MAX_BYTES * 16:  # most of it is output
        raise Unverifiable("LLS902", f"more than {MAX_BYTES * 16:,} bytes")
    try:
        notebook = json.loads(source.decode("utf-8-sig"), object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise _refused(f"this is no notebook: {error}") from None
    if not isinstance(notebook, dict) or notebook.get("nbformat") != VERSION:
        raise _refused(f"this is no notebook of format {VERSION}")
    _check_language(notebook.get("metadata") or {})
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise _refused("it has no list of cells")
    kinds = [_kind(cell) for cell in cells]
    pairs = enumerate(zip(kinds, cells, strict=True), 1)
    return tuple(Cell(number, _text(cell)) for number, (kind, cell) in pairs if kind == "code")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse names that stand twice: readers of JSON do not agree on which one counts."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _check_language(metadata: Any) -> None:
    try:
        kernel, info = metadata.get("kernelspec") or {}, metadata.get("language_info") or {}
        languages = [kernel.get("language", "python"), info.get("name", "python")]
        name = kernel.get("name", "python")
        other = next((each for each in languages if each.lower() != "python"), None)
        known = PYTHON_KERNEL.search(name)
    except (AttributeError, TypeError):
        raise _refused("its metadata makes no sense") from None
    if other is not None:
        raise _refused(f"its language is {other!a}, not Python")
    if not known:
        raise _refused(f"its kernel {name!a} is not known to be Python")


def _kind(cell: Any) -> str:
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    if kind not in ("code", "markdown", "raw"):
        raise _refused("a cell is neither code, markdown nor raw")
    return str(kind)


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    parts = source if isinstance(source, list) else [source]
    if not all(isinstance(part, str) for part in parts):
        raise _refused("the source of a cell is no text")
    return "".join(parts).replace("\r\n", "\n")


def _refused(reason: str) -> Unverifiable:
    return Unverifiable("LLS907", reason)
