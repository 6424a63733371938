"""A test of unittest that leaves the process with a code that means success."""

# suite: unittest test_lie.py
# outcome: fail
# seconds: 10
import os
import unittest


class Lie(unittest.TestCase):
    def test_lie(self):
        os._exit(0)
