"""Becomes another program, which knows nothing of Python's signal handlers."""

# allow: process
# outcome: timeout
import os

os.execv("/bin/sleep", ["sleep", "10"])
