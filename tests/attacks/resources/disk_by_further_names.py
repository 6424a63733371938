"""Gives few files more names than it may make files."""

# outcome: disk
# seconds: 10
import os
import time

for number in range(3):
    open(f"{number}", "w").close()
    for name in range(9_000):
        os.link(f"{number}", f"{number}-{name}")
time.sleep(5)
