"""The parts of a file that hold our gate: an entry of hooks, a job, a section, a line, or all of it."""

from __future__ import annotations

import configparser
import re
import sys
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from flake8_llm_sandbox.guards.kinds import OURS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Units = dict[str, Any]  # what a part is called, and what it says

MAX_PARTS = 100_000  # of a YAML document
LINEWISE = ("*.txt", "Dockerfile*", "Makefile", "Pipfile", "justfile", "noxfile.py", "environment.yml")


class UnreadableError(ValueError):
    """A file is not in the format that its name promises."""


def units(path: str, text: str) -> Units:
    """Return the parts of a file that hold the gate, or decide whether it is called; none if it does not mention it.

    Raises:
        UnreadableError: it cannot be told.
    """
    if not OURS.search(text):
        return {}
    try:
        return _reader(path)(text)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, configparser.Error, ValueError, RecursionError) as error:
        raise UnreadableError(f"{path} cannot be read") from error


def _reader(path: str) -> Callable[[str], Units]:
    name = PurePosixPath(path).name
    if name == ".pre-commit-config.yaml":
        return _hooks
    if path.startswith(".github/workflows/"):
        return lambda text: _jobs(text, "jobs")
    if name.endswith(".gitlab-ci.yml"):
        return lambda text: _jobs(text, None)
    if name.endswith(".toml"):
        return lambda text: dict(_leaves(tomllib.loads(text), ""))
    if name in ("setup.cfg", "tox.ini", ".flake8"):
        return _sections
    return _lines if any(fnmatchcase(name, pattern) for pattern in LINEWISE) else _whole


def mentions(value: Any, seen: set[int] | None = None) -> bool:
    """Return whether data names the gate anywhere; of what is shared in it, each part is looked at once."""
    seen = set() if seen is None else seen
    if isinstance(value, str):
        return bool(OURS.search(value))
    if id(value) in seen:
        return False
    seen.add(id(value))
    parts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(mentions(part, seen) for part in parts)


def _hooks(text: str) -> Units:
    data = _yaml(text)
    repos = data.get("repos")
    if not isinstance(repos, list):
        raise UnreadableError("no list of repos")
    ours = [repo for repo in repos if mentions(repo)]
    return (
        {"what holds for all hooks": _without(data, "repos"), "the entry of the gate": ours} if ours else {}
    )


def _jobs(text: str, key: str | None) -> Units:
    """Return the jobs that call the gate, and whatever is said beside jobs."""
    data = _yaml(text)
    jobs = data.get(key) if key else {name: job for name, job in data.items() if _is_job(job)}
    if not isinstance(jobs, dict):
        raise UnreadableError("no jobs")
    rest = _without(data, key) if key else {name: job for name, job in data.items() if name not in jobs}
    ours = {f"the job {name!r}": job for name, job in jobs.items() if mentions(job)}
    return {"what holds for all jobs": rest, **ours} if ours or mentions(rest) else {}


def _is_job(value: Any) -> bool:
    return isinstance(value, dict) and "script" in value


def _without(data: dict[Any, Any], key: str) -> dict[Any, Any]:
    return {name: value for name, value in data.items() if name != key}


def _sections(text: str) -> Units:
    """Return the sections that name the gate, line by line where they are lists of many things."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=", ":"))
    parser.read_string(text)
    found = {f"[{name}] {key}": value for name in parser for key, value in parser[name].items()}
    return {name: value for name, value in found.items() if OURS.search(f"{name}\n{value}")}


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield the values of a TOML document that name the gate, or whose name does."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from _leaves(held, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and not OURS.search(path):
        yield from ((f"{path}: {part}", part) for part in value if mentions(part))
    elif OURS.search(path) or mentions(value):
        yield path, value


def _lines(text: str) -> Units:
    lines = (line.strip() for line in re.sub(r"\\\n", " ", text).splitlines())
    return {line: line for line in lines if OURS.search(line.partition("#")[0])}


def _whole(text: str) -> Units:
    return {"a file that calls the gate": text}


class _Loader(yaml.SafeLoader):
    """Reads tags that it does not know as data: `!reference [job, script]`."""


def _tagged(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [suffix, loader.construct_sequence(node, deep=True)]
    return [
        suffix,
        loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else node.value,
    ]


_Loader.add_multi_constructor("!", _tagged)


def _yaml(text: str) -> dict[Any, Any]:
    data = yaml.load(text, Loader=_Loader)
    if not isinstance(data, dict) or _size(data, {}) > MAX_PARTS:
        raise UnreadableError("no mapping")
    return data


def _size(value: Any, known: dict[int, int]) -> int:
    """Return how many parts data has if whatever is shared in it counts each time; what contains itself has no end."""
    parts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    if id(value) not in known:
        known[id(value)] = MAX_PARTS + 1  # until it is known
        known[id(value)] = 1 + sum(_size(part, known) for part in parts)
    return known[id(value)]
