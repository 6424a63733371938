"""Ends the supervisor, whose child it is."""

# prints: survived
# not covered without signals-confined: a user may send signals to own processes
import os
import signal
import time

for number in (signal.SIGTERM, signal.SIGKILL):
    for pid in (1, os.getppid()):
        try:
            os.kill(pid, number)
        except OSError:
            pass
time.sleep(0.1)
print("survived")
