"""Makes what git takes for a repository, without its usual names."""

# gone: tree/HEAD
# log: tree
import os

os.makedirs("tree/store/objects")
os.makedirs("tree/store/refs")
open("tree/HEAD", "w").write("ref: refs/heads/main\n")
open("tree/commondir", "w").write("store\n")
open("tree/config.worktree", "w").write("[core]\n\tfsmonitor = true\n")
