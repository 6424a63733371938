"""Reads what services of the host keep, and speaks to them, outside of the homes."""

# not covered without files-hidden: what the user may read
import json
import socket
import sys

for folder in json.loads(sys.argv[1])["services"]:
    try:
        if "secret" in open(folder + "/data").read():
            print("ESCAPED", folder)
    except OSError:
        pass
    try:
        with socket.socket(socket.AF_UNIX) as out:
            out.connect(folder + "/socket")
        print("ESCAPED", folder)
    except OSError:
        pass
