"""Makes more files than anybody can look at."""

# outcome: disk
# seconds: 10
import os
import time

os.mkdir("many")
for number in range(20_000):
    open(f"many/{number}", "w").close()
time.sleep(5)
