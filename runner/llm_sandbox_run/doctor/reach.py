"""Checks: what a program must not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.doctor import advice
from llm_sandbox_run.doctor.check import WITH_WALLS, Check

if TYPE_CHECKING:
    from llm_sandbox_run.doctor.check import Trial

_PTRACE_SEIZE, _CLONE_NEWUSER = 0x4206, 0x10000000


def _strays(trial: Trial) -> str:
    found = trial.scene.strays()
    return f"it wrote to {', '.join(found)} of the host" if found else ""


CHECKS = (
    Check(
        claim="there is no network, and no socket of the host",
        program="""\
import os, socket
def connect(family, address, name):
    try:
        with socket.socket(family) as client:
            client.settimeout(1)
            client.connect(address)
            could("connect to " + name)
    except OSError:
        pass
connect(socket.AF_INET, ("127.0.0.1", scene["port"]), "a port of the host")
connect(socket.AF_UNIX, chr(0) + scene["name"], "a socket that is a mere name")
for path in scene["sockets"]:
    try:
        folder = os.open(os.path.dirname(path) or ".", os.O_PATH)
        connect(socket.AF_UNIX, "/proc/self/fd/%d/%s" % (folder, os.path.basename(path)), path)
    except OSError:
        pass
""",
        objection=lambda trial: "a listener of the host was called" if trial.scene.callers() else "",
        advice=advice.PROTECTIONS["network-off"],
        protection="network-off",
    ),
    Check(
        claim="the host's environment cannot be read",
        program="""\
import glob, os
if scene["variable"] in os.environ: could("see a variable of the host")
for path in glob.glob("/proc/[0-9]*/environ"):
    if path != "/proc/%d/environ" % os.getpid():
        try:
            with open(path, "rb") as file:
                if file.read(1): could("read " + path)
        except OSError:
            pass
""",
        advice=advice.PROTECTIONS["files-hidden"],
    ),
    Check(
        claim="files of the host cannot be read",
        program="""\
for path in scene["canaries"]:
    try:
        with open(path, "rb"): could("read " + path)
    except OSError:
        pass
""",
        advice=advice.PROTECTIONS["files-hidden"],
        essential_on=WITH_WALLS,
        protection="files-hidden",
    ),
    Check(
        claim="nothing can be written but the project and temporary files",
        program="""\
import os, tempfile
temporary = (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm")  # perhaps its own: then the host sees nothing there
others = {"/", "/dev", "/etc", "/home", "/opt", "/proc", "/root", "/run", "/sys", "/usr", "/usr/local", "/var"}
for folder in {*temporary, *others, *map(os.path.dirname, scene["canaries"])}:
    try:
        with open(os.path.join(folder, scene["name"]), "x"): pass
        if not (folder + "/").startswith(tuple(each + "/" for each in temporary)): could("write to " + folder)
    except OSError:
        pass
""",
        objection=_strays,
        advice=f"{advice.NAMESPACES}; or {advice.LANDLOCK}",
    ),
    Check(
        claim="devices of the machine cannot be opened",
        program="""\
import os
for path in ("/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/vhost-net", "/dev/vhost-vsock", "/dev/vsock", "/dev/userfaultfd"):
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        could("open " + path)
    except OSError:
        pass
""",
        advice=f"{advice.NAMESPACES}; or {advice.LANDLOCK}",
        essential_on=WITH_WALLS,
    ),
    Check(
        claim="the supervisor cannot be looked into or traced",
        program=f"""\
import ctypes, os
for name in ("environ", "fd", "maps", "mem"):
    path = "/proc/%d/%s" % (os.getppid(), name)
    try:
        if os.path.isdir(path): os.listdir(path)
        else: open(path, "rb").close()
        could("open " + path)
    except OSError:
        pass
if ctypes.CDLL(None).ptrace({_PTRACE_SEIZE}, os.getppid(), None, None) == 0: could("trace the supervisor")
""",
        advice=f"{advice.NAMESPACES}; or {advice.SECCOMP}",
    ),
    Check(
        claim="the supervisor cannot be sent a signal",
        program="""\
import os
try:
    os.kill(os.getppid(), 0)
    could("send one")
except OSError:
    pass
""",
        advice=advice.PROTECTIONS["signals-confined"],
        essential_on=WITH_WALLS,
        protection="signals-confined",
    ),
    Check(
        claim="no namespaces can be made, which open more of the kernel",
        program=f"import ctypes\nif ctypes.CDLL(None).unshare({_CLONE_NEWUSER}) == 0: could('make one')\n",
        advice=advice.SECCOMP,
        essential_on=WITH_WALLS,
        protection="seccomp",
    ),
)
