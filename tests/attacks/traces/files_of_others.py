"""Leaves files that belong to another user."""

# prints: refused
import os

open("given", "w").close()
for uid in (0, 1):
    try:
        os.chown("given", uid, uid)
        print("ESCAPED")
    except OSError:
        pass
print("refused")
