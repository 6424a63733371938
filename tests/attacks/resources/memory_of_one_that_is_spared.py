"""Asks the kernel to take any other process first when memory runs out, and makes it run out."""

# outcome: memory | timeout
import os
import time

for score in (0, -1000):
    try:
        open("/proc/self/oom_score_adj", "w").write(str(score))
    except OSError:
        pass
held = []
for _ in range(4):
    os.fork()
while len(held) < 300:
    held.append(b"x" * (1 << 20))
time.sleep(10)
