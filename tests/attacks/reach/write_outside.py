"""Writes into every folder of the machine that it can, and into a file beside the project."""

# not covered without read-only-root | landlock: what the user may write
import json
import os
import sys

outside = json.loads(sys.argv[1])["outside"]
for folder in (
    "/",
    "/etc",
    "/usr",
    "/usr/local",
    "/var",
    "/root",
    "/home",
    "/opt",
    "/run",
    "/dev",
    "/sys",
    outside,
):
    path = os.path.join(folder, "hostile")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
        os.unlink(path)
        print("ESCAPED", folder)
    except OSError:
        pass
for change in (
    lambda: open(f"{outside}/secret", "w").write("changed"),
    lambda: os.rename(f"{outside}/secret", "stolen"),
    lambda: os.truncate(f"{outside}/folder/file", 0),
):
    try:
        change()
        print("ESCAPED")
    except OSError:
        pass
