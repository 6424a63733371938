"""Recurses until the stack is full, which ends the interpreter."""

# outcome: fail
# exit: 139
import threading

threading.stack_size(32768)
nested = []
for _ in range(100_000):
    nested = [nested]
threading.Thread(target=lambda: nested == nested[:]).start()
import ctypes

ctypes.string_at(0)
