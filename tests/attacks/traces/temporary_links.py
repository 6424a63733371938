"""Leaves what could lead whoever cleans up to somewhere else: links to the project and to the root, odd names, hard links."""

# prints: made
import os
import tempfile

open("kept", "w").close()
os.mkdir("kept.d")
top = os.fsencode(tempfile.gettempdir())
for name, target in (
    (b"up", b".."),
    (b"root", b"/"),
    (b"project", os.getcwdb()),
    (b"own", b"own"),
    (b"fd", b"/proc/self/cwd"),
):
    os.symlink(target, top + b"/" + name)
for name in (b"\xff\xfe", b"new\nline", b"-rf", b" ", b"*", b"..."):
    os.makedirs(top + b"/" + name + b"/" + name)
    open(top + b"/" + name + b"/f", "w").close()
open(top + b"/one", "w").close()
for number in range(200):
    os.link(top + b"/one", top + b"/h%d" % number)
print("made" if os.path.exists("kept.d") else "gone")
