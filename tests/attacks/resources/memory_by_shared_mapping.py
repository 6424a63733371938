"""Takes memory that parent and child share, in the child."""

# outcome: memory | timeout
import mmap
import os
import time

held = mmap.mmap(-1, 1 << 30, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
if os.fork() == 0:
    for page in range(0, 1 << 30, 4096):
        held[page] = 1
time.sleep(10)
