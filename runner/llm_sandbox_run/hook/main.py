"""The command ``llm-sandbox-run hook``: a tool call on standard input, the answer on standard output.

A child does the work, so that whatever becomes of it - an error, a crash, too much memory, too little time - is a denial.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from typing import TYPE_CHECKING

from llm_sandbox_run.hook.answers import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llm_sandbox_run.hook.decide import Settings

MAX_BYTES = 1 << 20
_MEMORY_BYTES = 2 << 30
_PATIENCE = 4  # times the limit of processor time, until an answer has to be there
_MARK = b"done"  # at the end of what the child says


def main(arguments: Sequence[str]) -> int:
    """Answer one tool call; return the exit code, which is 0 or 2."""
    began = time.monotonic()
    try:
        settings = _settings(arguments)
        return 0 if settings is None else _answer(settings, began)
    except BaseException as error:  # noqa: BLE001 - any other exit code would let the call through
        if isinstance(error, SystemExit) and error.code == 0:
            return 0
        return _failed(f"{type(error).__name__}: {error}")


def _settings(arguments: Sequence[str]) -> Settings | None:
    """Return what a person has said; None if it was answered at once."""
    if not arguments:
        from llm_sandbox_run.hook.decide import Settings

        return Settings()
    from llm_sandbox_run.hook import options

    given = options.parse(arguments)
    if not given.agent:
        return options.settings(given)
    from llm_sandbox_run.hook import install

    where, settings = install.snippet(given.agent, arguments)
    print(where, file=sys.stderr, flush=True)
    print(settings)
    return None


def _answer(settings: Settings, began: float) -> int:
    text = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        return _failed(f"the call is over {MAX_BYTES >> 20} MiB")
    said = _of_child(text, settings, began)
    if said is None:
        return _failed(
            f"it took more than {settings.seconds:g} seconds to judge, or more memory than there is; try again, since what was "
            "judged is remembered, do less in one call, or run it with llm-sandbox-run"
        )
    code, out, error = said
    sys.stderr.write(error)
    sys.stdout.write(out)
    sys.stdout.flush()
    return int(code)


def _of_child(text: bytes, settings: Settings, began: float) -> list[str] | None:
    """Return exit code, output and errors; None if there is no answer in time.

    The kernel ends a child that has computed for too long. On a busy machine the rest of its time is for others.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _work(text, settings, writing)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        said = b""
        while (left := began + _PATIENCE * settings.seconds - time.monotonic()) > 0:
            if not select.select([pipe], [], [], left)[0]:
                break
            piece = pipe.read(1 << 16)
            if not piece:
                break
            said += piece
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if not said.endswith(_MARK):
        return None
    return said[: -len(_MARK)].decode("utf-8", "surrogatepass").split("\0")


def _work(text: bytes, settings: Settings, writing: int) -> None:
    import resource

    from llm_sandbox_run.hook.decide import Said, decide

    try:
        signal.setitimer(signal.ITIMER_PROF, settings.seconds)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        said = decide(text, settings)
    except BaseException as error:  # noqa: BLE001 - it has to be said
        said = Said(error=_failure(f"{type(error).__name__} in the judgement"), code=BLOCKS)
    with contextlib.suppress(BaseException), os.fdopen(writing, "wb") as pipe:
        parts = (str(said.code), said.out.replace("\0", ""), said.error.replace("\0", ""))
        pipe.write("\0".join(parts).encode("utf-8", "backslashreplace") + _MARK)
    os._exit(0)


def _failed(reason: str) -> int:
    with contextlib.suppress(Exception):
        sys.stderr.write(_failure(reason))
        sys.stderr.flush()
    return BLOCKS


def _failure(reason: str) -> str:
    return f"llm-sandbox-run hook: not done: {reason}\n"
