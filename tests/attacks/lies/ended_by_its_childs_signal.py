"""Leaves a child whose end is told by SIGKILL instead of SIGCHLD, to whoever inherits it."""

# outcome: fail
# exit: 7
import ctypes
import os
import platform
import signal
import time

CLONE = {"x86_64": 56, "aarch64": 220}[platform.machine()]
if ctypes.CDLL(None).syscall(CLONE, int(signal.SIGKILL), 0, 0, 0, 0) == 0:
    time.sleep(0.01)
    os._exit(0)
os._exit(7)
