"""Leaves a file beside the project, where the way to it leads through a folder of the sandbox's own."""

# not covered without read-only-root | landlock: what the user may write
try:
    open("../hostile-left", "w").write("hostile")
except OSError:
    pass
