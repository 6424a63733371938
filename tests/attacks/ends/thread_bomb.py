"""Starts threads until there are no more."""

# outcome: timeout
import threading
import time

for _ in range(200):
    try:
        threading.Thread(target=time.sleep, args=(10,)).start()
    except RuntimeError:
        break
time.sleep(10)
