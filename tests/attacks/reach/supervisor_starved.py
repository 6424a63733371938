"""Takes the processor from the supervisor, so that it cannot keep the time."""

# outcome: timeout
import os
import time

for change in (
    lambda: os.sched_setscheduler(os.getppid(), os.SCHED_IDLE, os.sched_param(0)),
    lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
    lambda: os.sched_setaffinity(os.getppid(), {0}),
):
    try:
        change()
        print("ESCAPED", flush=True)
    except OSError:
        pass
for _ in range(4):
    os.fork()
end = time.monotonic() + 4
while time.monotonic() < end:
    pass
