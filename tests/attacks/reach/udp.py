"""Sends a datagram to a port of the host's loopback."""

# not covered without network-off | seccomp: the program has the host's own network
import json
import socket
import sys

world = json.loads(sys.argv[1])
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"x", ("127.0.0.1", world["udp"]))
except OSError:
    print("refused")
