"""Connects to a local socket that a service of the host has in the project."""

# prints: refused
import json
import socket
import sys

world = json.loads(sys.argv[1])
try:
    with socket.socket(socket.AF_UNIX) as out:
        out.connect("service.sock")
    print("ESCAPED")
except OSError:
    print("refused")
