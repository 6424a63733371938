"""Makes secrets and hooks in a folder whose name is no text, with a line break and an escape sequence."""

# log: hook
import os

folder = b"sub\xff\n\x1b[2J"
os.makedirs(folder + b"/.git/hooks")
open(folder + b"/.git/hooks/hook", "w").close()
open(folder + b"/.env", "w").close()
os.mkfifo(folder + b"/hook\xff\n")
