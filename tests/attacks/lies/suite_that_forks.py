"""A test that goes on in a child, whose session ends as well."""

# suite: pytest test_a_lie.py
# outcome: fail
# seconds: 10
import os


def test_lie():
    if os.fork():
        os._exit(0)
