"""Fills the disk with files that no folder lists, in a process that does not show what it has open."""

# outcome: disk
# seconds: 10
import ctypes
import os
import time

PR_SET_DUMPABLE = 4

ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)
held = []
for _ in range(40):
    file = open("big", "wb")
    os.unlink("big")
    file.write(bytes(7 << 20))
    file.flush()
    held.append(file)
time.sleep(5)
