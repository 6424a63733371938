"""Makes such a folder by a link to another one."""

# gone: sub/.git
# log: sub/.git
import os

os.makedirs("sub/store/hooks")
os.symlink("store", "sub/.git")
