"""Fills memory with files that have no name and that no process maps."""

# outcome: memory | timeout | fail
# not covered without memory-cgroup: only a control group counts memory that no process has mapped
import os

held = 0
for number in range(60):
    file = os.memfd_create(f"file{number}")
    for _ in range(8):
        held += os.write(file, b"x" * (1 << 20))
print("ESCAPED: holds", held >> 20, "MiB")
