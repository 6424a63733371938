"""Closes everything that it has, to end unseen."""

# outcome: fail
# exit: 7
import os

os.closerange(0, 4096)
os._exit(7)
