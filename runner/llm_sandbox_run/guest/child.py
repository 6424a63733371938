"""Turns a fresh fork of the supervisor into a candidate."""

from __future__ import annotations

import gc
import json
import marshal
import os
import signal
import sys
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn, TextIO, cast

from . import facts, imports, landlock, libc, limits, program
from .messages import Request
from .place import Place

_FAILED = 125
_NICE = 10  # so that the supervisor goes first, however many candidates want the processor


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


class Wires(NamedTuple):
    """A candidate's descriptors, and those that it loses before its program runs."""

    orders: int  # a file with the marshalled fields of the Request, and the program
    bell: int  # ends when the orders are complete
    streams: tuple[int, int, int]
    tally: int  # gets what a test runner says; see tally.py
    report: int  # gets a JSON object: the protections in force, or why the candidate cannot be run


def wait(place: Place, wires: Wires) -> NoReturn:
    """Do what can be done without a program, wait for one, give up everything that it must not have, run it, leave."""
    try:
        _settle(wires)
        rules = landlock.rules(place)
        policy = imports.install((place.project, *place.readable), place.trusted)
        os.read(wires.bell, 1)
        request, source = _take(wires.orders)
        _give_up_rights(request, place, rules)
        _start_interpreter(request, policy)
        protections = facts.in_force(place, request)
        if request.isolated and not facts.isolated(protections, place.network):
            raise PermissionError(
                "isolation is required, and this machine offers only " + ", ".join(protections)
            )
        _say(wires.report, {"protections": protections})
    except BaseException as error:  # noqa: BLE001 - nothing of the program may run after any failure
        _say(wires.report, {"error": str(error) or repr(error)})
        os._exit(_FAILED)
    for descriptor in (wires.orders, wires.bell, wires.report):
        os.close(descriptor)
    program.execute(request, source, wires.tally)


def _say(report: int, value: dict[str, Any]) -> None:
    os.write(report, json.dumps(value).encode())


def _settle(wires: Wires) -> None:
    libc.die_with_parent(signal.SIGKILL)
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for target, stream in enumerate(wires.streams):
        os.dup2(stream, target)
    keep = {0, 1, 2, wires.orders, wires.bell, wires.tally, wires.report}
    for descriptor in {*map(int, os.listdir("/proc/self/fd"))} - keep:
        with suppress(OSError):  # the one that listed the folder
            os.close(descriptor)
    sys.stdin = sys.__stdin__ = _stream(0, "r", "strict")  # type: ignore[assignment, misc]
    sys.stdout = sys.__stdout__ = _stream(1, "w", "strict")  # type: ignore[assignment, misc]
    sys.stderr = sys.__stderr__ = _stream(2, "w", "backslashreplace")  # type: ignore[assignment, misc]
    exec(compile("pass", "<rehearsal>", "exec"), {})  # noqa: S102 - the first time costs a fork most


def _take(orders: int) -> tuple[Request, bytes]:
    with open(orders, "rb", closefd=False) as file:
        file.seek(0)
        fields, source = marshal.load(file)  # EOFError: the supervisor went away without any
    return Request(**fields), source


def _give_up_rights(request: Request, place: Place, rules: int | None) -> None:
    limits.apply(request, place)
    place.identity.drop_to()
    libc.drop_capabilities()
    libc.forbid_new_privileges()
    libc.die_with_parent(signal.SIGKILL)  # a change of uid forgets it
    libc.set_dumpable(True)  # the change of uid took its own /proc/self away from it
    with open("/proc/self/oom_score_adj", "wb", 0) as score:
        score.write(b"1000")  # when memory runs out the kernel takes the candidate, not the supervisor
    os.nice(_NICE)
    os.umask(0o022)
    _check_readable(request.cwd, "the project")
    _check_readable(os.path.dirname(os.__file__), "the interpreter")
    os.chdir(request.cwd)
    if rules is not None:
        libc.landlock_restrict(rules)
        os.close(rules)
    if place.filter:
        libc.filter_system_calls(place.filter)


def _check_readable(folder: str, what: str) -> None:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise PermissionError(
            f"uid {os.getuid()}, as whom the code runs, may not read {what} in {folder}: let others read it and the "
            "folders above it (chmod o+rx); a project can also be given to an ordinary user"
        )


def _start_interpreter(request: Request, policy: imports.Policy) -> None:
    os.environ.update(request.environment)
    sys.argv = list(request.argv)
    policy.approve(request.approved, request.refused)
    sys.path.insert(0, request.path)


def _stream(descriptor: int, mode: str, errors: str) -> TextIO:
    # By lines, so that what was printed before a time limit is not lost.
    return cast("TextIO", open(descriptor, mode, 1, encoding="utf-8", errors=errors, closefd=False))
