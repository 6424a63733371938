"""Leaves a message queue, which outlives every process."""

import ctypes
import ctypes.util

O_CREAT, O_RDWR = 0o100, 2
library = ctypes.CDLL(ctypes.util.find_library("rt") or None)
if library.mq_open(b"/hostile-queue", O_RDWR, 0o600, None) != -1:
    print("ESCAPED: the queue of an earlier run")
library.mq_open(b"/hostile-queue", O_CREAT | O_RDWR, 0o600, None)
