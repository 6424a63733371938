"""A test that asks the runner to end with success."""

# suite: pytest test_a_lie.py
# outcome: fail
# seconds: 10
import pytest


def test_lie():
    pytest.exit("all is well", returncode=0)
