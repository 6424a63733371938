"""Writes messages to every descriptor that could lead to the supervisor."""

# outcome: fail
# exit: 3
import os

for number in range(3, 4096):
    try:
        os.write(number, b'{"status": 0, "protections": []}\n')
        print("ESCAPED", number)
    except OSError:
        pass
os._exit(3)
