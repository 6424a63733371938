"""Makes a child that is its parent's, not its own, in no group of its, and that no signal of death reaches."""

# prints: done
# log: left running
import ctypes
import os
import platform
import signal
import time

CLONE_PARENT = 0x8000
CLONE = {"x86_64": 56, "aarch64": 220}[platform.machine()]
if ctypes.CDLL(None).syscall(CLONE, CLONE_PARENT | signal.SIGCHLD, 0, 0, 0, 0) == 0:
    os.setsid()
    time.sleep(10)
    os._exit(0)
print("done")
