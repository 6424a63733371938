"""Takes memory that belongs to no object of Python."""

# seconds: 10
# outcome: memory
import mmap

held = mmap.mmap(-1, 1 << 30)
for page in range(0, 1 << 30, 4096):
    held[page] = 1
