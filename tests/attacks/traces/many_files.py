"""Leaves very many files."""

# seconds: 10
import os

for folder in range(15):
    os.mkdir(f"folder{folder}")
    for number in range(100):
        open(f"folder{folder}/{number}", "w").close()
