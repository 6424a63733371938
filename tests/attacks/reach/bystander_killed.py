"""Ends every process that it may, and one that it knows."""

# outcome: pass | fail
# not covered without signals-confined: a user may send signals to own processes
import json
import os
import signal
import sys

world = json.loads(sys.argv[1])
for pid in (world["bystander"], -1):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
