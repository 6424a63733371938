"""Makes a repository that has no protected name: git finds it by its contents, and obeys its settings."""

# log: sub
import os

os.makedirs("sub/objects")
os.makedirs("sub/refs")
open("sub/HEAD", "w").write("ref: refs/heads/main\n")
open("sub/config", "w").write(
    "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = true\n"
)
