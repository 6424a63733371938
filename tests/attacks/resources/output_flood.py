"""Prints lines without end."""

# outcome: output
# exit: 153
# seconds: 10
while True:
    print("x" * 100)
