"""Leaves children behind that are stopped and could not act on a signal."""

# prints: done
# log: left running
import os
import signal
import time

for _ in range(5):
    if (child := os.fork()) == 0:
        os.setsid()
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(10)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
print("done")
