"""Leaves a child that stands still under its tracer, which has ended."""

# prints: done
import ctypes
import os
import signal
import time

PTRACE_TRACEME = 0
if os.fork() == 0:
    os.setsid()
    if (child := os.fork()) == 0:
        ctypes.CDLL(None).ptrace(PTRACE_TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(10)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    time.sleep(10)
    os._exit(0)
time.sleep(0.1)
print("done")
