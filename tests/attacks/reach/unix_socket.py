"""Connects to a local socket by its path outside of the project."""

# prints: refused
# not covered without files-hidden | seccomp: the path leads to the host's own file
import json
import socket
import sys

world = json.loads(sys.argv[1])
try:
    with socket.socket(socket.AF_UNIX) as out:
        out.connect(world["unix"])
    print("ESCAPED")
except OSError:
    print("refused")
