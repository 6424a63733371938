"""Connects to a local socket that has a name but no file."""

# prints: refused
# not covered without network-off | seccomp: such names belong to the network namespace
import json
import socket
import sys

world = json.loads(sys.argv[1])
try:
    with socket.socket(socket.AF_UNIX) as out:
        out.connect(world["abstract"])
    print("ESCAPED")
except OSError:
    print("refused")
