"""Fills the folder for shared memory."""

# prints: bounded
# not covered without read-only-root | landlock: everybody may write there
written = 0
try:
    for number in range(8):
        with open(f"/dev/shm/hostile-{number}", "wb", 0) as file:
            for _ in range(7):
                written += file.write(b"x" * (1 << 20))
except OSError:
    pass
print("bounded" if written <= 16 << 20 else "ESCAPED")
