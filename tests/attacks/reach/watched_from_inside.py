"""Has the kernel tell of what happens in a folder outside, by each of its ways."""

# not covered without files-hidden: what the user may read can be watched
import ctypes
import fcntl
import json
import os
import sys

IN_ALL_EVENTS, FAN_CLASS_NOTIF = 0xFFF, 0
libc = ctypes.CDLL(None)
outside = json.loads(sys.argv[1])["outside"]
for flags in (os.O_RDONLY, os.O_PATH):
    try:
        fcntl.fcntl(os.open(outside, flags), fcntl.F_NOTIFY, fcntl.DN_CREATE | fcntl.DN_MULTISHOT)
        print("ESCAPED", "dnotify")
    except OSError:
        pass
for path in (outside, f"{outside}/secret"):
    if libc.inotify_add_watch(libc.inotify_init(), os.fsencode(path), IN_ALL_EVENTS) >= 0:
        print("ESCAPED", "inotify", path)
if libc.fanotify_init(FAN_CLASS_NOTIF, os.O_RDONLY) >= 0:
    print("ESCAPED", "fanotify")
