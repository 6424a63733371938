"""Runs a program as the interpreter would, down to how it ends."""

from __future__ import annotations

import builtins
import linecache
import os
import runpy
import sys
import traceback
from contextlib import suppress
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
    ending.leave(_status(request, source, line, policy, displays), inherited)


def _status(request: Request, source: bytes, line: int, policy: Policy, displays: Displays) -> int:
    try:
        if request.session:
            steps.serve(line, policy, displays)
        else:
            _run(request, source, line, displays)
    except SystemExit as stop:
        return _exit_status(stop.code)
    except BaseException as error:  # noqa: BLE001 - as the interpreter does
        return _show(error.with_traceback(without_our_frames(error.__traceback__)))
    return 0


def _run(request: Request, source: bytes, line: int, displays: Displays) -> None:
    module = sys.modules["__main__"] = ModuleType("__main__")
    module.__dict__.update(__builtins__=builtins)
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
    if not name.startswith("<"):
        module.__file__ = name
    exec(code, module.__dict__)  # noqa: S102 - what all of this is for


def _exit_status(code: object) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF if abs(code) < 1 << 63 else 0xFF
    with suppress(Exception):
        sys.stdout.flush()
    with suppress(Exception):
        print(code, file=sys.stderr)
    return 1


def _show(error: BaseException) -> int:
    """Print the error as the program wants it; return the exit status."""
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    if sys.version_info >= (3, 12):
        sys.last_exc = error
    # The built-in hook reads source from the disk; the module asks linecache, which knows what runs.
    show = traceback.print_exception if sys.excepthook is sys.__excepthook__ else sys.excepthook
    try:
        show(type(error), error, error.__traceback__)
    except SystemExit as stop:
        return _exit_status(stop.code)
    except BaseException as another:  # noqa: BLE001
        with suppress(Exception):  # standard error may have gone
            for what, each in (("Error in sys.excepthook", another), ("\nOriginal exception was", error)):
                print(f"{what}:", file=sys.stderr)
                traceback.print_exception(type(each), each, without_our_frames(each.__traceback__))
    if isinstance(error, UnapprovedError):
        return _UNAPPROVED
    return 130 if isinstance(error, KeyboardInterrupt) else 1
