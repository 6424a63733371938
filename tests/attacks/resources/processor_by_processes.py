"""Keeps every processor busy."""

# outcome: timeout
import os
import time

for _ in range(5):
    os.fork()
end = time.monotonic() + 10
while time.monotonic() < end:
    pass
