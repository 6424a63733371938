"""Makes such a folder by a file that says where it lies."""

# gone: sub/.git
# log: sub/.git
import os

os.makedirs("sub/store")
open("sub/.git", "w").write("gitdir: store")
