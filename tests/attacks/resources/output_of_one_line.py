"""Prints one line without an end."""

# outcome: output
# seconds: 10
import sys

while True:
    sys.stdout.write("x" * 65536)
