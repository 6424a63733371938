"""Leaves a program that gives its owner's rights to whoever runs it."""

# prints: refused
# not covered without seccomp: the owner of a file may set its mode
import os

open("mine", "w").write("#!/bin/sh\n")
for mode in (0o4755, 0o2755):
    try:
        os.chmod("mine", mode)
        print("ESCAPED")
    except OSError:
        pass
handle = -1
try:
    handle = os.open("other", os.O_CREAT | os.O_WRONLY, 0o4755)
except OSError:
    pass
if handle != -1 and os.fstat(handle).st_mode & 0o6000:
    print("ESCAPED")
print("refused")
