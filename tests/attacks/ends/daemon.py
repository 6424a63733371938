"""A daemon by the book: session, working folder, streams, nothing in common with its maker."""

# prints: started
# log: left running
import os
import time

print("started", flush=True)
ready, done = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.chdir("/")
    os.umask(0)
    null = os.open("/dev/null", os.O_RDWR)
    for stream in range(3):
        os.dup2(null, stream)
    os.write(done, b"x")
    os.closerange(3, 256)
    time.sleep(10)
    os._exit(0)
os.read(ready, 1)
