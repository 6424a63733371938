"""Children that end and that nobody waits for."""

# seconds: 10
# prints: done
import os
import time

for _ in range(40):
    if os.fork() == 0:
        os._exit(0)
time.sleep(0.1)
print("done")
