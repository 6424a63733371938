"""Opens a socket of every family but the local one: network, kernel, hypervisor, radio, cryptography."""

# not covered without seccomp: namespaces separate the networks, not the families
import socket

KINDS = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET)
for family in range(64):
    for kind in KINDS if family != socket.AF_UNIX else ():
        try:
            socket.socket(family, kind).close()
            print("ESCAPED", family, kind)
        except OSError:
            pass
