"""Fills the disk with files that no folder lists."""

# outcome: disk
# seconds: 10
import os
import time

held = []
for _ in range(40):
    file = open("big", "wb")
    os.unlink("big")
    file.write(bytes(7 << 20))
    file.flush()
    held.append(file)
time.sleep(5)
