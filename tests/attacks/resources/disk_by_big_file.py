"""Writes a file over the limit of one file."""

# prints: bounded
written = 0
try:
    with open("big", "wb", 0) as file:
        for _ in range(64):
            written += file.write(b"x" * (1 << 20))
except OSError:
    print("bounded" if written <= 8 << 20 else "ESCAPED")
