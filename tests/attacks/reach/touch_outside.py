"""Changes rights, times, owners and attributes of a file beside the project, or removes it."""

# not covered without read-only-root: Landlock does not know rights and times
import json
import os
import sys

outside = json.loads(sys.argv[1])["outside"]
file = f"{outside}/folder/file"
for change in (
    lambda: os.chmod(file, 0o777),
    lambda: os.utime(file, (0, 0)),
    lambda: os.setxattr(file, "user.hostile", b"x"),
    lambda: os.unlink(file),
    lambda: os.rmdir(f"{outside}/folder"),
):
    try:
        change()
        print("ESCAPED")
    except OSError:
        pass
