"""Fills the disk in a folder whose path is too long for any system call."""

# outcome: disk
# seconds: 10
import os
import time

for _ in range(30):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
for number in range(40):
    with open(str(number), "wb") as file:
        file.write(bytes(7 << 20))
time.sleep(5)
