"""`python -m flake8_llm_sandbox`: lint without flake8; `# noqa` and configuration files are not heeded."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import cache, reports
from flake8_llm_sandbox.files import python_files

# All else is imported where it is used: what has not changed needs none of it, and it takes longer than all the rest.

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Input = tuple[str, bytes | OSError]  # a path, and what is there or why it cannot be read


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 clean, 1 findings, 2 something could not be read or understood."""
    options = _parser().parse_args(argv)
    if options.docs:
        return _document()
    if options.explain:
        return _explain(options.explain)
    return (_repair if options.diff or options.fix else _lint)(_inputs(options.paths or ["."]), options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m flake8_llm_sandbox", description=__doc__)
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, or folders to search for *.py; - is standard input"
    )
    modes = parser.add_mutually_exclusive_group()
    for name, text in (
        ("--json", "print the findings as JSON, each with what to write instead"),
        ("--sarif", "print the findings as SARIF 2.1.0"),
        ("--diff", "print what --fix would change"),
        ("--fix", "repair what has one right answer, print what remains"),
        ("--docs", "print the documentation of all rules as Markdown"),
    ):
        modes.add_argument(name, action="store_true", help=text)
    modes.add_argument("--explain", metavar="CODE", help="print a rule's documentation")
    parser.add_argument("--no-cache", action="store_true", help="analyse what has not changed as well")
    return parser


def _document() -> int:
    from flake8_llm_sandbox import catalog

    sys.stdout.write(catalog.markdown())
    return 0


def _explain(code: str) -> int:
    from flake8_llm_sandbox import catalog

    try:
        sys.stdout.write(catalog.explain(code))
    except KeyError:
        sys.stderr.write(
            f"no rule {code}; docs/rules.md lists them all, and LLS99x come from the runner, whose message says all\n"
        )
        return 2
    return 0


def _lint(inputs: Iterable[Input], options: argparse.Namespace) -> int:
    place = None if options.no_cache else cache.folder([Path.cwd(), *map(Path, options.paths)])
    exit_code, found = 0, []
    for path, source in inputs:
        if isinstance(source, OSError):
            exit_code = _failed(path, source)
            continue
        checked = reports.Checked(path, source, cache.verdict(source, path, place))
        if checked.findings:
            exit_code = max(exit_code, 1)
            found.append(checked)
        if not (options.json or options.sarif):
            sys.stdout.write(reports.as_text(checked))
    if options.json or options.sarif:
        sys.stdout.write((reports.as_json if options.json else reports.as_sarif)(found))
    return exit_code


def _repair(inputs: Iterable[Input], options: argparse.Namespace) -> int:
    from flake8_llm_sandbox.fixes.repair import repair

    exit_code, fixed, remaining = 0, 0, 0
    for path, source in inputs:
        try:
            if isinstance(source, OSError):
                raise source
            repaired = repair(source, path)
            _deliver(path, source, repaired.source, options)
        except OSError as error:
            exit_code = _failed(path, error)
            continue
        fixed += repaired.fixed
        remaining += len(repaired.remaining)
        if options.fix:
            report = reports.as_text(reports.Checked(path, repaired.source, repaired.remaining))
            (sys.stderr if path == "-" else sys.stdout).write(report)
    sys.stdout.flush()
    sys.stderr.write(f"{'fixed' if options.fix else 'to be fixed'}: {fixed}, remaining: {remaining}\n")
    return max(exit_code, bool(remaining or (fixed and options.diff)))


def _deliver(path: str, old: bytes, new: bytes, options: argparse.Namespace) -> None:
    if options.diff:
        sys.stdout.buffer.write(reports.as_diff(path, old, new))
    elif path == "-":
        sys.stdout.buffer.write(new)
    elif old != new:
        from flake8_llm_sandbox.fixes.store import store

        store(Path(path), new)


def _failed(path: str, error: OSError) -> int:
    sys.stderr.write(f"{path}: {error.strerror or error}\n")
    return 2


def _inputs(names: Iterable[str]) -> Iterator[Input]:
    for name in names:
        try:
            for path in python_files(Path(name)) if Path(name).is_dir() else [name]:
                yield str(path), _read(str(path))
        except OSError as error:  # of the folder
            yield name, error


def _read(path: str) -> bytes | OSError:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        return error


if __name__ == "__main__":
    raise SystemExit(main())
