"""Reads and writes the supervisor's memory with the calls that debuggers have for it."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
own = ctypes.create_string_buffer(8)


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


here = Vector(ctypes.addressof(own), 8)
there = Vector(ctypes.addressof(own), 8)  # a fork has it at the same address, with nothing in it
for call in (libc.process_vm_readv, libc.process_vm_writev):
    for pid in {1, os.getppid()}:
        if call(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) != -1:
            print("ESCAPED", call.__name__)
        elif ctypes.get_errno() not in (1, 3, 38):  # not permitted, no such process, no such call
            print("ESCAPED", call.__name__, ctypes.get_errno())
