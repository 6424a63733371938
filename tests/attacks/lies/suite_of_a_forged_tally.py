"""A test that writes what a runner would say to each descriptor that is open, and leaves."""

# suite: pytest test_a_lie.py
# outcome: fail
# seconds: 10
import json
import os


def test_lie():
    told = {"collected": 9, "passed": 9, "failed": 0, "skipped": 0, "errors": 0, "finished": True}
    for number in range(3, 4096):
        try:
            os.write(number, json.dumps(told).encode())
        except OSError:
            pass
    os._exit(0)
