"""Connects to a port of the host's loopback by its newer protocol."""

# prints: refused
# not covered without network-off | seccomp: the program has the host's own network
import json
import socket
import sys

world = json.loads(sys.argv[1])
try:
    socket.create_connection(("::1", world["tcp6"]), 1)
    print("ESCAPED")
except OSError:
    print("refused")
