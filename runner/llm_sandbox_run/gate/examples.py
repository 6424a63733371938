"""Examples in docstrings and texts: programs, which the analysis sees as such before doctest may run them."""

from __future__ import annotations

import ast
import os
import re
from contextlib import suppress
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

from flake8_llm_sandbox.parser import parse
from llm_sandbox_run.gate.checked import Place, digest

if TYPE_CHECKING:
    import doctest
    from collections.abc import Iterator, Mapping

    from llm_sandbox_run.gate.checked import Checked

_UNPARSED = (SyntaxError, ValueError, RecursionError, MemoryError)
_OF_FILES = re.compile(r"(?:.*\.)?(?:testfile|DocFileSuite|DocFileTest)")
_STEP = 4  # columns that our own function takes


def of_module(source: bytes, name: str, checked: Checked) -> None:
    """Approve the examples in the strings of a module, if they do nothing that is not granted."""
    if b">>>" not in source:
        return
    with suppress(*_UNPARSED):  # the analysis has refused it
        strings = [
            (node.value, node.lineno)
            for node in ast.walk(parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ">>>" in node.value
        ]
        _judge(source, source, strings, name, checked)


def of_text(source: bytes, name: str, checked: Checked) -> None:
    """Approve the examples in a file that is not Python, in the same way."""
    _judge(source, b"", [(source.decode("utf-8", "replace"), 1)], name, checked)


def named_files(source: bytes, file: Path, cwd: Path) -> Iterator[Path]:
    """Yield the files whose examples ``source``, the text of ``file``, runs, as far as they are written out."""
    with suppress(*_UNPARSED):
        for node in ast.walk(parse(source)) if b"doctest" in source else ():
            if isinstance(node, ast.Call) and _OF_FILES.fullmatch(ast.unparse(node.func)):
                names = [each.value for each in node.args if isinstance(each, ast.Constant)]
                for name in (each for each in names if isinstance(each, str)):
                    places = (file.parent / name, cwd / name)
                    yield from (Path(os.path.normpath(each)) for each in places if each.is_file())


def runs_any(texts: Mapping[Path, bytes]) -> bool:
    """Tell whether one of the texts speaks of doctest."""
    return any(b"doctest" in source for source in texts.values())


def _judge(whole: bytes, source: bytes, strings: list[tuple[str, int]], name: str, checked: Checked) -> None:
    from doctest import DocTestParser  # slow to load, with a debugger and unittest, and hardly ever needed

    lines: list[Place] = []
    digests = set()
    for number, (text, start) in enumerate(strings):
        with suppress(ValueError):  # nothing of it will run
            examples = [each for each in DocTestParser().get_examples(text) if _is_clear(each.source)]
            digests |= {digest(each.source.encode("utf-8", "surrogatepass")) for each in examples}
            lines += _function(number, examples, start)
    program = source + b"\n" + "".join(f"{line.text}\n" for line in lines).encode("utf-8", "surrogatepass")
    places = {len(program.splitlines()) - len(lines) + count: line for count, line in enumerate(lines, 1)}
    if lines and checked.look(program, name, places, whole=whole):
        checked.examples |= digests


def _function(number: int, examples: list[doctest.Example], start: int) -> Iterator[Place]:
    """Yield the lines of a function that does what the examples of one string do: their names are their own."""
    if not examples:
        return
    alone = not any("import *" in each.source for each in examples)
    if alone:
        yield Place(f"def _examples_{number}():", start, 0)
    for each in examples:
        text = indent(each.source, " " * _STEP) if alone else each.source
        for count, line in enumerate(text.splitlines()):
            yield Place(line, start + each.lineno + count, each.indent + (0 if alone else _STEP))


def _is_clear(source: str) -> bool:
    """Tell whether this is Python, and all agree on what its lines are: what ends one for some may hide code from others."""
    if source.splitlines() != source.split("\n")[:-1]:
        return False
    try:
        ast.parse(source)
    except _UNPARSED:
        return False
    return True
