"""Takes disk, and marks files, by commands to the file system, which no limit of a file's size and no list of changes sees."""

# not covered without seccomp: whoever may write a file may do this
import fcntl
import struct

SPACE = struct.pack("hhqqiI4i", 0, 0, 0, 64 << 20, 0, 0, 0, 0, 0, 0)
COMMANDS = {
    "FS_IOC_RESVSP": (0x40305828, SPACE),
    "FS_IOC_RESVSP64": (0x4030582A, SPACE),
    "FS_IOC_ZERO_RANGE": (0x40305839, SPACE),
    "FS_IOC_SETFLAGS": (0x40086602, struct.pack("l", 0x40)),
    "FS_IOC_SETVERSION": (0x40087602, struct.pack("l", 7)),
}
with open("taken", "wb+") as file:
    for name, (command, argument) in COMMANDS.items():
        try:
            fcntl.ioctl(file, command, argument)
        except OSError:
            continue
        print("ESCAPED", name)
