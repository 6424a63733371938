"""Leaves files that are long on paper, for whoever reads them whole."""

import os

for number in range(50):
    with open(f"sparse{number}.py", "wb") as file:
        os.ftruncate(file.fileno(), 8 << 20)
