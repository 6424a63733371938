"""Ends itself as the kernel does when memory runs out."""

# outcome: fail
# exit: 137
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
