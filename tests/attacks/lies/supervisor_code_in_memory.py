"""Replaces what is left of the supervisor's own code in the process, and the functions that end it."""

# outcome: fail
import gc
import os
import sys
import types

real = os._exit
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__code__.co_filename.startswith("<guest"):
        thing.__code__ = (lambda *_, **__: 0).__code__
os._exit = lambda status: real(status)
sys.exit(5)
