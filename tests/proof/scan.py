"""Analyse every file of the standard library and of the installed packages, and say what went wrong.

    python -m tests.proof.scan [--limit COUNT] [FOLDER...]

An LLS9xx finding about a text that CPython compiles is a refusal to explain; an exception is a defect.
"""

from __future__ import annotations

import argparse
import sys
import sysconfig
import time
import warnings
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from flake8_llm_sandbox import Capability, analyze

FOLDERS = [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")]
SHOWN = 10


@dataclass(frozen=True)
class Scanned:
    """What became of one file."""

    path: Path
    lines: int
    seconds: float  # of processor time
    compiles: bool
    refusals: tuple[str, ...]  # "LLS902 at line 12: ..."

    @property
    def microseconds_per_line(self) -> float:
        """The cost of the analysis, to compare files of different sizes."""
        return self.seconds * 1e6 / max(self.lines, 1)


def scan(path: Path) -> Scanned:
    """Analyse one file."""
    source = path.read_bytes()
    began = time.process_time()
    findings = analyze(source, str(path))
    seconds = time.process_time() - began
    refusals = tuple(
        f"{finding.code} at line {finding.line}: {finding.message}"
        for finding in findings
        if finding.capability is Capability.UNVERIFIABLE
    )
    return Scanned(path, source.count(b"\n") + 1, seconds, _compiles(source), refusals)


def _compiles(source: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<scan>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return False
    return True


def report(results: list[Scanned]) -> None:
    """Print the sums, the refusals by code and the files that cost most."""
    lines = sum(result.lines for result in results)
    seconds = sum(result.seconds for result in results)
    print(
        f"{len(results)} files, {lines} lines, {seconds:.1f} s, {seconds * 1e6 / max(lines, 1):.1f} us per line"
    )
    print(f"{sum(not result.compiles for result in results)} files do not compile")
    accepted = [result.path for result in results if not result.compiles and not result.refusals]
    print(f"{len(accepted)} of them were not refused: {[str(path) for path in accepted[:SHOWN]]}")
    by_code = defaultdict(list)
    for result in results:
        for refusal in result.refusals if result.compiles else ():
            by_code[refusal[:6]].append(f"{result.path}: {refusal}")
    for code, refusals in sorted(by_code.items()):
        print(f"\n{code}: {len(refusals)} in files that compile")
        print(*refusals[:SHOWN], sep="\n")
    print("\nslowest, by time and by time per line:")
    for key in (
        lambda result: result.seconds,
        lambda result: result.microseconds_per_line * (result.lines > 50),
    ):
        for result in sorted(results, key=key, reverse=True)[:SHOWN]:
            print(f"{result.seconds:7.2f} s {result.microseconds_per_line:8.0f} us/line  {result.path}")
        print()


def main() -> int:
    """Scan the folders named, or those of this interpreter."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS)
    parser.add_argument("--limit", type=int, help="take this many files, evenly spread")
    options = parser.parse_args()
    paths = sorted({path for folder in options.folders for path in folder.rglob("*.py") if path.is_file()})
    if options.limit:
        paths = paths[:: max(len(paths) // options.limit, 1)][: options.limit]
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(scan, paths, chunksize=8))
    report(results)
    return any(refusal.startswith("LLS905") for result in results for refusal in result.refusals)


if __name__ == "__main__":
    sys.exit(main())
