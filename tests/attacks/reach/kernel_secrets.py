"""Reads what the kernel keeps from ordinary users: its memory and messages."""

import os

for path in (
    "/proc/kcore",
    "/proc/kmsg",
    "/dev/kmsg",
    "/dev/mem",
    "/proc/vmallocinfo",
    "/proc/slabinfo",
    "/proc/1/stack",
):
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        print("ESCAPED", path)
    except OSError:
        pass
