"""Many processes print at once."""

# outcome: output | timeout
import os
import time

for _ in range(20):
    if os.fork() == 0:
        end = time.monotonic() + 10
        while time.monotonic() < end:
            os.write(1, b"x" * 65536)
        os._exit(0)
time.sleep(10)
