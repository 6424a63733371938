"""Connects to a local socket that a service of the host has in a folder which programs may read."""

# prints: refused
import socket

try:
    with socket.socket(socket.AF_UNIX) as out:
        out.connect(".git/inner.sock")
    print("ESCAPED")
except OSError:
    print("refused")
