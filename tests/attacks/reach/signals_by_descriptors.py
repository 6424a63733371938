"""Has the kernel send the signals: to a process that is named as the owner of a descriptor."""

# prints: survived
# not covered without signals-confined: a user may send signals to own processes
import fcntl
import json
import os
import signal
import sys
import time

F_SETOWN_EX, F_OWNER_PID = 15, 1
world = json.loads(sys.argv[1])
for pid in (world["bystander"], 1, os.getppid()):
    ready, done = os.pipe()
    try:
        fcntl.fcntl(ready, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
        fcntl.fcntl(ready, 10, signal.SIGKILL)  # F_SETSIG
        fcntl.fcntl(ready, fcntl.F_SETOWN, pid)
        os.write(done, b"x")
        fcntl.fcntl(ready, F_SETOWN_EX, F_OWNER_PID.to_bytes(4, "little") + pid.to_bytes(4, "little"))
        os.write(done, b"x")
    except OSError:
        pass
time.sleep(0.1)
print("survived")
