"""Fills the folder for temporary files with many, each within the limit of one file."""

# prints: bounded
# not covered without read-only-root: without a file system of its own the folder has no size
import tempfile

written = 0
try:
    for number in range(8):
        with open(f"{tempfile.gettempdir()}/big{number}", "wb", 0) as file:
            for _ in range(7):
                written += file.write(b"x" * (1 << 20))
except OSError:
    pass
print("bounded" if written <= 16 << 20 else "ESCAPED")
