"""Runs inside the sandbox: executes a program and tells which sensitive events it raises."""

import builtins
import os
import sys
from _thread import get_ident
from pathlib import Path

SENSITIVE = frozenset("EVENTS")
OF_PLACES = frozenset("PLACES")  # these matter outside of the project
TEXT = "PROGRAM"
HARMLESS = """/tmp /var/tmp /dev/null /dev/zero /dev/random /dev/urandom /usr/share/zoneinfo /etc/localtime
    /etc/mime.types""".split()
OURS = (
    "<guest.program>",
    "<guest.ending>",
)  # the supervisor's code that shows what went wrong, and ends the process
IMPORTERS = ("<frozen importlib", "<frozen zipimport")
MACHINERY = frozenset(  # of the library, in named tuples, data classes, doctest
    """code.__new__ compile exec function.__new__ pdb.Pdb sys._getframe sys._getframemodulename sys.settrace""".split()
)
LIBRARY = os.__file__.rpartition("/")[0]
STDERR = os.dup(2)


def _watch(program):
    project = str(Path.cwd())
    places = (project, sys.prefix, sys.base_prefix, LIBRARY, *HARMLESS)
    told, busy = set(), set()
    write, frame_of = os.write, sys._getframe

    def is_outside(path):
        if not isinstance(path, (str, bytes, os.PathLike)):
            return False  # a descriptor
        name = os.fsdecode(path)
        whole = os.path.normpath(name if name.startswith("/") else f"{project}/{name}")
        return not any(whole == place or whole.startswith(place + "/") for place in places)

    def is_own(event):
        """Whether the program asked for it: not an import, and for code not the library's own machinery."""
        frame = frame_of(3)
        if frame.f_code.co_filename in OURS:
            return False
        if event in MACHINERY:
            return not frame.f_code.co_filename.startswith((LIBRARY, "<frozen"))
        while frame is not None:
            if frame.f_code.co_filename.startswith(IMPORTERS):
                return False
            frame = frame.f_back
        return True

    def note(event, args):
        if event in OF_PLACES and not is_outside(args[0]):
            return
        if event == "socket.__new__" and args[1] not in (2, 10, 17):
            return  # a pair of local sockets, as every event loop has
        if event == "exec" and args[0] is program:
            return
        line = f"{event} {os.fsdecode(args[0])}" if event in OF_PLACES else event
        if line not in told and is_own(event):
            told.add(line)
            write(STDERR, f"\n::event:: {line}\n".encode("utf-8", "backslashreplace"))

    def hook(event, args):
        thread = get_ident()
        if event in SENSITIVE and thread not in busy:  # noting raises events itself
            busy.add(thread)
            try:
                note(event, args)
            finally:
                busy.discard(thread)

    sys.addaudithook(hook)


def _main():
    code = compile(TEXT, "<program>", "exec", dont_inherit=True)
    sys.argv[:] = ["program.py"]
    space = {"__name__": "__main__", "__builtins__": builtins}
    run = exec
    _watch(code)
    run(code, space)


_main()
