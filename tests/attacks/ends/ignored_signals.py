"""Ignores every signal that can be ignored."""

# outcome: timeout
# exit: 124
import signal
import time

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
end = time.monotonic() + 10
while time.monotonic() < end:
    time.sleep(1)
