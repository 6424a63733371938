"""Makes a protected name in a folder that nothing can be renamed in."""

# log: sub/.git
import os

os.makedirs("sub/.git")
os.chmod("sub", 0o555)
