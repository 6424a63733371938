"""As whom the candidate runs, and how the supervisor takes that identity for a moment."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Iterator, NamedTuple

NOBODY = 65534


class Identity(NamedTuple):
    """A user and a group."""

    uid: int
    gid: int

    def drop_to(self) -> None:
        """Become this user for good; root alone can and has to."""
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(self.gid)
            os.setuid(self.uid)


def owner_of(project: str) -> Identity:
    """Return who runs candidates: the project's owner, but nobody instead of root; ourselves if we are not root."""
    if os.getuid() != 0:
        return Identity(os.getuid(), os.getgid())
    status = os.stat(project)
    return Identity(status.st_uid or NOBODY, status.st_gid or NOBODY)


@contextmanager
def sending_as(identity: Identity) -> Iterator[None]:
    """Have the candidate's right to send signals inside the block, without being one to whom it may send them."""
    if os.getuid() != 0:
        yield
        return
    nobody_else = NOBODY - (identity.uid == NOBODY)  # no process of this place has it
    os.setresuid(nobody_else, identity.uid, 0)  # the real and the saved one decide who may send to us
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextmanager
def acting_as(identity: Identity) -> Iterator[None]:
    """Have exactly the candidate's rights inside the block. Only for when no candidate lives who could send us a signal."""
    if os.getuid() != 0:
        yield
        return
    os.setresgid(identity.gid, identity.gid, 0)
    os.setresuid(identity.uid, identity.uid, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
