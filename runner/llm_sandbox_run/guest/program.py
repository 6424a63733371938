"""Runs a program as the interpreter would, down to how it ends."""

from __future__ import annotations

import builtins
import fcntl
import io
import linecache
import os
import resource
import runpy
import sys
import traceback
from contextlib import suppress
from importlib.machinery import BuiltinImporter, SourceFileLoader
from types import ModuleType
from typing import NoReturn

from . import ending, steps
from .channel import Channel
from .displays import Displays
from .imports import Policy, UnapprovedError
from .messages import Request
from .tally import RUNNERS
from .trace import without_our_frames

_UNAPPROVED = 126  # as if the gate had refused it
_MISSING = object()
_HINT = ". Did you mean: "


def execute(
    request: Request,
    source: bytes,
    line: int,
    inherited: ending.Inherited,
    policy: Policy,
    displays: Displays,
) -> NoReturn:
    """Run the program to its end, then leave the process with its exit status.

    ``line`` gets what a test runner tells of its tests, or else messages; see channel.py.
    """
    line = line if request.session else _out_of_the_way(line)
    ending.leave(_status(request, source, line, policy, displays), inherited)


def _out_of_the_way(line: int) -> int:
    """Have the highest number for it: a program's first file is 3."""
    last = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 1
    moved = fcntl.fcntl(line, fcntl.F_DUPFD_CLOEXEC, last)
    os.close(line)
    return moved


def _status(request: Request, source: bytes, line: int, policy: Policy, displays: Displays) -> int:
    raised: BaseException | None = None
    code: object = None
    try:
        if request.session:
            steps.serve(line, policy, displays)
        else:
            _run(request, source, line, displays)
    except SystemExit as stop:
        code = stop.code
    except BaseException as error:  # noqa: BLE001 - as the interpreter does
        raised = error
    if raised is None:
        return _exit_status(code)
    # Out here no exception is handled any more, of which another would be a consequence.
    return _show(raised.with_traceback(without_our_frames(raised.__traceback__)))


def _run(request: Request, source: bytes, line: int, displays: Displays) -> None:
    module = sys.modules["__main__"] = ModuleType("__main__")
    module.__dict__.update(__annotations__={}, __builtins__=builtins)
    if request.module in RUNNERS:
        RUNNERS[request.module](line, (request.path, *request.roots))
    if request.displays:
        displays.begin(Channel(line).tell)
    else:
        os.close(line)
    if request.module:
        runpy._run_module_as_main(request.module)  # type: ignore[attr-defined]
        return
    name = request.filename
    lines = source.decode("utf-8", "replace").splitlines(True)
    # Tracebacks then show what runs, not what is on the disk by then.
    linecache.cache[name] = (len(source), None, lines, name)
    code = compile(source, name, "exec", dont_inherit=True)
    if name.startswith("<"):
        module.__loader__ = BuiltinImporter
    else:
        module.__file__, module.__cached__ = name, None  # type: ignore[attr-defined]
        module.__loader__ = SourceFileLoader("__main__", name)
    exec(code, module.__dict__)  # noqa: S102 - what all of this is for


def _exit_status(code: object) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF if abs(code) < 1 << 63 else 0xFF
    with suppress(Exception):
        sys.stdout.flush()
    with suppress(Exception):
        _complain(str(code))
    _complain("\n")
    return 1


def _complain(text: str) -> None:
    """Write to standard error, wherever the program has put it."""
    with suppress(Exception):
        if vars(sys).get("stderr") is None:
            os.write(2, text.encode(errors="backslashreplace"))
        else:
            sys.stderr.write(text)


def _show(error: BaseException) -> int:
    """Print the error as the program wants it; return the exit status."""
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    if sys.version_info >= (3, 12):
        sys.last_exc = error
    hook = vars(sys).get("excepthook", _MISSING)
    if hook is _MISSING:
        _complain("sys.excepthook is missing\n")
    try:
        if hook in (_MISSING, sys.__excepthook__):
            # It would read source from the disk; the module asks linecache, which knows what runs.
            _print(error)
        else:
            hook(type(error), error, error.__traceback__)
    except SystemExit as stop:
        return _exit_status(stop.code)
    except BaseException as another:  # noqa: BLE001
        _complain("Error in sys.excepthook:\n")
        _print(another.with_traceback(without_our_frames(another.__traceback__)))
        _complain("\nOriginal exception was:\n")
        _print(error)
    if isinstance(error, UnapprovedError):
        return _UNAPPROVED
    return 130 if isinstance(error, KeyboardInterrupt) else 1


def _print(error: BaseException) -> None:
    if vars(sys).get("stderr") is None:
        return  # as the interpreter does
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    _complain(text if sys.version_info >= (3, 12) else _with_hints(error, text))


def _with_hints(error: BaseException, text: str) -> str:
    """Return a traceback with the guesses of what was meant, which only the interpreter makes here, not the module."""
    theirs, sys.stderr = sys.stderr, io.StringIO()
    try:
        sys.__excepthook__(type(error), error, error.__traceback__)
        full = sys.stderr.getvalue()
    finally:
        sys.stderr = theirs
    hinted = {line.partition(_HINT)[0]: line for line in full.splitlines(True) if _HINT in line}
    return "".join(hinted.get(line.rstrip("\n"), line) for line in text.splitlines(True))
