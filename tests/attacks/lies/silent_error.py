"""Fails, with a hook that hides the error."""

# outcome: fail
# exit: 1
import sys

sys.excepthook = lambda *_: None
raise RuntimeError
