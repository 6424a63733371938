"""Asks for the interfaces of the machine."""

# not covered without network-off: the program has the host's own network
import socket

names = set()
try:
    names = {name for _, name in socket.if_nameindex()}
except OSError:
    pass
if names - {"lo"}:
    print("ESCAPED", names)
