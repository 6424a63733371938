"""Turns a fresh fork of the supervisor into a candidate."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from contextlib import suppress
from typing import Any, NoReturn, TextIO, cast

from . import facts, imports, libc, limits, program
from .messages import Request
from .place import Place

_FAILED = 125


def prepare(home: str) -> None:
    """Do once, in the supervisor, what every candidate would have to do: an environment, and no trace of ours."""
    os.environ.clear()
    os.environ.update(
        PATH="/usr/local/bin:/usr/bin:/bin",
        HOME=home,
        TMPDIR=home,
        USER="sandbox",
        LOGNAME="sandbox",
        LANG="C.UTF-8",
        MPLBACKEND="Agg",
        PYTHONDONTWRITEBYTECODE="1",
        PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
    )
    sys.dont_write_bytecode = True
    package = __name__.rpartition(".")[0]
    for name in [name for name in sys.modules if name == package or name.startswith(package + ".")]:
        del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "__main__"]
    gc.freeze()  # what is here by now need not be looked at, and so copied, in each fork


def run(
    request: Request, source: bytes, place: Place, streams: tuple[int, int, int], report: int
) -> NoReturn:
    """Give up everything that a candidate must not have, say so on ``report``, run the program, leave.

    ``report`` gets a JSON object with the protections in force, or with the error if the candidate cannot be run. It
    is closed before the first line of the program runs.
    """
    try:
        _settle(streams, report)
        _give_up_rights(request, place)
        _start_interpreter(request, place)
        _say(report, {"protections": facts.in_force(place, request)})
    except BaseException as error:  # noqa: BLE001 - nothing of the program may run after any failure
        _say(report, {"error": str(error) or repr(error)})
        os._exit(_FAILED)
    os.close(report)
    program.execute(request, source)


def _say(report: int, value: dict[str, Any]) -> None:
    os.write(report, json.dumps(value).encode())


def _settle(streams: tuple[int, int, int], report: int) -> None:
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for target, stream in enumerate(streams):
        os.dup2(stream, target)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) != report:
            _close(int(name))


def _close(descriptor: int) -> None:
    with suppress(OSError):  # the one that listed the folder
        os.close(descriptor)


def _give_up_rights(request: Request, place: Place) -> None:
    limits.apply(request, place)
    place.identity.drop_to()
    libc.drop_capabilities()
    libc.forbid_new_privileges()
    libc.die_with_parent(signal.SIGKILL)
    libc.set_dumpable(True)  # the change of uid took its own /proc/self away from it
    with open("/proc/self/oom_score_adj", "wb", 0) as score:
        score.write(b"1000")  # when memory runs out the kernel takes the candidate, not the supervisor
    os.umask(0o022)
    _check_readable(request.cwd, "the project")
    _check_readable(os.path.dirname(os.__file__), "the interpreter")
    os.chdir(request.cwd)


def _check_readable(folder: str, what: str) -> None:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise PermissionError(
            f"uid {os.getuid()}, as whom the code runs, may not read {what} in {folder}: let others read it and the "
            "folders above it (chmod o+rx); a project can also be given to an ordinary user"
        )


def _start_interpreter(request: Request, place: Place) -> None:
    os.environ.update(request.environment)
    sys.argv = list(request.argv)
    sys.stdin = sys.__stdin__ = _stream(0, "r", "strict")  # type: ignore[assignment, misc]
    sys.stdout = sys.__stdout__ = _stream(1, "w", "strict")  # type: ignore[assignment, misc]
    sys.stderr = sys.__stderr__ = _stream(2, "w", "backslashreplace")  # type: ignore[assignment, misc]
    folders = (place.project, *place.readable)
    imports.install(imports.Policy(folders, place.trusted, request.approved, request.refused))
    sys.path.insert(0, request.path)


def _stream(descriptor: int, mode: str, errors: str) -> TextIO:
    # By lines, so that what was printed before a time limit is not lost.
    return cast("TextIO", open(descriptor, mode, 1, encoding="utf-8", errors=errors, closefd=False))
