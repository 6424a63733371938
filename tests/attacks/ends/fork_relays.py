"""Ten relays of processes that each hand over to a child and end, up to the time limit."""

# outcome: timeout
import os
import time

end = time.monotonic() + 10


def relay():
    os.setsid()
    for _ in range(20_000):
        try:
            if time.monotonic() > end or os.fork():
                break
        except OSError:
            time.sleep(0.001)
    os._exit(0)


for _ in range(10):
    try:
        if os.fork() == 0:
            relay()
    except OSError:  # the first ones are too many already
        pass
time.sleep(10)
