"""Two forks and a new session, to be nobody's child."""

# prints: main ends
# log: left running
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(10)
    os._exit(0)
os.wait()
print("main ends")
