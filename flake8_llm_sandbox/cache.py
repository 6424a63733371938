"""Verdicts of earlier checks, so that a file that has not changed costs a hash.

An entry is named by all that a verdict depends on: the text, the analysis' own files, and the version of Python.
Whoever can write an entry decides what is clean, so the folder has to be out of reach of the code under check.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.files import is_notebook
from flake8_llm_sandbox.findings import Capability, Finding, Severity
from flake8_llm_sandbox.models import SHIPPED

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from flake8_llm_sandbox.changed.across import Member
    from flake8_llm_sandbox.deadline import Deadline
    from flake8_llm_sandbox.models import Models
    from flake8_llm_sandbox.place import Place

NAME = "flake8-llm-sandbox"
MAX_BYTES = 128 << 20  # of the folder, about
MAX_ENTRY_BYTES = 1 << 20
_BLOCK_BYTES = 4096  # what the disk takes for most entries
_SEAL_BYTES = hashlib.sha256().digest_size
BEYOND = frozenset(
    "agents changed command fixes formats guards history notebooks statements".split()
)  # packages that the analysis does without
_UNSTABLE = "LLS902"  # may be a lack of memory, and may name the file; another time it may go well


def folder(within_reach: Iterable[Path]) -> Path | None:
    """Return the folder of verdicts, made if need be; None where there is none that can be trusted.

    ``within_reach`` are folders, and files in folders, that the code under check may have written, or came with. The
    folder is not to be trusted if it lies in one of them or in any git work tree, if it is a link, or if others may
    write to it.
    """
    if os.name != "posix":
        return None
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
        if not base.is_absolute():
            return None
        place = base.resolve() / NAME
        place.parent.mkdir(exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        safe = _is_ours(place.lstat(), stat.S_IFDIR) and not _is_below(place, within_reach)
    except (OSError, RuntimeError, ValueError):  # no home, or nowhere to write
        return None
    return place if safe else None


def verdict(
    source: bytes,
    filename: str,
    place: Path | None,
    tree: ast.Module | None = None,
    *,
    at: Place | None = None,
    deadline: Deadline | None = None,
    models: Models = SHIPPED,
) -> tuple[Finding, ...]:
    """Return what ``flake8_llm_sandbox.analyze`` says about ``source``, from the folder ``place`` if it is there.

    ``at`` is where the file lies in its repository, if that is known; ``models`` what is known of packages.

    Raises:
        OutOfTime: it is not, and ``deadline`` has passed.
    """
    key = _key(source, at, models) if place and not is_notebook(filename) else None
    known = _recall(place, key) if place and key else None
    if known is not None:
        return known
    from flake8_llm_sandbox.engine import analyze as afresh  # most of the start-up time

    findings = afresh(source, filename, tree, place=at, deadline=deadline, models=models)
    if place and key and not any(each.code == _UNSTABLE for each in findings):
        with suppress(OSError):
            _write(place, key, list(map(_row, findings)))
    return findings


def crossings(
    members: Sequence[Member], place: Path | None, deadline: Deadline | None = None
) -> list[tuple[str, Finding]]:
    """Return what ``changed.across.crossings`` says, from the folder ``place`` if the same was asked before.

    Raises:
        OutOfTime: it was not, and ``deadline`` has passed.
    """

    def look() -> list[tuple[str, Finding]]:
        from flake8_llm_sandbox.changed.across import crossings as afresh

        return afresh(members, deadline)

    key = _key_of(members) if place and any(each.fresh for each in members) else None
    return _of_many(place, key, look)


def together(
    sources: Mapping[str, bytes],
    place: Path | None,
    *,
    deadline: Deadline | None = None,
    models: Models = SHIPPED,
) -> dict[str, tuple[Finding, ...]]:
    """Return what ``analyze_together`` says about ``sources``, from the folder ``place`` if it is there.

    Raises:
        OutOfTime: it is not, and ``deadline`` has passed.
    """

    def look() -> list[tuple[str, Finding]]:
        from flake8_llm_sandbox.together import analyze_together as afresh

        found = afresh(sources, deadline, models)
        return [(path, each) for path, findings in found.items() for each in findings]

    if not sources:
        return {}
    texts = (f"{path!a} {hashlib.sha256(source).hexdigest()}\n" for path, source in sources.items())
    key = _key(b"together\0" + "".join(texts).encode(), models=models) if place else None
    findings: dict[str, list[Finding]] = {path: [] for path in sources}
    for path, each in _of_many(place, key, look):
        findings[path].append(each)
    return {path: tuple(found) for path, found in findings.items()}


def _of_many(
    place: Path | None, key: str | None, look: Callable[[], list[tuple[str, Finding]]]
) -> list[tuple[str, Finding]]:
    """Return findings in several files from the folder ``place``, or else look, and keep them there."""
    known = _read(place, key) if place and key else None
    if known is not None:
        return [(path, _finding(row)) for path, *row in known]
    found = look()
    if place and key and not any(each.code == _UNSTABLE for _, each in found):
        with suppress(OSError):
            _write(place, key, [[path, *_row(each)] for path, each in found])
    return found


def empty(place: Path) -> None:
    """Drop all verdicts."""
    with suppress(OSError):
        place.chmod(0o700)
        _keep(place, 0)


def _is_ours(status: os.stat_result, kind: int) -> bool:
    return (
        stat.S_IFMT(status.st_mode) == kind
        and status.st_uid == os.geteuid()
        and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


def _is_below(place: Path, paths: Iterable[Path]) -> bool:
    above = [place, *place.parents]
    if any((each / ".git").exists() for each in above):  # it may have been committed
        return True
    folders = [path if path.is_dir() else path.parent for path in paths]
    return any(
        each.samefile(folder) for each in above for folder in folders
    )  # sees through links and bind mounts


def _key(source: bytes, at: Place | None = None, models: Models = SHIPPED) -> str | None:
    where = ascii(at and (at.path, *sorted(at.packages))).encode()
    try:
        return hashlib.sha256(_fingerprint(BEYOND) + models.digest + where + source).hexdigest()
    except OSError:
        return None


def _key_of(members: Iterable[Member]) -> str | None:
    try:
        digest = hashlib.sha256(_fingerprint(frozenset()))
    except OSError:
        return None
    for each in members:
        told = [each.path, sorted(each.fresh), [_row(finding) for finding in each.accepted]]
        digest.update(json.dumps(told).encode() + hashlib.sha256(each.source).digest())
    return digest.hexdigest()


@cache
def _fingerprint(beyond: frozenset[str]) -> bytes:
    """Return what stands for the analysis itself, but for packages ``beyond`` it.

    Raises:
        OSError: its files cannot be read: it is in a zip, or without its sources.
    """
    digest = hashlib.sha256(sys.version.encode())
    root = Path(__file__).parent
    folders = (folder for folder in root.iterdir() if folder.is_dir() and folder.name not in beyond)
    inside = (path for folder in folders for path in folder.rglob("*"))
    files = sorted(path for path in (*root.iterdir(), *inside) if path.suffix in (".py", ".txt"))
    if not files:
        raise FileNotFoundError(__file__)
    for path in files:
        text = path.read_bytes()
        digest.update(b"%a %d\n" % (str(path), len(text)) + text)
    return digest.digest()


def _recall(place: Path, key: str) -> tuple[Finding, ...] | None:
    rows = _read(place, key)
    return None if rows is None else tuple(map(_finding, rows))


def _finding(row: Sequence[Any]) -> Finding:
    line, column, code, message, severity = row
    return Finding(line, column, code, message, Capability.of(code), Severity(severity))


def _row(finding: Finding) -> list[Any]:
    return [finding.line, finding.column, finding.code, finding.message, finding.severity]


def _read(place: Path, key: str) -> list[Any] | None:
    try:
        with open(place / key, "rb", opener=_open_plain) as file:
            ours = _is_ours(os.fstat(file.fileno()), stat.S_IFREG)
            entry = file.read(MAX_ENTRY_BYTES + 1) if ours else b""
    except OSError:
        return None
    seal, body = entry[:_SEAL_BYTES], entry[_SEAL_BYTES:]
    if seal != _seal(key, body):
        return None
    return list(json.loads(body))


def _open_plain(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _seal(key: str, body: bytes) -> bytes:
    """Return what shows that an entry is whole and under its own name; it keeps no forger out, the folder does."""
    return hashlib.sha256(key.encode() + body).digest()


def _write(place: Path, key: str, rows: list[Any]) -> None:
    from tempfile import NamedTemporaryFile

    body = json.dumps(rows)
    entry = _seal(key, body.encode()) + body.encode()
    if len(entry) > MAX_ENTRY_BYTES:
        return
    with NamedTemporaryFile(dir=place, delete=False) as file:  # mode 0600
        try:
            file.write(entry)
            file.flush()
            Path(file.name).replace(place / key)
        except OSError:
            Path(file.name).unlink()
            raise
    if key.startswith("00"):  # now and then: one in 256
        _keep(place, MAX_BYTES)


def _keep(place: Path, max_bytes: int) -> None:
    """Remove all but the newest entries."""
    with os.scandir(place) as entries:
        statuses = [(each.stat(follow_symlinks=False), each.path) for each in entries]
    size = 0
    for status, path in sorted(statuses, key=lambda each: each[0].st_mtime_ns, reverse=True):
        size += max(status.st_size, _BLOCK_BYTES)
        if size > max_bytes:
            with suppress(OSError):  # somebody else was faster, or it is no entry
                Path(path).unlink()
