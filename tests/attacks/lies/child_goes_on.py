"""Lets a child do what goes wrong, and ends well itself."""

# prints: well
# log: left running
import os
import time

if os.fork() == 0:
    os.setsid()
    time.sleep(0.5)
    os._exit(1)
print("well")
