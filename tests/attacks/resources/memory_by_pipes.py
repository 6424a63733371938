"""Fills memory with pipes that nobody reads."""

# outcome: pass | memory | fail
import fcntl
import os

F_SETPIPE_SZ = 1031
held = 0
for _ in range(200):
    try:
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        fcntl.fcntl(writing, F_SETPIPE_SZ, 1 << 20)
    except OSError:
        pass
    try:
        held += os.write(writing, b"x" * (1 << 20))
    except OSError:
        pass
if held > 200 << 20:
    print("ESCAPED: holds", held >> 20, "MiB")
