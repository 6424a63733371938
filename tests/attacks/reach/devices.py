"""Opens every device but the harmless ones."""

# not covered without landlock: what the devices' own rights give to anyone
import os
import stat

HARMLESS = {"null", "zero", "full", "random", "urandom", "tty", "stdin", "stdout", "stderr", "ptmx", "pts"}
for folder, _, names in os.walk("/dev"):
    for name in names:
        path = os.path.join(folder, name)
        try:
            mode = os.lstat(path).st_mode
            if name not in HARMLESS and (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)):
                os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))
                print("ESCAPED", path)
        except OSError:
            pass
