"""A test that leaves the process with a code that means success."""

# suite: pytest test_lie.py
# outcome: fail
# seconds: 10
import os


def test_lie():
    os._exit(0)
