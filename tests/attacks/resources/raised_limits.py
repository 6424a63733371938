"""Raises the limits that it was given."""

# prints: bounded
import os
import resource

for which in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_CPU):
    now = resource.getrlimit(which)[1]
    for limits in ((now + 1, now + 1), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)):
        try:
            resource.setrlimit(which, limits)
            print("ESCAPED", which)
        except (OSError, ValueError):
            pass
for risky in (
    lambda: os.nice(-5),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
):
    try:
        risky()
        print("ESCAPED")
    except OSError:
        pass
print("bounded")
