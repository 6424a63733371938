"""Becomes another user or group."""

import os

for change in (
    lambda: os.setuid(0),
    lambda: os.seteuid(0),
    lambda: os.setresuid(-1, 0, 0),
    lambda: os.setgid(0),
    lambda: os.setgroups([0]),
):
    try:
        change()
        print("ESCAPED")
    except OSError:
        pass
if 0 in (*os.getresuid(), *os.getresgid(), *os.getgroups()):
    print("ESCAPED: root all along")
