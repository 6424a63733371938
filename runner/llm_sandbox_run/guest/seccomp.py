"""A filter of system calls for candidates, as a program of classic BPF (Linux: Documentation/userspace-api/seccomp_filter)."""

from __future__ import annotations

import errno
import os
import struct
from typing import Iterable, Iterator, Mapping, Sequence, Tuple, Union

from . import syscalls
from .syscalls import NoneOf, NotOneOf, OfType, OneOf

_UNIX, _INET, _INET6, _NETLINK = 1, 2, 10, 16
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_X32 = 0x40000000  # the same architecture, other numbers
_LOAD, _AND, _IF_EQUAL, _IF_NOT_LESS, _IF_ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # where struct seccomp_data has them
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000

Condition = Union[OneOf, NotOneOf, OfType, NoneOf]
Instruction = Tuple[int, int, int, int]  # what, and how many to skip if so, if not; operand


def program(walled: bool, network: bool, loopback: bool, execute: bool) -> bytes:
    """Return the filter for this machine; nothing on an unknown machine.

    Without a ``walled`` file system every Unix socket could be the host's, and its user's files are near. ``network``,
    one of its own (``loopback``) and starting other programs (``execute``) are granted or not.
    """
    known = _ARCHITECTURES.get(os.uname().machine)
    if not known:
        return b""
    refused = {
        **syscalls.FORBIDDEN,
        **({} if execute else syscalls.EXECUTE),
        **({} if walled else syscalls.UNCONFINED),
    }
    families = (_UNIX,) * walled + (_INET, _INET6) * (network or loopback) + (_NETLINK,) * network
    return b"".join(struct.pack("=HBBI", *each) for each in _program(*known, refused, families))


def _program(
    column: int, architecture: int, refused: Mapping[str, Sequence[int | None]], allowed: Sequence[int]
) -> Iterator[Instruction]:
    yield _LOAD, 0, 0, _ARCHITECTURE
    yield _IF_EQUAL, 1, 0, architecture
    yield _RETURN, 0, 0, _KILL
    yield _LOAD, 0, 0, _NUMBER
    yield _IF_NOT_LESS, 0, 1, _X32
    yield _RETURN, 0, 0, _KILL
    yield _IF_NOT_LESS, 0, 1, syscalls.NEWEST + 1
    yield _refuse(errno.ENOSYS)
    groups = {errno.EPERM: refused, errno.ENOSYS: syscalls.UNKNOWN, errno.EOPNOTSUPP: syscalls.UNSUPPORTED}
    for error, group in groups.items():
        for numbers in group.values():
            yield from _when(numbers[column], [_refuse(error)])
    for numbers, conditions in syscalls.RESTRICTED.values():
        yield from _when(numbers[column], list(_only_if(conditions)))
    yield from _when(syscalls.SOCKET[column], list(_only_if([OneOf(0, tuple(allowed))])))
    yield from _when(syscalls.SOCKETPAIR[column], list(_only_if([OneOf(0, (_UNIX,))])))
    yield _RETURN, 0, 0, _ALLOW


def _when(number: int | None, body: list[Instruction]) -> Iterator[Instruction]:
    if number is not None:
        yield _IF_EQUAL, 0, len(body), number
        yield from body


def _refuse(error: int) -> Instruction:
    return _RETURN, 0, 0, _ERROR | error


def _only_if(conditions: Iterable[Condition]) -> Iterator[Instruction]:
    for condition in conditions:
        yield (
            _LOAD,
            0,
            0,
            _ARGUMENTS + 8 * condition.argument,
        )  # the lower half, which is all that the kernel looks at
        if isinstance(condition, NoneOf):
            yield _IF_ANY_BIT, 0, 1, condition.bits
        elif isinstance(condition, OfType):
            yield _AND, 0, 0, 0xFF00
            yield from _compared([each << 8 for each in condition.types], allowed=True)
        else:
            yield from _compared(condition.values, allowed=isinstance(condition, OneOf))
        yield _refuse(errno.EOPNOTSUPP if isinstance(condition, OfType) else errno.EPERM)
    yield _RETURN, 0, 0, _ALLOW


def _compared(values: Sequence[int], allowed: bool) -> Iterator[Instruction]:
    """Skip the instruction that follows if one of the values is there, and is ``allowed``, or if none is, and is not."""
    for ahead in reversed(range(len(values))):
        last = not ahead
        yield _IF_EQUAL, ahead + allowed, int(last and not allowed), values[-1 - ahead]
