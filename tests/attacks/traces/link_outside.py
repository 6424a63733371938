"""Leaves links that lead out of the project, for the host to follow."""

# changes: created link mine
import json
import os
import sys

outside = json.loads(sys.argv[1])["outside"]
os.symlink(outside, "mine")
os.symlink("/etc", "etc")
os.symlink(f"{outside}/.git", "deep-git")
os.symlink("/proc/self/fd/0", "endless")
os.symlink("loop", "loop")
