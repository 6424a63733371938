"""Prints single bytes as fast as possible, to keep whoever reads them busy."""

# outcome: timeout | output
import os

while True:
    os.write(1, b"x")
