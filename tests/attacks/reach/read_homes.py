"""Looks into the homes of the host's users, beside the way to the interpreter."""

# not covered without files-hidden: what the user may read
import os
import sys

needed = os.path.realpath(sys.base_prefix).split("/") + sys.prefix.split("/")
for folder in ("/root", "/home"):
    try:
        if set(os.listdir(folder)) - set(needed):
            print("ESCAPED", folder)
    except OSError:
        pass
