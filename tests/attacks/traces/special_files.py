"""Leaves files that whoever opens them waits for: pipes, sockets."""

# changes: created other pipe.py
import os

os.mkfifo("pipe.py")
os.mkfifo("conftest.py")
os.mkfifo(".envrc-pipe")
