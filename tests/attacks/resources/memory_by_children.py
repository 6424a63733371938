"""Takes more memory than is allowed with processes that each take less."""

# outcome: memory | timeout
import os
import time

for _ in range(8):
    if os.fork() == 0:
        held = b"x" * (60 << 20)
        time.sleep(10)
        os._exit(0)
held = b"x" * (60 << 20)
time.sleep(10)
