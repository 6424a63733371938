"""Writes many files into the project, each within its limit: the project has no quota, but all of them are listed."""

# changes: created file big11
# seconds: 10
for number in range(12):
    with open(f"big{number}", "wb") as file:
        file.write(b"x" * (7 << 20))
