"""Who may do what at the same time on a project.

No engine resolves paths in it while a program runs that could change them; and no two reviews of runs overlap, each of which
would judge without what the other is about to do.
"""

from __future__ import annotations

import fcntl
import os
import re
import stat
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run import waits
from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.project.folder import identity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHARED = "/tmp"  # on which all processes of a user agree, whatever their environment says
_COURTESY_SECONDS = 10.0  # for which a run lets others go first: it may be a part of what they wait for
_PAUSE_SECONDS = 0.005


@contextmanager
def while_running(root: Path) -> Iterator[None]:
    """Have a program run that writes to the project itself; it waits while somebody is mounting.

    Raises:
        SandboxError: nobody can be told.
    """
    with _locked("turnstile", root) as turnstile:
        _let_others_pass(turnstile)
    with _locked("turns", root, fcntl.LOCK_SH):
        yield


@contextmanager
def while_nothing_runs(root: Path) -> Iterator[None]:
    """Have no program run that writes to the project itself.

    It could exchange folders while the engine mounts what lies in them, or while somebody writes to them.

    To be taken before ``while_merging``, which reviews of such programs wait for.

    Raises:
        SandboxError: nobody can tell whether one does.
    """
    with ExitStack() as turnstile:  # which new runs do not pass while somebody waits for those that go on
        turnstile.enter_context(_locked("turnstile", root, fcntl.LOCK_EX))
        with _locked("turns", root, fcntl.LOCK_EX):
            turnstile.close()
            yield


@contextmanager
def while_merging(root: Path) -> Iterator[None]:
    """Judge what a run has written, and make it part of the project or take it away, when nobody else does."""
    with _locked("merges", root, fcntl.LOCK_EX):
        yield


def _let_others_pass(turnstile: int) -> None:
    if not _gets(turnstile, fcntl.LOCK_SH):
        deadline = time.monotonic() + _COURTESY_SECONDS
        with waits.told(lambda: _holders(turnstile)):
            while not _gets(turnstile, fcntl.LOCK_SH) and time.monotonic() < deadline:
                time.sleep(_PAUSE_SECONDS)


@contextmanager
def _locked(kind: str, root: Path, how: int = fcntl.LOCK_UN) -> Iterator[int]:
    handle = lock_file(kind, root)
    try:
        _take(handle, how)
        os.utime(handle)  # for those who wait to say since when
        yield handle
    finally:
        os.close(handle)


def _take(handle: int, how: int) -> None:
    if not _gets(handle, how):
        with waits.told(lambda: _holders(handle)):
            fcntl.flock(handle, how)


def _gets(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holders(handle: int) -> str:
    status = os.fstat(handle)
    found = re.findall(rf"FLOCK +\w+ +\w+ +(\d+) +\w+:\w+:{status.st_ino} ", _locks().replace("-> FLOCK", ""))
    whom = f"process {', '.join(sorted(set(found), key=int))}" if found else "another process"
    return f"{whom}, at work on this project since {waits.clock(status.st_mtime)}"


def _locks() -> str:
    try:
        return Path("/proc/locks").read_text()
    except OSError:
        return ""


def lock_file(kind: str, root: Path) -> int:
    """Open the lock of a project, known by what it is: names can differ. Return its descriptor.

    Raises:
        SandboxError: there can be none.
    """
    try:
        return _open(kind, root)
    except OSError as error:
        raise SandboxError(
            f"no lock can be had below {_SHARED}, without which programs and mounts could meet on the project: {error}"
        ) from None


def _open(kind: str, root: Path) -> int:
    path = f"{_SHARED}/llm-sandbox-{os.geteuid()}"
    with suppress(FileExistsError):
        os.mkdir(path, 0o700)
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        status = os.fstat(folder)
        if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o077:
            raise PermissionError(f"{path} is not yours alone")
        device, inode = identity_of(root)
        return os.open(
            f"{kind}-{device}-{inode}", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600, dir_fd=folder
        )
    finally:
        os.close(folder)
