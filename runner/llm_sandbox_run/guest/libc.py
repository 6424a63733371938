"""The few system calls that Python has no name for."""

from __future__ import annotations

import ctypes
import os
import struct
from contextlib import contextmanager, suppress
from typing import Iterator

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_REC, MS_PRIVATE = 2, 4, 8, 32, 16384, 1 << 18
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_TELL_VERSION, _LANDLOCK_PATH_BENEATH = 1, 1
_CLOSE_RANGE, _ALL = 436, 0xFFFFFFFF
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_OPEN_TREE, _MOVE_MOUNT, _MOUNT_SETATTR = 428, 429, 442
_AT_FDCWD, _AT_RECURSIVE, _AT_EMPTY_PATH = -100, 0x8000, 0x1000
_OPEN_TREE_CLONE, _OPEN_TREE_CLOEXEC = 1, 0o2000000
_MOVE_MOUNT_BY_DESCRIPTORS = 0x44  # from and to
_MOUNT_ATTR_RDONLY, _MOUNT_ATTR_NOSUID, _MOUNT_ATTR_NODEV = 1, 2, 4
_MNT_DETACH = 2

_libc = ctypes.CDLL(None, use_errno=True)
_python = ctypes.PyDLL(None)
_libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)
_CAPABILITY_HEADER = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this process
_NO_CAPABILITIES = (ctypes.c_uint32 * 6)()


def _checked(result: int, what: str) -> None:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)


def _prctl(option: int, value: int, structure: bytes | None = None) -> None:
    _checked(_libc.prctl(option, value, structure, 0, 0), "prctl")


def flush() -> None:
    """Write what C has printed and not written yet."""
    _libc.fflush(None)


def finalize(status: int) -> None:
    """End the interpreter, and this process with that exit status, or another one if output is lost by that."""
    _python.Py_Exit(status)


def become_subreaper() -> None:
    """Inherit every orphan among the own descendants."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(signal: int) -> None:
    """Be sent ``signal`` when the parent ends."""
    _prctl(_PR_SET_PDEATHSIG, signal)


def set_dumpable(value: bool) -> None:
    """Let processes of the same uid trace this one and read its memory, or not."""
    _prctl(_PR_SET_DUMPABLE, value)


def close_from(first: int) -> None:
    """Close this descriptor and all above it."""
    if _libc.syscall(_CLOSE_RANGE, first, ctypes.c_uint(_ALL), 0) == -1:  # before Linux 5.9
        for descriptor in map(int, os.listdir("/proc/self/fd")):
            if descriptor >= first:
                with suppress(OSError):  # the one that listed the folder
                    os.close(descriptor)


def forbid_new_privileges() -> None:
    """Give up what set-uid programs could give."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Give up every capability for good (a change of uid away from root does the same)."""
    _checked(_libc.capset(_CAPABILITY_HEADER, _NO_CAPABILITIES), "capset")


def act_on_files_as(uid: int, gid: int) -> None:
    """Have what this process does to files belong to this user; the rights over them that it may have it has."""
    _libc.setfsgid(gid)
    _libc.setfsuid(uid)
    data = (ctypes.c_uint32 * 6)()  # twice: effective, permitted, inheritable
    _checked(_libc.capget(_CAPABILITY_HEADER, data), "capget")
    data[0], data[3] = data[1], data[4]
    _checked(_libc.capset(_CAPABILITY_HEADER, data), "capset")


@contextmanager
def files_owned_as(uid: int, gid: int) -> Iterator[None]:
    """Act on files as this user inside the block. No signal of that user's reaches this process."""
    act_on_files_as(uid, gid)
    try:
        yield
    finally:
        act_on_files_as(os.geteuid(), os.getegid())


def filter_system_calls(program: bytes) -> None:
    """Have a program of classic BPF decide about each system call from here on."""
    instructions = ctypes.create_string_buffer(program, len(program))
    filter_ = struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, filter_)


