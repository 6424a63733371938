"""Stops a process beside the sandbox in all the ways there are to signal one."""

# not covered without signals-confined: a user may send signals to own processes
import ctypes
import fcntl
import json
import os
import signal
import sys

world = json.loads(sys.argv[1])
pid = world["bystander"]
reading, writing = os.pipe()


def by_owner():
    F_SETSIG = 10
    fcntl.fcntl(reading, fcntl.F_SETOWN, pid)
    fcntl.fcntl(reading, F_SETSIG, signal.SIGSTOP)
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(writing, b"x")


PIDFD_OPEN, PIDFD_SEND_SIGNAL = 434, 424
libc = ctypes.CDLL(None)
for way in (
    by_owner,
    lambda: os.kill(pid, signal.SIGSTOP),
    lambda: os.killpg(os.getpgid(pid), 0),
    lambda: libc.syscall(PIDFD_SEND_SIGNAL, libc.syscall(PIDFD_OPEN, pid, 0), signal.SIGSTOP, None, 0),
):
    try:
        way()
    except OSError:
        pass
