"""Leaves marks for deleted files, as layers know them: what lies there would not be seen by later programs."""

# gone: left
# prints: done
import ctypes
import os
import stat

RENAME_WHITEOUT = 4
RENAMEAT2 = {"x86_64": 316, "aarch64": 276}[os.uname().machine]

open("left", "w").close()
library = ctypes.CDLL(None)
if library.syscall(RENAMEAT2, -100, b"left", -100, b"moved", RENAME_WHITEOUT):
    os.unlink("left")
try:
    os.mknod("left", stat.S_IFCHR | 0o600, 0)
except OSError:
    pass
print("done")
