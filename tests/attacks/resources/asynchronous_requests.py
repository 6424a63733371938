"""Takes all asynchronous requests to disks that the machine has for everybody."""

# not covered without seccomp: the kernel gives them to anyone
import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
number = {"x86_64": 206, "aarch64": 0}[platform.machine()]
for _ in range(4):
    context = ctypes.c_ulong(0)
    if libc.syscall(number, 64, ctypes.byref(context)) == 0:
        print("ESCAPED")
