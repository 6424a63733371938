"""Reads memory and environment of a process of the same user."""

# not covered without pid-namespace | files-hidden: a user may look into own processes
import json
import os
import sys

world = json.loads(sys.argv[1])
for name in ("environ", "mem", "maps", "cwd/.", "root/."):
    path = f"/proc/{world['bystander']}/{name}"
    try:
        os.listdir(path) if name.endswith(".") else open(path, "rb").read(1)
        print("ESCAPED", name)
    except OSError:
        pass
