"""Turns a fresh fork of the supervisor into a candidate."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import fcntl
import gc
import marshal
import os
import signal
import sys
import time
from importlib.util import find_spec
from typing import Any, NamedTuple, NoReturn, Sequence, TextIO, cast

from . import (
    displays,
    ending,
    facts,
    given,
    imports,
    interpreter,
    landlock,
    libc,
    limits,
    packages,
    preload,
    program,
)
from .messages import Request
from .place import CPU_COUNT, Place

PACKET = 65536
_LINE = 3  # descriptor
_FAILED = 125
_NICE = 10  # so that the supervisor goes first, however many candidates want the processor


class Shared(NamedTuple):
    """What the supervisor has made once for all candidates, since the first use of anything costs each fork."""

    policy: imports.Policy
    readable: Sequence[str]  # what the interpreter consists of
    complaint: str  # why there can be none
    inherited: ending.Inherited
    displays: displays.Displays


def prepare(place: Place, modules: list[str]) -> Shared:
    """Import ``modules``, make what candidates will find in this process, and leave no trace of ours."""
    closed = (place.project, *place.readable)
    readable = () if place.container else interpreter.files(closed)
    packages.provide(closed)
    trusted = imports.folders_of_interpreter(place.project, place.scratch.folders)
    os.environ.update(place.environment)  # libraries look at once
    complaint = preload.load(modules, trusted)
    _set_environment(place)
    _count_processors(int(place.environment[CPU_COUNT]))
    _filter_system_calls(place)
    sys.dont_write_bytecode = True
    _open_streams()
    policy = imports.install((*closed, *place.scratch.folders), trusted)
    pictures = displays.Displays()
    pictures.install()
    ending.forget_exit_handlers()
    package = __name__.rpartition(".")[0]
    for name in [name for name in sys.modules if name == package or name.startswith(package + ".")]:
        del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "__main__"]
    shared = Shared(policy, readable, complaint, ending.inherited(), pictures)
    gc.collect()
    gc.freeze()  # what is here by now need not be looked at, and so copied, in each fork
    return shared


def _set_environment(place: Place) -> None:
    os.environ.clear()
    os.environ.update(
        {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": place.home,
            "TMPDIR": place.home,
            "USER": "sandbox",
            "LOGNAME": "sandbox",
            "LANG": "C.UTF-8",
            "MPLBACKEND": "Agg",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            **place.environment,
        }
    )
    time.tzset()


def _count_processors(most: int) -> None:
    """Have pools be as large as there is room for, and not as the machine."""
    for name in ("cpu_count", "process_cpu_count"):  # the second from Python 3.13 on
        if hasattr(os, name):
            setattr(os, name, lambda: most)


def _filter_system_calls(place: Place) -> None:
    # Here, since to load a filter takes long, and each fork has that of its parent: no candidate can be without.
    libc.forbid_new_privileges()
    if place.filter:
        libc.filter_system_calls(place.filter)


def _open_streams() -> None:
    # Over pipes, as the candidate's will be: what a stream is asked at first it remembers.
    read, write = os.pipe()
    own = [os.dup(descriptor) for descriptor in range(3)]
    for descriptor, end in enumerate((read, write, write)):
        os.dup2(end, descriptor)
    sys.stdin = sys.__stdin__ = _stream(0, "r", "surrogateescape")  # type: ignore[assignment, misc]
    sys.stdout = sys.__stdout__ = _stream(1, "w", "surrogateescape")  # type: ignore[assignment, misc]
    sys.stderr = sys.__stderr__ = _stream(2, "w", "backslashreplace", 1)  # type: ignore[assignment, misc]
    for stream, name in ((sys.stdin, "<stdin>"), (sys.stdout, "<stdout>"), (sys.stderr, "<stderr>")):
        stream.buffer.raw.name = name  # type: ignore[attr-defined]
    for descriptor, former in enumerate(own):
        os.dup2(former, descriptor)
    for descriptor in (read, write, *own):
        os.close(descriptor)


def _stream(descriptor: int, mode: str, errors: str, buffering: int = -1) -> TextIO:
    return cast("TextIO", open(descriptor, mode, buffering, encoding="utf-8", errors=errors, closefd=False))


def wait(place: Place, shared: Shared, *descriptors: int) -> NoReturn:
    """Do what can be done without a program, wait for one, give up everything that it must not have, run it, leave.

    The ``descriptors`` are those of the standard streams, and the line: a socket to the supervisor, for packets. It brings
    the fields of the Request and the program, marshalled, up to its end. It takes a marshalled dict with the protections in
    force, or why the candidate cannot be run, and then what a test runner says; see tally.py.
    """
    try:
        _settle(descriptors)
        preload.draw_anew()
        ending.rehearse(shared.inherited)
        parent = os.getppid()
        rules = landlock.rules(place, shared.readable)
        orders = _hear()
        if not orders:
            os._exit(0)  # the supervisor has gone
        request, source = _understand(orders)
        _give_up_rights(request, place, rules)
        if os.getppid() != parent:
            os._exit(0)  # it could not be told to end us when it died
        given.write(request.files)
        _start_interpreter(request, shared.policy)
        _check_module(request.module)
        protections = facts.in_force(place, request)
        if request.isolated and not facts.isolated(protections, place.network):
            raise PermissionError(
                "isolation is required, and this machine offers only " + ", ".join(protections)
            )
        _say({"protections": protections, "unmet": facts.unmet(place)})
    except BaseException as error:  # noqa: BLE001 - nothing of the program may run after any failure
        _say({"error": str(error) or repr(error)})
        os._exit(_FAILED)
    program.execute(request, source, _LINE, shared.inherited, shared.policy, shared.displays)


def _hear() -> bytes:
    pieces = []
    while piece := os.read(_LINE, PACKET):
        pieces.append(piece)
    return b"".join(pieces)


def _say(value: dict[str, Any]) -> None:
    os.write(_LINE, marshal.dumps(value)[:PACKET])


def _understand(orders: bytes) -> tuple[Request, bytes]:
    fields, source = marshal.loads(orders)
    request = Request.__new__(Request)
    vars(request).update(fields)  # the supervisor has looked at them
    return request, source


def _settle(descriptors: Sequence[int]) -> None:
    os.nice(_NICE)
    os.setsid()
    # Not by the module ``signal``, which turns every number into a member of an enumeration.
    _signal.set_wakeup_fd(-1)
    _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)
    _signal.signal(_signal.SIGINT, _signal.default_int_handler)
    _signal.signal(ending.LAST_WORDS, ending.say_last_words)
    _take(descriptors)
    exec(compile("pass", "<rehearsal>", "exec"), {})  # noqa: S102 - the first time costs a fork most


def _take(descriptors: Sequence[int]) -> None:
    """Have these as 0 and up, and no others."""
    above = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, len(descriptors)) for descriptor in descriptors]
    for target, descriptor in enumerate(above):
        os.dup2(descriptor, target, inheritable=target <= 2)
    libc.close_from(len(descriptors))


def _give_up_rights(request: Request, place: Place, rules: landlock.Rules | None) -> None:
    limits.apply(request, place)
    place.identity.drop_to()
    libc.drop_capabilities()
    libc.die_with_parent(signal.SIGKILL)  # after the change of uid, which forgets it
    libc.set_dumpable(True)  # the change of uid took its own /proc/self away from it
    score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    os.write(score, b"1000")  # when memory runs out the kernel takes the candidate, not the supervisor
    os.close(score)
    os.umask(0o022)
    _check_readable(request.cwd, "the project")
    _check_readable(os.path.dirname(os.__file__), "the interpreter")
    os.chdir(request.cwd)
    if rules:
        rules.put_in_force(place.project, not place.read_only)


def _check_readable(folder: str, what: str) -> None:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise PermissionError(
            f"uid {os.getuid()}, as whom the code runs, may not read {what} in {folder}: let others read it and the "
            "folders above it (chmod o+rx); a project can also be given to an ordinary user"
        )


def _check_module(name: str) -> None:
    top = name.partition(".")[0]
    if top and not find_spec(top):
        raise ModuleNotFoundError(
            f"the Python of the sandbox, {sys.version.split()[0]}, has no module {top}: choose an image that has it "
            f"(FROM ..., RUN pip install {top}), or with --backend subprocess install it beside this tool"
        )


def _start_interpreter(request: Request, policy: imports.Policy) -> None:
    for name, value in request.environment.items():  # ``update`` would ask what kind of mapping it has got
        os.environ[name] = value
    if request.stream and not request.session:
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.argv = list(request.argv)
    policy.approve(request.approved, request.refused, request.examples)
    sys.path[:0] = [request.path, *request.roots]
