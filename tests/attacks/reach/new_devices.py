"""Makes devices of its own, where it may write."""

import os
import stat
import tempfile

for folder in (".", tempfile.gettempdir(), "/dev/shm"):
    for kind, number in ((stat.S_IFBLK, os.makedev(254, 0)), (stat.S_IFCHR, os.makedev(1, 1))):
        try:
            os.mknod(f"{folder}/hostile-device", 0o666 | kind, number)
            print("ESCAPED", folder)
        except OSError:
            pass
