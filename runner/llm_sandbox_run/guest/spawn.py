"""Forks a candidate and learns whether it came to life."""

from __future__ import annotations

import json
import os
import select
from typing import Any, NamedTuple

from . import child, reap
from .messages import Request
from .place import Place

_SETUP_SECONDS = 10.0


class Child(NamedTuple):
    """A candidate and our ends of its pipes."""

    pid: int
    stdin: int | None
    stdout: int
    stderr: int
    protections: list[str]


class SpawnError(Exception):
    """The candidate could not be set up; none of its code ran."""


def spawn(request: Request, source: bytes, place: Place) -> Child:
    """Start the candidate.

    Raises:
        SpawnError: it could not be set up.
        OSError: no more processes or descriptors.
    """
    stdin, feed = os.pipe() if request.stdin else (os.open("/dev/null", os.O_RDONLY), None)
    stdout, child_stdout = os.pipe()
    stderr, child_stderr = os.pipe()
    report, child_report = os.pipe()
    pid = os.fork()
    if pid == 0:
        child.run(request, source, place, (stdin, child_stdout, child_stderr), child_report)
    for end in (stdin, child_stdout, child_stderr, child_report):
        os.close(end)
    said = _hear(report)
    if "error" in said:
        reap.end_all(place.identity)
        for end in (stdout, stderr) + ((feed,) if feed is not None else ()):
            os.close(end)
        raise SpawnError(said["error"])
    return Child(pid, feed, stdout, stderr, said["protections"])


def _hear(report: int) -> dict[str, Any]:
    text = b""
    while select.select([report], [], [], _SETUP_SECONDS)[0]:
        data = os.read(report, 65536)
        if not data:
            break
        text += data
    os.close(report)
    try:
        return dict(json.loads(text))
    except ValueError:
        return {"error": "the process that was to run the code died or hung while it was set up"}
