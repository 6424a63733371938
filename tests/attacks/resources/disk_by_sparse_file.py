"""Makes files that claim to be very long."""

# prints: bounded
import os
import tempfile

for folder in (".", tempfile.gettempdir()):
    file = os.open(f"{folder}/sparse", os.O_CREAT | os.O_WRONLY)
    for grow in (os.ftruncate, lambda file, size: os.posix_fallocate(file, 0, size)):
        try:
            grow(file, 1 << 40)
            print("ESCAPED")
        except OSError:
            pass
    os.close(file)
    if os.stat(f"{folder}/sparse").st_size > 8 << 20:
        print("ESCAPED")
print("bounded")
