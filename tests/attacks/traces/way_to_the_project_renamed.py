"""Renames the folders that the project lies in, so that others look for it in vain, or find something else."""

# not covered without read-only-root | landlock: what the user may rename
import os

place = os.getcwd()
while (place := os.path.dirname(place)) != "/":
    try:
        os.rename(place, place + "-moved")
    except OSError:
        continue
    print("ESCAPED", place)
    os.rename(place + "-moved", place)
