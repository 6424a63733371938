"""Locks folders by the hundred, so that nobody comes to see what else it has made."""

# seconds: 10
# gone: zz/.git
# log: zz/.git
import os

for number in range(150):
    os.makedirs(f"locked{number}/inner")
    os.chmod(f"locked{number}", 0)
os.makedirs("zz/.git")
open("zz/.git/config", "w").write("[core]\n\tfsmonitor = true\n")
open("zz/.git/HEAD", "w").write("ref: refs/heads/main\n")
