"""Looks into the supervisor by what /proc shows of it."""

import os

for name in (
    "mem",
    "maps",
    "environ",
    "auxv",
    "stack",
    "syscall",
    "io",
    "fd",
    "fdinfo",
    "map_files",
    "ns/net",
):
    path = f"/proc/{os.getppid()}/{name}"
    try:
        if os.path.isdir(path):
            os.listdir(path)
        elif os.path.islink(path):
            os.readlink(path)
        else:
            open(path, "rb").read(1)
        print("ESCAPED", name)
    except OSError:
        pass
