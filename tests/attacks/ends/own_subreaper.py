"""A child that adopts its orphans, so that they never become the supervisor's."""

# prints: done
# log: left running
import ctypes
import os
import time

PR_SET_CHILD_SUBREAPER = 36
ready, done = os.pipe()
if os.fork() == 0:
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    for _ in range(3):
        if os.fork() == 0:
            if os.fork():
                os._exit(0)
            time.sleep(10)
            os._exit(0)
    os.write(done, b"x")
    time.sleep(10)
    os._exit(0)
os.read(ready, 1)
print("done")
