"""Goes through the supervisor's root and working folder to another view of the files."""

import os

for pid in (1, os.getppid()):
    for name in ("root", "cwd", "exe"):
        try:
            os.readlink(f"/proc/{pid}/{name}")
            print("ESCAPED", pid, name)
        except OSError:
            pass
