"""Looks for what a hundred runs of another client carried, in all that it can read."""

# after: 100
# seconds: 10
# prints: searched
import glob
import os
import re

PIECE = 16 << 20
MARK = re.compile(rb"carried-by-[o]thers")  # the pattern itself does not match


def look(name, data):
    if MARK.search(data):
        print("ESCAPED: found in", name)


def spans():
    for line in open("/proc/self/maps"):
        start, end = (int(number, 16) for number in line.split()[0].split("-"))
        if line.split()[1].startswith("r"):
            yield from ((first, min(PIECE + 64, end - first)) for first in range(start, end, PIECE))


memory = os.open("/proc/self/mem", os.O_RDONLY)
for start, size in list(spans()):
    try:
        look("memory", os.pread(memory, size, start))
    except (OSError, OverflowError):
        pass
for descriptor in range(256):
    try:
        os.set_blocking(descriptor, False)
        look(f"descriptor {descriptor}", os.read(descriptor, 1 << 16))
    except OSError:
        pass
files = [
    os.path.join(where, name)
    for folder in ("/tmp", "/dev/shm", "/dev/mqueue", "/var/tmp", ".")
    for where, folders, names in os.walk(folder)
    for name in (*folders, *names)
]
for name in [
    *files,
    *glob.glob("/proc/[0-9]*/*"),
    *glob.glob("/proc/self/*"),
    *glob.glob("/proc/sysvipc/*"),
    *glob.glob("/proc/sys/kernel/*"),
]:
    look("a name", os.fsencode(name))
    try:
        with open(os.open(name, os.O_RDONLY | os.O_NONBLOCK), "rb", 0) as file:
            if not name.endswith(("/mem", "kmsg", "pagemap")):
                look(name, file.read(1 << 20) or b"")
    except OSError:
        pass
look("environment", repr(os.environ).encode())
print("searched")
