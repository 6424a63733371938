"""Leaves folders so deep that no path reaches the last one."""

import os

for _ in range(100):
    os.mkdir("d" * 100)
    os.chdir("d" * 100)
