"""The reviewed table of what acts by itself: each function does what it says with the argument that it says."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
import warnings
from contextlib import suppress
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox.model.sinks import SINKS

if TYPE_CHECKING:
    from collections.abc import Iterable

PROBE = Path(__file__).with_name("probe.py")
# Where the argument stands alone, the call is plain; these need others beside it, or something to be called of.
CALLS = """
os.open os.open(MARK, 0)
io.open_code io.open_code(os.path.abspath(MARK))
os.access os.access(MARK, 0)
os.pathconf os.pathconf(MARK, 'PC_NAME_MAX')
os.getxattr os.getxattr(MARK, 'user.x')
os.setxattr os.setxattr(MARK, 'user.x', b'')
os.removexattr os.removexattr(MARK, 'user.x')
os.mknod os.mknod(MARK)
os.chmod os.chmod(MARK, 0o600)
os.chown os.chown(MARK, -1, -1)
os.lchown os.lchown(MARK, -1, -1)
os.truncate os.truncate(MARK, 0)
os.utime os.utime(MARK)
os.rename:src os.rename(MARK, 'other')
os.rename:dst os.rename('other', MARK)
os.replace:src os.replace(MARK, 'other')
os.replace:dst os.replace('other', MARK)
os.link:src os.link(MARK, 'other')
os.link:dst os.link('other', MARK)
os.symlink:src os.symlink(MARK, 'other')
os.symlink:dst os.symlink('other', MARK)
ssl.SSLContext.load_cert_chain:certfile ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(MARK)
ssl.SSLContext.load_verify_locations:cafile ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(MARK)
_ssl._SSLContext.load_cert_chain:certfile ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(MARK)
_ssl._SSLContext.load_verify_locations:cafile ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(MARK)
ossaudiodev.open ossaudiodev.open(MARK, 'r')
readline.append_history_file readline.append_history_file(0, MARK)
importlib._bootstrap._load importlib._bootstrap._load(importlib.machinery.ModuleSpec(MARK, importlib.machinery.ExtensionFileLoader(MARK, '/x'), origin='/x'))
_frozen_importlib._load _frozen_importlib._load(importlib.machinery.ModuleSpec(MARK, importlib.machinery.ExtensionFileLoader(MARK, '/x'), origin='/x'))
warnings.warn_explicit warnings.warn_explicit('x', UserWarning, MARK, 1)
os.execv os.execv(MARK, ['x'])
os.execve os.execve(MARK, ['x'], {})
os.posix_spawn os.posix_spawn(MARK, ['x'], {})
os.posix_spawnp os.posix_spawnp(MARK, ['x'], {})
subprocess.Popen:args subprocess.Popen([MARK])
subprocess.Popen:executable subprocess.Popen(['x'], executable=MARK)
socket.socket.connect socket.socket(socket.AF_UNIX).connect(MARK)
socket.socket.connect_ex socket.socket(socket.AF_UNIX).connect_ex(MARK)
socket.socket.sendto socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'', MARK)
socket.socket.bind socket.socket(socket.AF_UNIX).bind(MARK)
socket.getaddrinfo socket.getaddrinfo(MARK, 1)
_imp.create_dynamic _imp.create_dynamic(importlib.machinery.ModuleSpec(MARK, None, origin=MARK))
pickle.load pickle.load(io.BytesIO(b'c' + MARK.encode() + b'\\nx\\n.'))
pickle.loads pickle.loads(b'c' + MARK.encode() + b'\\nx\\n.')
pickle.Unpickler pickle.Unpickler(io.BytesIO(b'c' + MARK.encode() + b'\\nx\\n.')).load()
_pickle.load _pickle.load(io.BytesIO(b'c' + MARK.encode() + b'\\nx\\n.'))
_pickle.loads _pickle.loads(b'c' + MARK.encode() + b'\\nx\\n.')
_pickle.Unpickler _pickle.Unpickler(io.BytesIO(b'c' + MARK.encode() + b'\\nx\\n.')).load()
"""
# What is not called, and why.
REST = dict(
    line.split(" ", 1)
    for line in """
_posixsubprocess.fork_exec its arguments differ from version to version; subprocess.Popen is probed, which calls it
_imp.create_builtin:spec raises no event
_imp.exec_dynamic:spec raises no event, and needs a module that has been made
_interpreters.exec:script runs in another interpreter, of which the hook hears nothing
_interpreters.run_string:script runs in another interpreter, of which the hook hears nothing
_xxsubinterpreters.run_string:script runs in another interpreter, of which the hook hears nothing
_locale.bindtextdomain:dir says where to look later
locale.bindtextdomain:dir says where to look later
multiprocessing.synchronize.sem_unlink:name goes by no file of its folder, and raises no event
os.spawnv:file starts by os.execv, which is probed, in a process of its own
os.spawnve:file starts by os.execve, which is probed, in a process of its own
_ssl._SSLContext.load_cert_chain:keyfile is read after a certificate that has to fit
ssl.SSLContext.load_cert_chain:keyfile is read after a certificate that has to fit
_ssl._SSLContext.load_verify_locations:capath says where to look later
ssl.SSLContext.load_verify_locations:capath says where to look later
""".strip().splitlines()
)


def places() -> dict[str, tuple[str, str]]:
    """Return the kind of each function and argument, and a call that gives it MARK."""
    special = dict(line.split(" ", 1) for line in CALLS.strip().splitlines())
    found = {}
    library = {name: each for name, each in SINKS.items() if not name.startswith("pydantic.")}
    for name, kinds in library.items():
        for kind, arguments in kinds:
            for _, argument in arguments:
                key = f"{name}:{argument}"
                plain = f"{name.removeprefix('builtins.')}(MARK)"
                found[key] = kind, special.get(key) or special.get(name) or plain
    return found


def is_here(name: str) -> bool:
    """Return whether this Python has it."""
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        with suppress(AttributeError, ImportError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reduce(getattr, parts[end:], importlib.import_module(".".join(parts[:end])))
            return True
    return False


def probed(lines: Iterable[str]) -> list[str]:
    """Return those lines `KIND NAME CALL` of which the probe has seen what they say."""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [sys.executable, "-I", str(PROBE)],
            input="".join(f"{line}\n" for line in lines),
            cwd=folder,
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        )
    return run.stdout.splitlines()


@cache
def shown() -> frozenset[str]:
    """Return the functions and arguments that do what the table says."""
    lines = {
        f"{kind} {key.partition(':')[0]} {call}": key
        for key, (kind, call) in places().items()
        if key.partition(":")[0] not in REST and is_here(key.partition(":")[0])
    }
    return frozenset(lines[line] for line in probed(lines))


@pytest.mark.parametrize("place", [key for key in places() if not {key, key.partition(":")[0]} & set(REST)])
def test_function_does_with_the_argument_what_the_table_says(place: str) -> None:
    if not is_here(place.partition(":")[0]):
        pytest.skip("this Python has no such function")
    assert place in shown()


def test_what_is_not_called_is_in_the_table() -> None:
    assert {key for key in REST if key not in places() and key not in SINKS} == set()


@pytest.mark.parametrize(
    "line",
    [
        "path builtins.len len(MARK)",
        "path os.open os.open('x', 0)",
        "path readline.append_history_file readline.append_history_file(0, 'x')",
        "start os.listdir os.listdir(MARK)",
        "unpickle pickle.dumps pickle.dumps(MARK)",
        "import math.sqrt math.sqrt(MARK)",
    ],
)
def test_the_probe_is_not_content_with_anything(line: str) -> None:
    assert probed([line]) == []
