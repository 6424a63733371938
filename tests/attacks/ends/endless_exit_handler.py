"""Ends, but for an exit handler that does not."""

# outcome: timeout
# prints: main ends
import atexit
import time

atexit.register(time.sleep, 10)
print("main ends")
