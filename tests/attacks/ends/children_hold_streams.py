"""Children that keep both output streams open, so that no reader sees their end."""

# prints: done
import os
import time

for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        time.sleep(10)
        os._exit(0)
print("done")
