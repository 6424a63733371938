"""Change a file that belongs to somebody else."""

import os

folder = os.path.join("..", "..", "other-project")
with open(f"{folder}/settings.ini", "a", encoding="utf-8") as settings:
    settings.write("debug = true\n")
