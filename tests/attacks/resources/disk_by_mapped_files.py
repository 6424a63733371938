"""Fills the disk with files that neither a folder nor a descriptor leads to: they are only mapped."""

# outcome: disk
# seconds: 10
import ctypes
import os
import time

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long)
PROT_READ, MAP_SHARED = 1, 1
for _ in range(40):
    with open("big", "w+b") as file:
        os.unlink("big")
        file.write(bytes(7 << 20))
        file.flush()
        libc.mmap(None, 4096, PROT_READ, MAP_SHARED, file.fileno(), 0)
time.sleep(5)
