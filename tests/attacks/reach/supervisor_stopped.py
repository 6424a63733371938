"""Stops the supervisor, so that nobody watches the clock."""

# outcome: timeout
# not covered without signals-confined: a user may send signals to own processes
import os
import signal
import time

try:
    os.kill(os.getppid(), signal.SIGSTOP)
except OSError:
    pass
time.sleep(3)
