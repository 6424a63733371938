"""Files that a tool call writes or edits: what will be in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llm_sandbox_run.hook import patch, tables
from llm_sandbox_run.hook.programs import Python
from llm_sandbox_run.hook.shell.model import Unclear

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from llm_sandbox_run.hook.programs import Place

_PATH = ("file_path", "notebook_path", "path", "target_file", "filePath", "filepath")
_WHOLE = ("content", "contents", "file_text", "text")
_OLD = ("old_string", "old_str", "oldString")
_NEW = ("new_string", "new_str", "newString")


def written(given: Mapping[str, Any], place: Place) -> Iterator[Python]:
    """Yield the files of Python that the arguments of a tool make; nothing if it does not write.

    Raises:
        Unclear: it cannot be told what will be in one.
    """
    for key in ("patch", "input", "command", "cmd"):
        if isinstance(given.get(key), str) and patch.is_one(given[key]):
            for name, change in patch.files(given[key]):
                path = place.here / name
                yield from _python(path, change(_old(path, place)), place)
            return
    names = {given[key] for key in _PATH if isinstance(given.get(key), str) and given[key]}
    for path in (place.here / Path(name).expanduser() for name in sorted(names)):
        for text in _texts(given, path, place):
            yield from _python(path, text, place)


def _python(path: Path, text: str | None, place: Place) -> Iterator[Python]:
    if text is None:
        return
    suffixes = {path.suffix, path.resolve().suffix}  # of a link, and of what is written through it
    if not suffixes & tables.PYTHON_SUFFIXES and (path.suffix or not tables.STARTED.match(text)):
        return
    yield Python("written", text, (str(path),), place.here, before=_old(path, place))


def _texts(given: Mapping[str, Any], path: Path, place: Place) -> Iterator[str]:
    """Yield what a file may hold after the call: one text for each way to say it, whichever the tool goes by."""
    if "new_source" in given:
        yield _notebook(given, path, place)
    yield from (given[key] for key in _WHOLE if isinstance(given.get(key), str))
    if isinstance(given.get("edits"), list):
        text = _old(path, place)
        for each in given["edits"]:
            if not isinstance(each, dict):
                raise Unclear("has an edit that is not understood")
            text = _replaced(text, each, path)
        yield text
    old, new = _first(given, _OLD), _first(given, _NEW)
    if new is not None and old is not None:
        yield _replaced(_old(path, place), given, path)
    elif isinstance(new, str) and isinstance(given.get("insert_line"), int):
        lines, at = _old(path, place).splitlines(keepends=True), given["insert_line"]
        yield "".join((*lines[:at], new.removesuffix("\n") + "\n", *lines[at:]))
    elif new is not None and path.suffix in tables.PYTHON_SUFFIXES:
        raise Unclear(f"edits {path.name} in a way that is not understood")


def _replaced(text: str, given: Mapping[str, Any], path: Path) -> str:
    old, new = _first(given, _OLD), _first(given, _NEW)
    if not isinstance(old, str) or not isinstance(new, str):
        raise Unclear("has an edit that is not understood")
    if not old:
        return new if not text else text + new
    if old not in text:
        if path.suffix not in tables.PYTHON_SUFFIXES:
            return text
        raise Unclear(f"replaces text that is not in {path.name} as it stands; read the file again")
    every = (
        given.get("replace_all") or given.get("allow_multiple") or given.get("expected_replacements", 1) != 1
    )
    return text.replace(old, new) if every else text.replace(old, new, 1)


def _notebook(given: Mapping[str, Any], path: Path, place: Place) -> str:
    """Return a notebook with a cell replaced, put in or taken away."""
    try:
        book = json.loads(_old(path, place))
        cells = book["cells"]
        wanted = given.get("cell_id")
        known = [index for index, each in enumerate(cells) if wanted is not None and each.get("id") == wanted]
        at = known[0] if known else int(given.get("cell_number", -1))
        mode = given.get("edit_mode") or "replace"
        if mode == "delete":
            return json.dumps({**book, "cells": [each for index, each in enumerate(cells) if index != at]})
        kind = given.get("cell_type") or (cells[at].get("cell_type") if mode == "replace" else "code")
        cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": str(given["new_source"])}
        if kind == "code":
            cell |= {"outputs": [], "execution_count": None}
        after = cells[at + 1 :] if at >= 0 or known else cells
        before = cells[: at + (mode == "insert")] if at >= 0 else []
        return json.dumps({**book, "cells": [*before, cell, *after]})
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise Unclear(f"edits a cell of {path.name} that cannot be found") from None


def _old(path: Path, place: Place) -> str:
    return place.budget.text(path) if path.is_file() else ""


def _first(given: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((given[name] for name in names if name in given), None)
