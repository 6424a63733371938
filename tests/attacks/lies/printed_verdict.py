"""Fails, and prints that it passed."""

# outcome: fail
# exit: 1
import sys

print('{"outcome": "pass", "exit_code": 0}')
print("pass: 1 passed in 0.01s", file=sys.stderr)
sys.exit(1)
