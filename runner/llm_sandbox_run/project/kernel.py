"""What the kernel knows of files, and Python has no name for."""

from __future__ import annotations

import errno
import os
import struct
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

_AT_FDCWD, _AT_SYMLINK_NOFOLLOW, _STATX_BTIME, _STATX_BYTES = -100, 0x100, 0x800, 256
_BIRTH = struct.Struct("=I76xqI")  # what is known at all; then seconds and nanoseconds: statx(2)
_RENAME_NOREPLACE = 1


def born_ns(path: str) -> int | None:
    """Return when a file was made, which no program can set, in ns since the epoch; None where nobody knows."""
    from ctypes import create_string_buffer

    buffer = create_string_buffer(_STATX_BYTES)
    try:
        done = _libc().statx(_AT_FDCWD, os.fsencode(path), _AT_SYMLINK_NOFOLLOW, _STATX_BTIME, buffer)
    except AttributeError:
        return None
    known, seconds, rest = _BIRTH.unpack_from(buffer.raw)
    return int(seconds * 10**9 + rest) if not done and known & _STATX_BTIME else None


def rename_to_free(name: str, new: str, folder: int, new_folder: int) -> None:
    """Rename what is in one open folder to a name in another one that nothing has yet.

    Raises:
        FileExistsError: something has it.
        OSError: it cannot be renamed.
    """
    number = _rename(os.fsencode(name), os.fsencode(new), folder, new_folder)
    if not number:
        return
    if number not in (errno.EINVAL, errno.ENOSYS):  # some file systems cannot promise it
        raise OSError(number, os.strerror(number), name)
    try:
        os.stat(new, dir_fd=new_folder, follow_symlinks=False)
    except FileNotFoundError:
        os.rename(name, new, src_dir_fd=folder, dst_dir_fd=new_folder)
        return
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new)


def _rename(name: bytes, new: bytes, folder: int, new_folder: int) -> int:
    """Return the number of the error; 0 if there is none."""
    from ctypes import get_errno

    try:
        failed = _libc().renameat2(folder, name, new_folder, new, _RENAME_NOREPLACE)
    except AttributeError:
        return errno.ENOSYS
    return get_errno() if failed else 0


@lru_cache(maxsize=1)
def _libc() -> ctypes.CDLL:
    from ctypes import CDLL  # which takes longer to load than most runs have use for

    return CDLL(None, use_errno=True)
