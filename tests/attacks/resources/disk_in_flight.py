"""Fills the disk with files that only lie in a socket, on their way to nobody."""

# outcome: disk
# seconds: 10
import os
import socket
import time

held = []
for _ in range(40):
    ends = socket.socketpair()
    with open("big", "wb") as file:
        os.unlink("big")
        file.write(bytes(7 << 20))
        file.flush()
        socket.send_fds(ends[0], [b"x"], [file.fileno()])
    held.append(ends)
time.sleep(5)
