"""Makes names with line breaks, escape sequences, and bytes that are no text."""

import os

for name in (b"a\nb.py", b"\x1b[2J.py", b"\xff\xfe.py", b"-rf", b" ", "\u202egnp.py".encode(), b"x" * 255):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
