"""Fails, and so does what shows the error: the fork must not go on with the supervisor's own work."""

# outcome: fail
# exit: 1
import sys


class TwiceError(OSError):
    def __str__(self):
        raise self


def fail(*_):
    raise TwiceError


sys.excepthook = fail
sys.stderr = None
raise TwiceError
