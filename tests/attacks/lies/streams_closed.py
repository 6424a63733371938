"""Closes its streams and fails."""

# outcome: fail
# exit: 4
import os

os.closerange(0, 3)
raise SystemExit(4)
