"""Leaves a file in shared memory."""

# not covered without read-only-root | landlock: everybody may write there
try:
    open("/dev/shm/hostile-left", "w").write("hostile")
except OSError:
    pass
