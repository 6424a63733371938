"""Closes its standard input with more to come."""

# prints: deaf
# stdin: 5000000
import os

os.close(0)
print("deaf")
