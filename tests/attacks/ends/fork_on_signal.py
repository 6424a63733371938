"""Answers each signal that it can with another child."""

# outcome: timeout
import os
import signal
import time

children = 0


def multiply(*_):
    global children
    if children < 20:
        children += 1
        os.fork()


for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCONT, signal.SIGUSR1):
    signal.signal(number, multiply)
os.fork()
os.kill(os.getpid(), signal.SIGUSR1)
end = time.monotonic() + 10
while time.monotonic() < end:
    time.sleep(1)
