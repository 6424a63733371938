# --- every import form
import subprocess
import subprocess as sp  # LLS807
from subprocess import run
from subprocess import Popen as start, PIPE, CalledProcessError
subprocess.run(["ls"])  # LLS201
sp.check_output(["ls"])  # LLS201
run(["ls"])  # LLS201
start(["ls"], stdout=PIPE)  # LLS201
# --- star import
from os import *  # LLS807
from subprocess import *  # LLS807
system("ls")  # LLS202
call(["ls"])  # LLS201
# --- inside functions, classes and try
def f():
    import os
    return os.popen("ls")  # LLS202
class A:
    from os import fork  # LLS203
    def go(self):
        return self.fork()  # LLS203
try:
    import subprocess32 as subprocess
except ImportError:
    import subprocess
subprocess.call(["ls"])  # LLS201
# --- re-exports and private twins
import asyncio
import logging
import platform
import posix
import shutil
import tempfile
import _posixsubprocess
logging.os.system("ls")  # LLS202
asyncio.subprocess.subprocess.run("ls")  # LLS201
tempfile._os.system("ls")  # LLS202
shutil.os.popen("ls")  # LLS202
posix.system("ls")  # LLS202
platform.os.execv("/bin/ls", ["ls"])  # LLS203
_posixsubprocess.fork_exec()  # LLS201
# --- a reference without a call
import os
import subprocess
from functools import partial
list(map(os.system, ["ls"]))  # LLS202
partial(subprocess.run, ["ls"])()  # LLS201
actions = {"run": subprocess.run, "stop": os.kill}  # LLS211
actions["run"](["ls"])  # LLS201
def start(using=os.system):
    using("ls")  # LLS202
class Job:
    run = staticmethod(os.system)  # LLS202
@os.system  # LLS202
def command(): pass
# --- aliases
import os
s = os.system
s("ls")  # LLS202
if (p := os.popen):
    p("ls")  # LLS202
x, y = os.system, os.fork  # LLS203
x("ls")  # LLS202
# --- names that are built
import base64
import os
import subprocess
from operator import attrgetter, methodcaller
getattr(os, "sys" + "tem")("ls")  # LLS202
getattr(os, "metsys"[::-1])("ls")  # LLS202
getattr(os, f"{'pop'}en")("ls")  # LLS202
getattr(os, base64.b64decode(b"c3lzdGVt").decode())("ls")  # LLS202
os.__dict__["system"]("ls")  # LLS202 LLS807
vars(subprocess)["run"](["ls"])  # LLS201 LLS807
attrgetter("system")(os)("ls")  # LLS202 LLS807
methodcaller("system", "ls")(os)  # LLS202 LLS807
getattr(os, "_exit")(0)  # LLS212
# --- asyncio
import asyncio
async def main():
    await asyncio.create_subprocess_exec("ls")  # LLS201
    await asyncio.create_subprocess_shell("ls")  # LLS202
    await asyncio.subprocess.create_subprocess_exec("ls")  # LLS201
    loop = asyncio.get_running_loop()
    await loop.subprocess_exec(asyncio.SubprocessProtocol, "ls")  # LLS201
    await loop.subprocess_shell(asyncio.SubprocessProtocol, "ls")  # LLS202
async def other(loop):
    await loop.subprocess_shell(print, "ls")  # LLS202
# --- copies of this process
import os
import pty
os.fork()  # LLS203
os.forkpty()  # LLS203
pty.fork()  # LLS203
pty.spawn("/bin/sh")  # LLS201
os.execlp("ls", "ls")  # LLS203
os.spawnl(os.P_NOWAIT, "ls", "ls")  # LLS201
os.posix_spawn("ls", ["ls"], {})  # LLS201
# --- worker processes
import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Process
import multiprocessing.pool
mp.Pool(2)  # LLS204
Process(target=print).start()  # LLS204
class Worker(mp.Process):  # LLS204
    pass
multiprocessing.pool.Pool(2)  # LLS204
mp.get_context("spawn").Process(target=print)  # LLS204
with ProcessPoolExecutor() as pool:  # LLS204
    print(pool)
