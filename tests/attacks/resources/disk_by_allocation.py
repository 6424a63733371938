"""Reserves disk space without writing to it."""

# outcome: disk | pass
# seconds: 10
import os

for number in range(40):
    with open(f"big{number}", "wb") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, 7 << 20)
        except OSError:
            break
        file.flush()
