"""Starts other programs, in every way that Python has, though nobody has granted it."""

import ctypes
import os
import subprocess

SH = "/bin/sh"


def child(start):
    if os.fork() == 0:
        try:
            start()
        finally:
            os._exit(0)
    os.wait()


def by_descriptor():
    handle = os.open(SH, os.O_RDONLY)
    os.execve(handle, ["sh", "-c", "echo ESCAPED"], {})


def by_execveat():
    handle = os.open("/bin", os.O_RDONLY)
    arguments = (ctypes.c_char_p * 4)(b"sh", b"-c", b"echo ESCAPED", None)
    ctypes.CDLL(None).syscall(
        322 if os.uname().machine == "x86_64" else 281, handle, b"sh", arguments, None, 0
    )


for start in (
    lambda: os.execv(SH, ["sh", "-c", "echo ESCAPED"]),
    lambda: subprocess.run([SH, "-c", "echo ESCAPED"], check=False),
    lambda: os.posix_spawn(SH, ["sh", "-c", "echo ESCAPED"], {}),
    lambda: os.system("echo ESCAPED"),
    by_descriptor,
    by_execveat,
):
    child(start)
