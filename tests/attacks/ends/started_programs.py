"""Starts other programs in sessions of their own, and ends."""

# allow: process
# prints: done
# log: left running
import subprocess

for _ in range(5):
    subprocess.Popen(["/bin/sleep", "10"], start_new_session=True)
print("done")
