"""Takes memory until there is none."""

# seconds: 10
# outcome: memory
# exit: 137
held = []
while len(held) < 1000:
    held.append(b"x" * (1 << 20))
