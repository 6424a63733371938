"""Call what stands in the table of sinks, and tell which calls go to what they are given; run it in an empty folder.

Reads lines `KIND NAME EXPRESSION` from standard input, and prints those that show it. MARK is a name that nothing has. Whatever
raises an audit event of it is stopped there, so nothing is started, loaded or reached.
"""

import errno
import importlib
import os
import sys
import warnings
from pathlib import Path

MARK = "mark_7f3a"
EVENTS = {
    "path": ("open", "os.", "sqlite3.connect"),
    "start": ("os.exec", "os.posix_spawn", "os.system", "subprocess.Popen"),
    "connect": ("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto"),
    "listen": ("socket.bind",),
    "import": ("import",),
    "exec": ("compile", "cpython.run_", "exec"),
    "unpickle": ("pickle.find_class",),
    "native": ("ctypes.dlopen", "sqlite3.load_extension"),
}
watched = []  # the kind of the call that goes on
seen = []


class StoppedError(BaseException):
    """The event that was waited for."""


def hook(event, args):
    """Stop at an event of what is probed."""
    if watched and event.startswith(EVENTS[watched[0]]) and MARK in repr(args):
        watched.clear()
        seen.append(event)
        raise StoppedError


def called(name, expression):
    """Call, and return what comes of it: what it gives, or the kind of its error."""
    module = name.rpartition(".")[0]
    while module not in sys.modules:
        try:
            importlib.import_module(module)
        except ImportError:
            module = module.rpartition(".")[0]
    space = {"MARK": MARK, name.partition(".")[0]: sys.modules[name.partition(".")[0]]}
    code = compile(
        f"import io, importlib.machinery, os, socket, ssl\nresult = {expression}", "<probe>", "exec"
    )
    exec(code, space)  # noqa: S102 - what the table lists
    return repr(space["result"])


def outcome(kind, name, expression):
    """Return what comes of a call, with an error as its kind."""
    watched[:] = [kind]
    try:
        return called(name, expression)
    except StoppedError:
        return "stopped"
    except ImportError as error:
        return f"import {error.name}"
    except OSError as error:
        return errno.errorcode.get(error.errno, "OSError")
    except Exception as error:  # noqa: BLE001 - it has reached nothing that is looked for
        return type(error).__name__
    finally:
        watched.clear()


def shows(kind, name, expression):
    """Return whether a call goes to what it is given: an event, a file that it makes, or another end where there is one."""
    seen.clear()
    missing = outcome(kind, name, expression)
    if seen or missing == f"import {MARK}":
        return True
    if kind != "path":
        return False
    file = Path(MARK)
    if file.exists():
        file.unlink()
        return True
    file.write_text("x")
    there = outcome(kind, name, expression)
    file.unlink(missing_ok=True)
    return bool(seen) or there != missing


def main():
    """Probe every line."""
    warnings.simplefilter("always")
    sys.addaudithook(hook)
    lines = sys.stdin.read().splitlines()
    output = os.dup(1)
    os.dup2(2, 1)
    for line in lines:
        if shows(*line.split(" ", 2)):
            os.write(output, f"{line}\n".encode())


if __name__ == "__main__":
    main()
