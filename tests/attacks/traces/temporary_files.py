"""Leaves links, pipes, locked and very deep folders where all runs have their temporary files."""

# prints: made
import os
import tempfile

top = tempfile.gettempdir()
os.symlink("/etc", f"{top}/link")
os.mkfifo(f"{top}/pipe")
os.mkdir(f"{top}/locked")
open(f"{top}/locked/file", "w").close()
os.chmod(f"{top}/locked", 0)
os.chdir(top)
for _ in range(300):
    os.mkdir("d" * 100)
    os.chdir("d" * 100)
print("made")
