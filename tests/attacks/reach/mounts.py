"""Mounts a file system, and takes away what was mounted over secrets."""

import ctypes
import os
import tempfile

libc = ctypes.CDLL(None, use_errno=True)
here = tempfile.gettempdir().encode()
if libc.mount(b"none", here, b"tmpfs", 0, None) == 0:
    print("ESCAPED tmpfs")
if libc.mount(b"/", here, None, 4096, None) == 0:
    print("ESCAPED bind")
if libc.mount(None, b"/", None, 32, None) == 0:
    print("ESCAPED remount")
for path in (b".env", b".git", b".aws", b"/proc", b"/tmp"):
    for flags in (0, 2):
        if libc.umount2(path, flags) == 0:
            print("ESCAPED umount", path)
OPEN_TREE, FSOPEN, MOUNT_SETATTR = 428, 430, 442
if libc.syscall(OPEN_TREE, -100, b"/", 1) != -1 or libc.syscall(FSOPEN, b"tmpfs", 0) != -1:
    print("ESCAPED by the newer calls")
try:
    os.chroot(".")
    print("ESCAPED chroot")
except OSError:
    pass
