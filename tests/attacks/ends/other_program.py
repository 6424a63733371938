"""Becomes another program, which knows nothing of Python's signal handlers."""

# outcome: timeout
import os

os.execv("/bin/sleep", ["sleep", "10"])