# --- other starters
import webbrowser  # LLS205
import docker  # LLS207
import git  # LLS201
import pexpect  # LLS201
import pip  # LLS206
import venv  # LLS206
from sh import ls  # LLS201
import click
click.launch("x.html")  # LLS205
# --- signals
import os
import signal
import psutil
os.kill(1, signal.SIGKILL)  # LLS211
os.killpg(0, 9)  # LLS211
signal.pthread_kill(1, 9)  # LLS211
psutil.Process(1).kill()  # LLS211
p = psutil.Process(1)
p.terminate()  # LLS211
for process in psutil.process_iter():
    if process.name() == "x":
        process.kill()  # LLS211
for process in [p for p in psutil.process_iter(["pid"]) if p.pid > 9]:
    process.suspend()  # LLS211
for child in psutil.Process().children(recursive=True):
    child.kill()  # LLS211
def stop(process: psutil.Process):
    process.send_signal(9)  # LLS211
psutil.Process().parent().kill()  # LLS211
[q.kill() for q in psutil.process_iter()]  # LLS211
with psutil.Process(1) as one:
    one.kill()  # LLS211
# --- the end of the process
import faulthandler
import os
import signal
os._exit(0)  # LLS212
os.abort()  # LLS212
signal.raise_signal(9)  # LLS212
faulthandler.dump_traceback_later(1, exit=True)  # LLS212
faulthandler.dump_traceback_later(1)
# --- out of reach
import os
import signal
os.setsid()  # LLS213
os.setpgrp()  # LLS213
signal.signal(signal.SIGTERM, signal.SIG_IGN)  # LLS213
signal.signal(15, 1)  # LLS213
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])  # LLS213
# --- privileges, limits, devices
import fcntl
import os
import resource
import psutil
os.setuid(0)  # LLS214
os.unshare(0)  # LLS214
os.nice(-5)  # LLS215
resource.setrlimit(resource.RLIMIT_AS, (1, 1))  # LLS215
psutil.Process().nice(10)  # LLS215
fcntl.ioctl(0, 1)  # LLS216
# --- clean look-alikes
import asyncio
import multiprocessing
import os
import platform
import queue
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing.pool import ThreadPool
import psutil
class Robot:
    def run(self):
        return self
    def kill(self):
        return self
    def system(self):
        return self
    def fork(self):
        return self
    def terminate(self):
        return self
robot = Robot()
robot.run().kill().system().fork().terminate()
game.kill()
task.terminate()
pool.spawn(1)
enemy.kill()
unit.call()
def run(command: list[str]) -> subprocess.CompletedProcess:
    raise subprocess.CalledProcessError(1, command)
def popen(x):
    return x
popen("ls")
print(platform.system(), platform.machine(), os.getpid(), os.cpu_count(), multiprocessing.cpu_count())
print(shutil.which("git"), shlex.quote("a b"))
with ThreadPoolExecutor(max_workers=4) as pool:
    print([f.result() for f in as_completed([pool.submit(abs, -1)])])
worker = threading.Thread(target=print, daemon=True)
worker.start()
worker.join()
async def main():
    await asyncio.gather(asyncio.sleep(0), asyncio.to_thread(print))
asyncio.run(main())
signal.signal(signal.SIGINT, lambda number, frame: sys.exit(0))
signal.alarm(5)
for process in psutil.process_iter(["pid", "name"]):
    print(process.info, process.cpu_percent(), process.nice())
print(psutil.cpu_percent(), psutil.virtual_memory().percent)
print("os.system('ls') is a bad idea", "subprocess.run")
"""os.system("ls")"""
try:
    pass
except subprocess.TimeoutExpired:
    pass
if len(sys.argv) > 9:
    exit()
quit()
# --- constants of a library that starts programs
from git import RemoteProgress, Repo
print(RemoteProgress.COUNTING, RemoteProgress.OP_MASK)
repository = Repo(".")  # LLS201
# --- and classes of it
import git
work = map(git.Repo, ["."])  # LLS201
