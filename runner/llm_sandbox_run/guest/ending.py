"""Ends a process as the interpreter ends: what Py_FinalizeEx does and os._exit does not.

Py_FinalizeEx itself touches all that the supervisor has imported, each page of which a fork has to copy: that takes longer
than all the rest of a short run. So this does the same in the same order, but only to what the program has made; where that
does not reach all of it, or threads have to be stopped, Py_FinalizeEx does the rest.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import _thread
import _weakref
import atexit
import builtins
import gc
import os
import sys
from contextlib import suppress
from itertools import islice
from types import ModuleType
from typing import Any, Callable, Iterable, Mapping, NamedTuple, NoReturn, Sequence

from . import libc

LAST_WORDS = _signal.SIGRTMAX  # the signal to a process that is about to be killed
_CANNOT_FLUSH = 120
_INSTALLED = "-packages/"
# Of a module, whatever its own class says.
_names_of: Callable[[object], dict[str, Any]] = ModuleType.__dict__["__dict__"].__get__  # type: ignore[index]
# Finalisers that run late do not find these any more.
_GONE = ("path", "argv", "ps1", "ps2", "last_exc", "last_type", "last_value", "last_traceback", "path_hooks",
         "path_importer_cache", "meta_path")  # fmt: skip
_STREAMS = ("stdin", "stdout", "stderr")  # last in ``sys`` where a program has deleted and we put them back


class Inherited(NamedTuple):
    """What there is before any program, and stays as it is."""

    modules: Mapping[str, ModuleType]
    sys: int  # how many names it has
    builtins: int


def inherited() -> Inherited:
    """Return what there is now."""
    return Inherited({**sys.modules}, len(vars(sys)), len(vars(builtins)))


def forget_exit_handlers() -> None:
    """Drop what imported modules want to do to files of their own, which no run has; keep what ends what runs make."""
    atexit._clear()
    weakref, logging, processes = map(sys.modules.get, ("weakref", "logging", "multiprocessing.util"))
    if weakref:
        finalize = vars(weakref)["finalize"]
        finalize._registry.clear()
        finalize._registered_with_atexit = False  # the next one will
    if processes:
        atexit.register(vars(processes)["_exit_function"])
    if logging:
        atexit.register(vars(logging)["shutdown"])


def rehearse(before: Inherited) -> None:
    """Do what changes nothing of what ``leave`` does: the first time costs a fork most, and now nobody waits for it."""
    atexit._ncallbacks()
    _flush(complain=False)
    _has_foreign_code(map(sys.modules.get, _added(sys.modules, len(before.modules) - 1)))
    _take_from_sys(())
    _clear_names({"_": None}, ["_"])
    gc.collect(0)
    _is_left()
    libc.flush()
    gc.freeze()


def say_last_words(*_: object) -> None:
    """Flush what the program has printed, and die; if it is just printing, leave that to the next signal."""
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except RuntimeError:  # this interrupts a flush
        return
    except BaseException as error:  # noqa: BLE001 - the program may have put anything there
        del error
    os.kill(os.getpid(), _signal.SIGKILL)


def leave(status: int, before: Inherited) -> NoReturn:
    """End this process with this status, or the one that says that output is lost."""
    _join_threads()
    with suppress(BaseException):  # before Python 3.10 the last error comes back when it has been shown
        atexit._run_exitfuncs()
    whole = _flush(complain=True)
    made: list[Any] = [sys.modules[name] for name in _added(sys.modules, len(before.modules))]
    if not _thread._count() and not _has_foreign_code(made):
        with suppress(BaseException):  # what it could not clear is looked for below
            _clear(made, before)
        whole &= _flush(complain=False)
        if not _is_left():
            libc.flush()
            os._exit(status if whole else _CANNOT_FLUSH)
        sys.modules.update(before.modules)
        gc.unfreeze()
    libc.finalize(status if whole else _CANNOT_FLUSH)
    os._exit(status)  # not reached, as nobody can tell the type checker


def _is_left() -> bool:
    """Tell whether something is still there that has to be finalised."""
    return any(hasattr(type(each), "__del__") for each in gc.get_objects())


def _join_threads() -> None:
    threading = sys.modules.get("threading")  # to import it here would cost each fork a hook
    try:
        if threading:
            threading._shutdown()
    except BaseException as error:  # noqa: BLE001 - an interrupt
        with suppress(Exception):
            print("Exception ignored in:", threading, file=sys.stderr)
            sys.__excepthook__(type(error), error, error.__traceback__)


def _flush(complain: bool) -> bool:
    whole = True
    for name in ("stdout", "stderr"):
        stream = vars(sys).get(name)
        try:
            if stream and not getattr(stream, "closed", False):
                stream.flush()
        except BaseException as error:  # noqa: BLE001
            whole = False
            if complain and name == "stdout":
                _tell_of(error, stream)
    return whole


def _tell_of(error: BaseException, stream: object) -> None:
    with suppress(Exception):
        print(f"Exception ignored in: {stream!r}", file=sys.stderr)
        sys.__excepthook__(
            type(error), error.with_traceback(error.__traceback__ and error.__traceback__.tb_next), None
        )


def _added(namespace: dict[str, Any], former: int) -> list[str]:
    """Return the names that were added, last first, without a touch of any other, which would have to be copied."""
    return [*islice(reversed(namespace), max(0, len(namespace) - former))]


def _has_foreign_code(modules: Iterable[object]) -> bool:
    """Tell whether these are compiled packages, which may do something when the process itself exits."""
    files = (_names_of(each).get("__file__") for each in modules if issubclass(type(each), ModuleType))
    return any(isinstance(file, str) and file.endswith(".so") and _INSTALLED in file for file in files)


def _clear(made: list[Any], before: Inherited) -> None:
    young = not gc.callbacks and not any(gc.get_count()[1:])  # a full collection touches more
    if gc.isenabled():
        gc.collect(0 if young else 2)
    _take_from_sys(_GONE)
    for name in _added(sys.modules, len(before.modules)):
        del sys.modules[name]
    made.append(sys.modules.pop("__main__", None))
    modules = [_weakref.ref(each) for each in made if issubclass(type(each), ModuleType)]
    made.clear()
    gc.callbacks.clear()
    gc.collect(1 if young else 2)
    for module in filter(None, (reference() for reference in modules)):
        _clear_names(_names_of(module), [*_names_of(module)])
    _clear_names(vars(sys), [name for name in _added(vars(sys), before.sys) if name not in _STREAMS])
    _clear_names(vars(builtins), _added(vars(builtins), before.builtins))
    if modules[1:]:
        gc.collect()


def _take_from_sys(names: Iterable[str]) -> None:
    for name in names:
        if name in vars(sys):
            vars(sys)[name] = None
    for name in _STREAMS:
        vars(sys)[name] = vars(sys).get(f"__{name}__")


def _clear_names(namespace: dict[str, Any], names: Sequence[str]) -> None:
    names = [name for name in names if type(name) is str]
    private = [name for name in names if name.startswith("_") and not name.startswith("__")]
    for name in (*private, *names):
        if name != "__builtins__":
            namespace[name] = None
