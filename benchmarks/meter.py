"""Run a command, then print its exit status, seconds, processor seconds and peak memory in KiB.

    python meter.py COMMAND...

A process of its own, because the kernel counts what a parent held at the fork towards its child's highest memory: this
one holds less than any linter.
"""

from __future__ import annotations

import os
import sys
import time

began = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - began
print(os.waitstatus_to_exitcode(status), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
