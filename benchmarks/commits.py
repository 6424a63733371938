"""What the gate says of the commits in real repositories: how many pass, what is found in the others, how long it takes.

    python benchmarks/commits.py REPOSITORY --range BASE..TIP [--agents]
    python benchmarks/commits.py FOLDER --list FILE      each line: a repository in FOLDER, and a commit

Merges are left out: what they bring is judged commit by commit. Nothing in a repository is executed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_llm_sandbox import Severity, analyze
from flake8_llm_sandbox.agents import by_commit
from flake8_llm_sandbox.command.revision import judged
from flake8_llm_sandbox.history.git import Git, GitError
from flake8_llm_sandbox.history.revisions import commit, commits, ends, packages
from flake8_llm_sandbox.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flake8_llm_sandbox import Finding
    from flake8_llm_sandbox.history.changes import Revision


@dataclass(frozen=True)
class Judged:
    """A commit, what was found in it, and how long that took."""

    name: str
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def stops(self) -> bool:
        """Whether the gate would stop it."""
        return any(each.severity is Severity.STOP for each in self.findings)


def main() -> None:
    """Print the shares, the findings by code, and the time."""
    options = _parsed()
    results = [_judge(git, revision) for git, revision in _chosen(options)]
    if not results:
        raise SystemExit("no commits")
    if options.verbose:
        for each in results:
            codes = Counter(f"{one.code} {one.severity.value}" for one in each.findings)
            print(each.name, *(f"{code} x{count}" for code, count in sorted(codes.items())), sep="  ")
    _report(results)


def _report(results: list[Judged]) -> None:
    count = len(results)
    silent, stopped = sum(not each.findings for each in results), sum(each.stops for each in results)
    print(
        f"{count} commits: {100 * (count - stopped) / count:.1f} % pass, {100 * stopped / count:.1f} % stop"
    )
    print(f"nothing to tell of {100 * silent / count:.1f} %")
    found = Counter((one.code, one.severity.value) for each in results for one in each.findings)
    within = Counter(
        key for each in results for key in {(one.code, one.severity.value) for one in each.findings}
    )
    for (code, severity), number in sorted(found.items()):
        print(f"  {code} {severity}: {number} in {within[code, severity]} commits")
    seconds = sorted(each.seconds for each in results)
    at = min(count - 1, 95 * count // 100)
    print(f"time: median {1000 * statistics.median(seconds):.0f} ms, 95 % within {1000 * seconds[at]:.0f} ms")


def _judge(git: Git, revision: Revision) -> Judged:
    known = packages(git, revision.parents[0])

    def check(source: bytes, path: str) -> tuple[Finding, ...]:
        return analyze(source, path, place=Place(path, known))

    start = time.perf_counter()
    found = [one for each in judged(git, revision, check, whole=False) for one in each.findings]
    return Judged(f"{git.root.name} {revision.name}", tuple(found), time.perf_counter() - start)


def _chosen(options: argparse.Namespace) -> Iterator[tuple[Git, Revision]]:
    if options.range:
        git = Git.around(options.folder)
        every: Iterable[Revision] = commits(git, *ends(git, options.range))
        if options.agents:
            every = (each for each in every if by_commit(each.author, each.message))
        yield from ((git, each) for each in every if len(each.parents) == 1)
        return
    for line in options.list.read_text(encoding="utf-8").splitlines():
        name, commit_name = line.split()[:2]
        try:
            git = Git.around(options.folder / name)
            yield git, commit(git, git.commit(commit_name))
        except GitError as error:
            print(f"{name} {commit_name}: {error}")


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a repository, or with --list a folder of them")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--range", metavar="BASE..TIP")
    which.add_argument("--list", type=Path, metavar="FILE")
    parser.add_argument("--agents", action="store_true", help="with --range: only commits of agents")
    parser.add_argument("--verbose", action="store_true", help="print each commit")
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.pop("GIT_DIR", None)  # of a hook that runs this
    main()
