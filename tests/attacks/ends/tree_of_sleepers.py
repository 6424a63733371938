"""A tree of processes, each in a session of its own, when the time is up."""

# outcome: timeout
import os
import time

for _ in range(5):
    if os.fork() == 0:
        os.setsid()
time.sleep(10)
