"""Ends well, and changes its mind in an exit handler."""

# outcome: fail
# exit: 9
import atexit
import os

atexit.register(os._exit, 9)
