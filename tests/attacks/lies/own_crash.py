"""Crashes."""

# outcome: fail
# exit: 139
import os
import signal

os.kill(os.getpid(), signal.SIGSEGV)
