"""Reads covered secrets by other names: through links, handles and what is below a cover."""

# not covered without covered-names: the files lie open in the project
import os

os.symlink(".env", "plain")
for path in (
    "plain",
    "./deep/../.env",
    "/proc/self/cwd/.env",
    ".aws/credentials",
    ".aws/../.aws/credentials",
):
    try:
        if "secret" in open(path).read():
            print("ESCAPED", path)
    except OSError:
        pass
for way in (lambda: os.link(".env", "hard"), lambda: os.rename(".aws", "moved")):
    try:
        way()
        print("ESCAPED")
    except OSError:
        pass
