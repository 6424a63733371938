"""A relay: each process hands over to a child and ends, so that a list of processes is always too old."""

# prints: running
import os
import time

print("running", flush=True)
if os.fork() == 0:
    os.setsid()
    end = time.monotonic() + 10
    for _ in range(20_000):
        if time.monotonic() > end or os.fork():
            os._exit(0)
    os._exit(0)
time.sleep(0.2)
