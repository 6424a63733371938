"""Prints on both streams, each below the limit of both together."""

# outcome: output
# seconds: 10
import os

while True:
    os.write(1, b"x" * 4096)
    os.write(2, b"x" * 4096)
