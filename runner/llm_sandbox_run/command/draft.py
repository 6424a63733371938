"""`--write-policy`: what today's code needs, as a policy for a person to read and to cut."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flake8_llm_sandbox import Capability
from flake8_llm_sandbox.shown import line
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from llm_sandbox_run.model import CleanCode, Problem, Refused

    Check = Callable[[Policy], Iterable[CleanCode | Refused]]

MAX_ROUNDS = 6  # what is granted can let more come into sight
MANY_FILES, MANY_CODES = 4, 4  # from so many on, files become a folder, and codes of a capability that
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_HEAD = """\
# What the code needs as it is today, the smallest grants first: for a person to read, and to cut. What a grant costs stands in
# docs/threat-model.md. Behind each: of which capability it is, how many findings want it, and where the first of them is.
"""


def needs(check: Check, given: Policy) -> tuple[list[Problem], list[Problem]]:
    """Return the findings that a policy has to grant so that ``check`` refuses nothing, and those that none can."""
    wanted: dict[Problem, None] = {}
    never: dict[Problem, None] = {}
    for _ in range(MAX_ROUNDS):
        policy = replace(given, allow=[*given.allow, *map(_exactly, wanted)])
        fresh: dict[Problem, None] = {}
        for verdict in check(policy):
            found = getattr(verdict, "problems", ())
            never.update((each, None) for each in found if not _can_be_granted(each))
            fresh.update((each, None) for each in (*found, *verdict.granted) if _can_be_granted(each))
        if fresh.keys() <= wanted.keys():
            break
        wanted.update(fresh)
    return sorted(wanted, key=_place), sorted(never, key=_place)


def text_of(wanted: Iterable[Problem], never: Iterable[Problem]) -> str:
    """Return a policy that grants what is ``wanted``, and says what ``never`` can be."""
    wanted = list(wanted)
    anywhere, of_files = _sorted_out(wanted)
    kinds = sorted({each.finding.capability.value for each in wanted})
    lines = [_HEAD, "[tool.llm-sandbox]"]
    if kinds:
        lines.append(f"# The place opens as for all files to: {', '.join(kinds)}")
    if Capability.NETWORK in kinds:
        lines.append(
            '# network = "none"  # if tests replace all that would use it; or allow = ["loopback"] and no more of it'
        )
    if anywhere:  # of a program that is no file
        lines += ["allow = [", *_items(anywhere), "]"]
    if of_files:
        lines += ["", "[tool.llm-sandbox.paths]"]
    for pattern, grants in sorted(of_files.items(), key=lambda each: (_count(each[1]), each[0])):
        lines += [f"{_quoted(pattern)} = [", *_items(grants), "]"]
    rest = [f"#   {_shown(each)}" for each in never]
    if rest:
        lines += ["", "# No policy grants these; the code has to change, or to be approved by --base:", *rest]
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> None:
    """Write a new file.

    Raises:
        UsageError: there is one already, or it cannot be written.
    """
    try:
        with os.fdopen(os.open(path, _FLAGS, 0o644), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already, and is not written over: name another file") from None
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None


def _exactly(problem: Problem) -> str:
    if problem.path.startswith("<"):
        return problem.finding.capability.value
    return f"{problem.finding.code}:{problem.path}"


def _can_be_granted(problem: Problem) -> bool:
    try:
        policy = Policy([_exactly(problem)])
    except UsageError:
        return False
    named = problem.path.encode(errors="ignore").decode() == problem.path and not {"*", "?"} & set(
        problem.path
    )
    return named and policy.grants(problem.finding, problem.path)


def _quoted(text: str) -> str:
    plain = (each if each.isprintable() and each not in '"\\' else f"\\U{ord(each):08X}" for each in text)
    return f'"{"".join(plain)}"'


def _sorted_out(
    wanted: Iterable[Problem],
) -> tuple[dict[str, list[Problem]], dict[str, dict[str, list[Problem]]]]:
    """Return what is granted to all programs, and to each pattern: the findings by capability or code."""
    anywhere: dict[str, list[Problem]] = defaultdict(list)
    of_files: dict[str, dict[str, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for each in wanted:
        if each.path.startswith("<"):
            anywhere[each.finding.capability.value].append(each)
        else:
            of_files[each.path][each.finding.code].append(each)
    return anywhere, {pattern: _few(codes) for pattern, codes in _in_folders(of_files).items()}


def _in_folders(of_files: Mapping[str, dict[str, list[Problem]]]) -> dict[str, dict[str, list[Problem]]]:
    """Move a code that many files of a folder need to that."""
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, codes in of_files.items():
        for code in codes:
            files[PurePosixPath(path).parent.as_posix(), code].append(path)
    moved: dict[str, dict[str, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for path, codes in of_files.items():
        folder = PurePosixPath(path).parent.as_posix()
        for code, found in codes.items():
            many = folder != "." and len(files[folder, code]) >= MANY_FILES
            moved[f"{folder}/*.py" if many else path][code] += found
    return moved


def _few(codes: Mapping[str, list[Problem]]) -> dict[str, list[Problem]]:
    """Write many codes of a capability as that."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for code, found in codes.items():
        kinds[found[0].finding.capability.value].append(code)
    few: dict[str, list[Problem]] = {}
    for kind, members in kinds.items():
        whole = len(members) >= MANY_CODES and _is_whole(kind)
        for code in members:
            few.setdefault(kind if whole else code, []).extend(codes[code])
    return few


def _is_whole(kind: str) -> bool:
    try:
        Policy([kind])
    except UsageError:
        return False
    return True


def _items(grants: Mapping[str, list[Problem]]) -> Iterator[str]:
    for what, found in sorted(grants.items(), key=lambda each: (len(each[1]), each[0])):
        first = found[0]
        place = f"{first.path}:{first.finding.line}"
        kind = first.finding.capability.value
        yield f'    "{what}",  # {kind}, {len(found)}: {line(place)}  {line(first.text.strip())[:60]}'.rstrip()


def _count(grants: Mapping[str, list[Problem]]) -> int:
    return sum(map(len, grants.values()))


def _place(problem: Problem) -> tuple[str, int, str]:
    return problem.path, problem.finding.line, problem.finding.code


def _shown(problem: Problem) -> str:
    return line(f"{problem.path}:{problem.finding.line}: {problem.finding.code} {problem.finding.message}")
