"""A file of tests that leaves the process when it is loaded."""

# suite: pytest conftest.py
# outcome: fail
# seconds: 10
import os

os._exit(0)
