"""Kills itself and leaves children."""

# outcome: fail
# exit: 137
# log: left running
import os
import signal
import time

for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        time.sleep(10)
        os._exit(0)
os.kill(os.getpid(), signal.SIGKILL)
