"""Takes back the signal that it would be sent when its parent ends, and leaves a child that did."""

# prints: done
# log: left running
import ctypes
import os
import time

PR_SET_PDEATHSIG = 1
ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, 0)
if os.fork() == 0:
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, 0)
    time.sleep(10)
    os._exit(0)
print("done")
