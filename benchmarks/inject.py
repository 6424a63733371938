"""Dangerous programs put into honest files: whether what the lint finds in them alone is found in the diff as well.

    python benchmarks/inject.py FILE [FILE ...]     `.jsonl` with "code" and "label", or programs headed by `### NAME`

Each program is put into an honest module in three ways: all at once at its end, as a function that is called, and statement
by statement, as commits that follow each other, of which one has to be told.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import textwrap
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from corpora import sample, small_files, standard_library

from flake8_llm_sandbox import Severity, analyze
from flake8_llm_sandbox.changed import Text, news

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_llm_sandbox import Finding

    Way = Callable[
        [str, str], Iterator[str]
    ]  # an honest and a dangerous text to the versions of a file, the first one honest

HOSTS = 40
PATH = "src/module.py"


def main() -> None:
    """Print for each way how many are told and stopped, of those that are when they stand alone."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true", help="name what is missed")
    options = parser.parse_args()
    hosts = [
        text for text in sample(small_files(standard_library()), 4 * HOSTS) if not _check(text.encode())
    ][:HOSTS]
    programs = [program for path in options.files for program in _programs(path)]
    for way in (at_once, as_function, by_statement):
        counts: Counter[str] = Counter()
        for number, (name, program) in enumerate(programs):
            alone = _check(program.encode())
            found = _found([*way(hosts[number % len(hosts)], program)])
            for what, before, after in (("told", alone, found), ("stopped", _stops(alone), _stops(found))):
                counts[f"{what} alone"] += bool(before)
                counts[what] += bool(before and after)
                if before and not after and options.show:
                    print(f"  not {what}: {name}")
        shares = (f"{what} {counts[what]} of {counts[f'{what} alone']}" for what in ("told", "stopped"))
        print(f"{way.__name__}: {', '.join(shares)}")


def at_once(host: str, program: str) -> Iterator[str]:
    """Yield the file with the program at its end."""
    yield host
    yield f"{host}\n\n{program}"


def as_function(host: str, program: str) -> Iterator[str]:
    """Yield the file with a function that is the program, and a call of it; at its end if it cannot be a function."""
    body = textwrap.indent(program, "    ")
    text = f"{host}\n\ndef injected():\n{body}\n\n\ninjected()\n"
    yield from (host, text) if _parses(text) else at_once(host, program)


def by_statement(host: str, program: str) -> Iterator[str]:
    """Yield the file with one more statement of the program each time."""
    yield host
    lines = program.splitlines(keepends=True)
    if not _parses(program):
        yield f"{host}\n\n{program}"
        return
    for statement in ast.parse(program).body:
        yield f"{host}\n\n{''.join(lines[: statement.end_lineno])}"


def _found(versions: list[str]) -> list[Finding]:
    """Return all that is news in a row of versions."""
    texts = [Text(PATH, version.encode(), _check) for version in versions]
    return [
        finding for old, new in pairwise(texts) for (found,) in [news([(new, (old,))])] for finding in found
    ]


@lru_cache(maxsize=1024)
def _check(source: bytes, path: str = PATH) -> tuple[Finding, ...]:
    return analyze(source, path)


def _stops(found: list[Finding] | tuple[Finding, ...]) -> list[Finding]:
    return [each for each in found if each.severity is Severity.STOP]


def _parses(text: str) -> bool:
    try:
        compile(text, PATH, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _programs(path: Path) -> Iterator[tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        cases = map(json.loads, text.splitlines())
        yield from ((each["id"], each["code"]) for each in cases if each.get("label") == "dangerous")
    else:
        parts = re.split(r"^### (.*)\n", text, flags=re.MULTILINE)[1:]
        yield from zip(parts[::2], parts[1::2], strict=True)


if __name__ == "__main__":
    main()