def landlock_version() -> int:
    """Return the version of the kernel's Landlock; 0 or less without one."""
    return int(_libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_TELL_VERSION))


def landlock_rules(files: int, tcp: int, scopes: int, version: int) -> int:
    """Return a descriptor of rules that forbid these accesses; a kernel of ``version`` knows so many of them."""
    attributes = struct.pack("=QQQ", files, tcp, scopes)
    known = 8 if version < 4 else 16 if version < 6 else 24
    rules = _libc.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(known), 0)
    _checked(rules, "landlock_create_ruleset")
    return int(rules)


def landlock_allow(rules: int, folder: int, access: int) -> None:
    """Except what lies below the open ``folder`` (or is that file) from the rules."""
    beneath = struct.pack("=Qi", access, folder)
    _checked(_libc.syscall(_LANDLOCK_ADD, rules, _LANDLOCK_PATH_BENEATH, beneath, 0), "landlock_add_rule")


def landlock_restrict(rules: int) -> None:
    """Put rules in force in this process."""
    _checked(_libc.syscall(_LANDLOCK_RESTRICT, rules, 0), "landlock_restrict_self")


def unshare(flags: int) -> None:
    """Leave the namespaces that ``flags`` name."""
    _checked(_libc.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Attach a file system or, with MS_BIND, a folder."""
    arguments = [os.fsencode(text) or None for text in (source, target, kind)]
    _checked(_libc.mount(*arguments, ctypes.c_ulong(flags), os.fsencode(options) or None), "mount " + target)


def set_read_only(path: str, with_inner: bool = False) -> None:
    """Make the mount at ``path`` read-only, and those in it."""
    attributes = (ctypes.c_uint64 * 4)(_MOUNT_ATTR_RDONLY, 0, 0, 0)
    size = ctypes.sizeof(attributes)
    flags = _AT_RECURSIVE if with_inner else 0
    result = _libc.syscall(_MOUNT_SETATTR, _AT_FDCWD, os.fsencode(path), flags, attributes, size)
    _checked(result, "mount_setattr " + path)


def change_root() -> None:
    """Make the current folder, a mount, the root of all processes in this mount namespace, and let the old one go."""
    _checked(_libc.syscall(_PIVOT_ROOT[os.uname().machine], b".", b"."), "pivot_root")
    _checked(_libc.umount2(b".", _MNT_DETACH), "umount of the old root")
    os.chdir("/")


def unmount(path: str) -> None:
    """Detach what is mounted at a path, and all below it."""
    _checked(_libc.umount2(os.fsencode(path), _MNT_DETACH), "umount " + path)


def put_over(source: int, target: int, read_only: bool, devices: bool = False) -> None:
    """Make the open file or folder ``source``, with all that is mounted in it, appear over the open ``target``.

    Set-user bits in it mean nothing, nor without ``devices`` do devices.
    """
    flags = _OPEN_TREE_CLONE | _OPEN_TREE_CLOEXEC | _AT_EMPTY_PATH | _AT_RECURSIVE
    tree = _libc.syscall(_OPEN_TREE, source, b"", flags)
    _checked(tree, "open_tree")
    try:
        wanted = _MOUNT_ATTR_NOSUID | _MOUNT_ATTR_NODEV * (not devices) | _MOUNT_ATTR_RDONLY * read_only
        attributes = (ctypes.c_uint64 * 4)(wanted, 0, 0, 0)
        size = ctypes.sizeof(attributes)
        result = _libc.syscall(_MOUNT_SETATTR, tree, b"", _AT_EMPTY_PATH | _AT_RECURSIVE, attributes, size)
        _checked(result, "mount_setattr")
        _checked(_libc.syscall(_MOVE_MOUNT, tree, b"", target, b"", _MOVE_MOUNT_BY_DESCRIPTORS), "move_mount")
    finally:
        os.close(tree)
