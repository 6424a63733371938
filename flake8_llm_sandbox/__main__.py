"""`python -m flake8_llm_sandbox`: lint without flake8; `# noqa` and configuration files are not heeded."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import catalog, reports
from flake8_llm_sandbox.engine import analyze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SKIPPED = frozenset(
    {
        ".git",
        ".hg",
        ".mypy_cache",
        ".nox",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        "__pycache__",
        "node_modules",
    }
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 clean, 1 findings, 2 something could not be read or understood."""
    options = _parser().parse_args(argv)
    if options.docs:
        sys.stdout.write(catalog.markdown())
        return 0
    if options.explain:
        return _explain(options.explain)
    return _lint(options.paths or ["."], options.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m flake8_llm_sandbox", description=__doc__)
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files, or folders to search for *.py; - is standard input"
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--explain", metavar="CODE", help="print a rule's documentation")
    parser.add_argument(
        "--docs", action="store_true", help="print the documentation of all rules as Markdown"
    )
    return parser


def _explain(code: str) -> int:
    try:
        sys.stdout.write(catalog.explain(code))
    except KeyError:
        sys.stderr.write(
            f"no rule {code}; docs/rules.md lists them all, and LLS99x come from the runner, whose message says all\n"
        )
        return 2
    return 0


def _lint(paths: Sequence[str], as_json: bool) -> int:
    exit_code = 0
    data = []
    for path in (file for name in paths for file in _files(name)):
        try:
            source = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as error:
            sys.stderr.write(f"{path}: {error.strerror or error}\n")
            exit_code = 2
            continue
        findings = analyze(source, path)
        exit_code = max(exit_code, bool(findings))
        if as_json:
            lines = source.decode("utf-8", "backslashreplace").splitlines()
            data.extend(reports.as_data(path, findings, lines))
        else:
            sys.stdout.write(reports.as_text(path, findings))
    if as_json:
        sys.stdout.write(reports.as_json(data))
    return exit_code


def _files(name: str) -> Iterator[str]:
    path = Path(name)
    if name == "-" or not path.is_dir():
        yield name
        return
    for found in sorted(path.rglob("*.py")):
        if not SKIPPED.intersection(found.relative_to(path).parts):
            yield str(found)


if __name__ == "__main__":
    raise SystemExit(main())
