"""A program ends in the sandbox as it does under plain Python: the same files, output and exit status."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from llm_sandbox_run import Limits, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run import Sandbox

_LATE = """
class Late:
    def __init__(self, name): self.name = name
    def __del__(self): print("gone", self.name, flush=True)
"""

ENDINGS = {
    "return": "print('a')",
    "exception": "print('a')\n1 / 0",
    "cause": "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ValueError('b') from error",
    "exit": "import sys\nprint('a')\nsys.exit(3)",
    "exit with text": "import sys\nprint('a')\nsys.exit('why')",
    "exit with a large number": "import sys\nsys.exit(10 ** 30)",
    "exit with None": "import sys\nsys.exit(None)",
    "at once": "import os\nprint('a')\nos._exit(4)",
    "at once, flushed": "import os\nprint('a', flush=True)\nos._exit(4)",
    "abort": "import os\nprint('a', flush=True)\nos.abort()",
    "killed": "import os, signal\nprint('a')\nos.kill(os.getpid(), signal.SIGKILL)",
    "terminated": "import os, signal\nprint('a')\nos.kill(os.getpid(), signal.SIGTERM)",
    "terminated, handled": """
import os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))
print('a')
os.kill(os.getpid(), signal.SIGTERM)
""",
    "excepthook": "import sys\nsys.excepthook = lambda *a: print('hook', a[0], sys.last_type)\n1 / 0",
    "open file": "f = open('a.txt', 'w')\nf.write('a' * 10)",
    "open file, function": "f = open('a.txt', 'w')\ndef write(x): f.write(x)\nwrite('a' * 10)",
    "open file, exception": "def g():\n    f = open('a.txt', 'w')\n    f.write('a' * 10)\n    1 / 0\ng()",
    "open file, exit": "import sys\nf = open('a.txt', 'w')\nf.write('a' * 10)\nsys.exit(2)",
    "open file, at once": "import os\nf = open('a.txt', 'w')\nf.write('a' * 10)\nos._exit(2)",
    "open files": "import random\nfor i in range(9):\n    globals()['f%d' % i] = open('%d.txt' % i, 'wb')\n    "
    "globals()['f%d' % i].write(bytes([i]) * 9)",
    "csv": "import csv\nf = open('a.csv', 'w', newline='')\ncsv.writer(f).writerow([1, 2])",
    "csv without a name": "import csv\ncsv.writer(open('a.csv', 'w', newline='')).writerow([1, 2])",
    "csv in a class": """
import csv
class Log:
    def __init__(self): self.me = self; self.rows = csv.writer(open('a.csv', 'w', newline=''))
log = Log()
log.rows.writerow([1, 2])
""",
    "file on a module": "import json\njson.file = open('a.txt', 'w')\njson.file.write('a')",
    "file in place of a function": "import json\njson.dumps = open('a.txt', 'w')\njson.dumps.write('a')",
    "file on sys": "import sys\nsys.file = open('a.txt', 'w')\nsys.file.write('a')",
    "file on builtins": "import builtins\nbuiltins.print = open('a.txt', 'w').write\nprint('a')",
    "file as stdout": "import sys\nsys.stdout = open('a.txt', 'w')\nprint('a')",
    "file of a thread": "import threading\nhere = threading.local()\nhere.f = open('a.txt', 'w')\nhere.f.write('a')",
    "file in a context": "import contextvars\nv = contextvars.ContextVar('v')\nv.set(open('a.txt', 'w'))\nv.get().write('a')",
    "file in a cache": "import functools\n@functools.lru_cache\ndef f(): return open('a.txt', 'w')\nf().write('a')",
    "file in a default": "def f(x, file=open('a.txt', 'w')): file.write(x)\nf('a')",
    "file in a registry": "import copyreg\ncopyreg.dispatch_table[int] = open('a.txt', 'w')\ncopyreg.dispatch_table[int].write('a')",
    "gzip": "import gzip\nf = gzip.GzipFile('a.gz', 'wb', mtime=0)\nf.write(b'a' * 1000)",
    "zip": "import zipfile\nz = zipfile.ZipFile('a.zip', 'w')\nz.writestr(zipfile.ZipInfo('x'), 'a')",
    "bz2": "import bz2\nf = bz2.open('a.bz2', 'wt')\nf.write('a' * 1000)",
    "tar": "import io, tarfile\nt = tarfile.open('a.tar', 'w')\nt.addfile(tarfile.TarInfo('x'), io.BytesIO())",
    "sqlite": "import sqlite3\nc = sqlite3.connect('a.db')\nc.execute('create table t (x)')\nc.execute('insert into t values (1)')",
    "sqlite, committed": "import sqlite3\nc = sqlite3.connect('a.db')\nc.execute('create table t (x)')\nc.commit()",
    "dbm": "import dbm.dumb\nd = dbm.dumb.open('a', 'c')\nd['x'] = 'y'",
    "pickle": "import pickle\np = pickle.Pickler(open('a.pickle', 'wb'))\np.dump({1: 2})",
    "shelve": "import dbm.dumb, shelve\ns = shelve.Shelf(dbm.dumb.open('a', 'c'), writeback=True)\ns['x'] = []\ns['x'].append(1)",
    "logging": "import logging\nlogging.basicConfig(filename='a.log', format='%(message)s')\nlogging.error('a')",
    "logging in memory": """
import logging, logging.handlers
end = logging.FileHandler('a.log')
logging.getLogger().addHandler(logging.handlers.MemoryHandler(100, target=end))
logging.warning('a')
""",
    "temporary": "import tempfile\nf = tempfile.NamedTemporaryFile('w', dir='.')\nf.write('a')",
    "temporary, kept": "import tempfile\nf = tempfile.NamedTemporaryFile('w', dir='.', delete=False, prefix='x')\nf.write('a')\n"
    "import os\nos.rename(f.name, 'a')",
    "temporary folder": "import tempfile\nd = tempfile.TemporaryDirectory(dir='.')\nopen(d.name + '/x', 'w').write('a')",
    "mmap": "import mmap\nopen('a', 'wb').write(bytes(9))\nf = open('a', 'r+b')\nm = mmap.mmap(f.fileno(), 9)\nm[0] = 65",
    "late": _LATE + "late = Late('a')",
    "late, several": _LATE + "a, b, c = map(Late, 'abc')\n_d = Late('d')",
    "late, function": _LATE + "late = Late('a')\ndef f(): return late",
    "late, cycle": _LATE + "a, b = Late('a'), Late('b')\na.b, b.a = b, a\ndel a, b",
    "late, cycle in use": _LATE + "a, b = Late('a'), Late('b')\na.b, b.a = b, a",
    "late, on the class": _LATE + "Late.one = Late('a')",
    "late, exception": _LATE + "def f():\n    late = Late('a')\n    1 / 0\nf()",
    "late, exit": _LATE + "import sys\ndef f():\n    late = Late('a')\n    sys.exit(3)\nf()",
    "late, raises": "class A:\n    def __del__(self): 1 / 0\na = A()",
    "late, exits": "import sys\nclass A:\n    def __del__(self): sys.exit(7)\na = A()",
    "late, imports": "class A:\n    def __del__(self):\n        import random\n        print(random)\na = A()\ndef f(): a",
    "late, globals": "import json\nx = 1\nclass A:\n    def __del__(self): print(x, json.__name__)\na = A()\ndef f(): a",
    "late, slots": "class A:\n    __slots__ = ()\n    def __del__(self): print('a')\na = A()",
    "late, on a module": _LATE + "import json\njson.late = Late('a')",
    "late, in a module": _LATE + "import random\nrandom.late = Late('a')",
    "late, in argv": _LATE + "import sys\nsys.argv.append(Late('a'))\nsys.path_hooks.append(Late('b'))",
    "weakref": "import weakref\nclass A: pass\na = A()\nr = weakref.ref(a, lambda _: print('gone'))",
    "finalize": "import weakref\nclass A: pass\na = A()\nweakref.finalize(a, print, 'gone')",
    "atexit": "import atexit\natexit.register(print, 'a')\natexit.register(print, 'b')",
    "atexit registers": "import atexit\natexit.register(print, 'a')\natexit.register(atexit.register, print, 'b')",
    "atexit raises": "import atexit\natexit.register(print, 'a')\natexit.register(lambda: 1 / 0)",
    "atexit exits": "import atexit, sys\natexit.register(print, 'a')\natexit.register(lambda: sys.exit(3))",
    "atexit, exception": "import atexit\natexit.register(print, 'a')\n1 / 0",
    "atexit writes": "import atexit\nf = open('a.txt', 'w')\natexit.register(f.write, 'a')",
    "generator": "def g():\n    try: yield 1\n    finally: print('end')\ni = g()\nnext(i)",
    "generator in use": "def g():\n    try:\n        yield 1\n    finally:\n        print('end')\nfor x in g():\n    1 / 0",
    "context manager": """
import contextlib
@contextlib.contextmanager
def open_late():
    f = open('a.txt', 'w')
    try: yield f
    finally: f.write('z'); f.close()
m = open_late()
m.__enter__().write('a')
""",
    "coroutine": "async def f(): pass\nx = f()",
    "asyncio": "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    print('a')\nasyncio.run(f())",
    "thread": "import threading, time\nthreading.Thread(target=lambda: (time.sleep(.1), print('b'))).start()\nprint('a')",
    "thread, exception": "import threading\nthreading.Thread(target=lambda: print('b')).start()\n1 / 0",
    "thread writes": "import threading, time\nf = open('a.txt', 'w')\nthreading.Thread(target=lambda: (time.sleep(.1), "
    "f.write('b'))).start()",
    "daemon": "import threading, time\nf = open('a.txt', 'w')\nf.write('a')\n"
    "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nprint('a')",
    "daemon at work": _LATE + "import threading\nf = open('a.txt', 'w')\nf.write('a')\nlate = Late('a')\n"
    "def work():\n    while True: pass\nthreading.Thread(target=work, daemon=True).start()",
    "timer": "import threading\nthreading.Timer(.1, print, ['b']).start()",
    "pool of threads": "from concurrent.futures import ThreadPoolExecutor\np = ThreadPoolExecutor(2)\n"
    "p.submit(print, 'b')",
    "pool of processes": """
from concurrent.futures import ProcessPoolExecutor
if __name__ == '__main__':
    pool = ProcessPoolExecutor(2)
    print(list(pool.map(abs, [-1, -2])))
""",
    "old pool of processes": """
import multiprocessing
if __name__ == '__main__':
    pool = multiprocessing.get_context('fork').Pool(2)
    print(pool.map(abs, [-1, -2]))
    pool.close()
    pool.join()
""",
    "process": "import multiprocessing\ndef f(): print('b')\np = multiprocessing.get_context('fork').Process(target=f)\np.start()",
    "fork": "import os\nf = open('a.txt', 'w')\nf.write('a')\npid = os.fork()\n"
    "if pid: os.waitpid(pid, 0)\nelse: f.write('b')\nprint(bool(pid))",
    "queue": "import queue, logging.handlers\nq = queue.Queue()\n"
    "l = logging.handlers.QueueListener(q, logging.FileHandler('a.log'))\nl.start()\nq.put(logging.makeLogRecord({'msg': 'a'}))\nl.stop()",
    "closed stdout": "import sys\nprint('a')\nsys.stdout.close()",
    "no stdout": "import sys\nprint('a')\nsys.stdout = None",
    "closed descriptor": "import os\nprint('a')\nos.close(1)",
    "interrupt": "print('a')\nraise KeyboardInterrupt",
    "warnings": "import warnings\nwarnings.warn('a')",
    "resource warning": "import warnings\nwarnings.simplefilter('always')\nf = open('a.txt', 'w')\nf.write('a')",
    "collector off": _LATE + "import gc\ngc.disable()\na = Late('a')\na.a = a\ndel a\nf = open('a.txt', 'w')\nf.write('a')",
    "collector frozen": "import gc\nf = open('a.txt', 'w')\nf.write('a')\ngc.freeze()",
    "collector watched": "import gc\ngc.callbacks.append(lambda phase, info: print(phase, info['generation']))",
    "odd modules": """
import sys, types, random
class Lazy(types.ModuleType):
    def __getattr__(self, name): raise ImportError(name)
    @property
    def __dict__(self): import json.tool; raise ImportError('lazy')
class Late:
    def __del__(self): print('gone')
lazy = sys.modules['lazy'] = Lazy('lazy')
lazy.late = Late()
sys.modules['none'] = None
sys.modules['text'] = 'x'
sys.modules[5] = random
""",
    "odd names": "import random\nrandom.__dict__[5] = open('a.txt', 'w')\nrandom.__dict__[5].write('a')",
    "exit with an object": "import sys\nclass A:\n    def __str__(self): return 'a'\nsys.exit(A())",
    "exit with what has no text": "import sys\nclass A:\n    def __str__(self): 1 / 0\nsys.exit(A())",
    "exit with a flag": "import sys\nsys.exit(True)",
    "exit with several": "raise SystemExit(1, 2)",
    "exit, another code": "e = SystemExit(3)\ne.code = 8\nraise e",
    "exit with what is no text": "import sys\nsys.exit('a\\udc80b')",
    "exit without stderr": "import sys\nsys.stderr = None\nsys.exit('why')",
    "exit without a name for stderr": "import sys\ndel sys.stderr\nsys.exit('why')",
    "exit while handling": "try: 1 / 0\nexcept ZeroDivisionError:\n    import sys\n    sys.exit('why')",
    "exception without stderr": "import sys\nsys.stderr = None\n1 / 0",
    "exception to an own stderr": "import io, sys\nsys.stderr = io.StringIO()\n1 / 0",
    "exception that counts as nothing": "class A(Exception):\n    def __len__(self): return 0\nraise A('a')",
    "exceptions": "raise ExceptionGroup('a', [ValueError(1), TypeError(2)])",
    "exception with what is no text": "raise ValueError('\\udc80é')",
    "exception with a hint": "def f():\n    number = 1\n    return numbr\nf()",
    "exception with a hint of a module": "import math\nmath.sqr",
    "exception after one with a hint": "try: prin\nexcept NameError as e: raise AttributeError('a') from e",
    "no excepthook": "import sys\ndel sys.excepthook\n1 / 0",
    "excepthook None": "import sys\nsys.excepthook = None\n1 / 0",
    "excepthook raises": "import sys\ndef hook(*a): raise ValueError('b')\nsys.excepthook = hook\n1 / 0",
    "excepthook exits": "import sys\nsys.excepthook = lambda *a: sys.exit(9)\n1 / 0",
    "excepthook looks": "import sys\nsys.excepthook = lambda *a: print(sys.exc_info())\n1 / 0",
    "hook of threads": "import threading\nthreading.excepthook = lambda a: print(a.exc_type)\nthreading.Thread(target=lambda: 1 / 0).start()",
    "hook of finalisers": "import sys\nsys.unraisablehook = lambda a: print(a.exc_type)\nclass A:\n    def __del__(self): 1 / 0\na = A()",
    "stdout without a name": "import sys\nprint('a')\ndel sys.stdout",
    "stdout without a name, exception": "import sys\nprint('a')\ndel sys.stdout\n1 / 0",
    "stdout that cannot flush": "import sys\nclass A:\n    def write(self, text): pass\n    def flush(self): raise ValueError('no')\n"
    "sys.stdout = A()\nprint('a')",
    "stdout by its path": "print('a')\nopen('/dev/stdout', 'a').write('b')\nopen('/dev/fd/2', 'a').write('c')",
    "streams": "import sys\nfor s in (sys.stdin, sys.stdout, sys.stderr): print(s, s.errors, s.line_buffering, s.buffer.raw)",
    "no text": "import sys\nprint('\\udc80')\nprint('\\udc80', file=sys.stderr)",
    "encoded anew": "import sys\nsys.stdout.reconfigure(encoding='latin-1', errors='replace', newline='\\r\\n')\nprint('é€')",
    "order of streams": "import os, sys\nprint('a')\nos.write(1, b'b')\nprint('c', flush=True)\nsys.stderr.write('d')\nos.write(2, b'e')",
    "much on both streams": "import sys\nfor n in range(3000):\n    print('a' * 50)\n    print('b' * 50, file=sys.stderr)",
    "manager": "import multiprocessing\nwith multiprocessing.get_context('fork').Manager() as m: print(m.list([1]))",
    "queue of processes": "import multiprocessing\nq = multiprocessing.get_context('fork').Queue()\nq.put('a' * 100)\nprint(1)",
    "process that exits": "import multiprocessing, sys\np = multiprocessing.get_context('fork').Process(target=sys.exit, args=(5,))\n"
    "p.start()\np.join()\nprint(p.exitcode)",
    "fork that raises": "import os\npid = os.fork()\nif not pid: 1 / 0\nprint(os.waitpid(pid, 0)[1])",
    "asynchronous generator": "import asyncio\nasync def g():\n    try: yield 1\n    finally: print('end')\nh = g()\n"
    "async def main(): print(await h.__anext__())\nasyncio.run(main())",
    "task that is pending": "import asyncio\nloop = asyncio.new_event_loop()\nasync def f(): await loop.create_future()\n"
    "t = loop.create_task(f())\n"
    "loop.run_until_complete(asyncio.sleep(0))",
    "sqlite with a log": "import sqlite3\nc = sqlite3.connect('a.db')\nc.execute('pragma journal_mode=wal')\n"
    "c.execute('create table t (x)')\nc.execute('insert into t values (1)')\nc.commit()",
    "zip entry": "import zipfile\nz = zipfile.ZipFile('a.zip', 'w')\nz.open(zipfile.ZipInfo('x'), 'w').write(b'a')",
    "generator that writes": "def g():\n    with open('a.txt', 'w') as f:\n        while True: f.write((yield))\n"
    "w = g()\nnext(w)\nw.send('a')",
    "handlers of signals": "import signal\nprint(signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGPIPE), signal.getsignal(signal.SIGTERM))",
    "first descriptors": "import os\nprint(open('a.txt', 'w').fileno(), os.dup(1), os.pipe())",
    "annotations": "x: int = 1\nprint(__annotations__)",
    "all of main": "print({name: value for name, value in vars().items() if name != '__builtins__'})",
    "main": "print(__name__, __builtins__.__name__, sorted(n for n in vars() if n == '__builtins__'))",
}  # fmt: skip


class End(NamedTuple):
    """What a program leaves."""

    status: int
    stdout: str
    stderr: str
    files: dict[str, bytes]


def _files(root: Path) -> dict[str, bytes]:
    return {str(each.relative_to(root)): each.read_bytes() for each in root.rglob("*") if each.is_file()}


def _plain(text: str, root: Path) -> End:
    command = [sys.executable, "-I", "-X", "utf8", "-c", text]
    done = subprocess.run(command, cwd=root, capture_output=True, timeout=60, check=False)
    stdout, stderr = (each.decode(errors="backslashreplace") for each in (done.stdout, done.stderr))
    return End(done.returncode, stdout, _plain_stderr(stderr), _files(root))


def _plain_stderr(text: str) -> str:
    """Leave out addresses, where a finaliser is called from, and lines of source, which Python shows of files only."""
    lines = [line for line in text.splitlines(True) if line.startswith("  File") or not line.startswith("  ")]
    return re.sub(r"0x\w+", "0x", re.sub(r"<guest.ending>:\d+", "sys:1", "".join(lines)))


@pytest.mark.parametrize("name", ENDINGS)
def test_programs_end_as_under_python(name: str, box: Sandbox, tmp_path: Path, run_unchecked) -> None:
    expected = _plain(ENDINGS[name], tmp_path)
    result = run_unchecked(box, ENDINGS[name])
    found = _files(box._root)
    for file in box._root.iterdir():
        file.unlink()
    # A shell says the same of both: nobody has sent a signal.
    status = -2 if name == "interrupt" else -result.signal if result.signal else result.exit_code
    assert End(status, result.stdout, _plain_stderr(result.stderr), found) == expected


HANGS = {
    "computes": "while True: pass",
    "sleeps": "import time\ntime.sleep(60)",
    "waits": "import threading\nthreading.Event().wait()",
    "prints": "import time\nwhile True:\n    print('b' * 100)\n    time.sleep(0.0001)",
    "in a thread": "import threading\ndef f():\n    while True: pass\nthreading.Thread(target=f).start()",
    "in a process": "import multiprocessing, time\nmultiprocessing.get_context('fork').Process(target=time.sleep, "
    "args=(60,)).start()",
    "catches all": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
}


@pytest.mark.parametrize("name", HANGS)
def test_nothing_printed_is_lost_at_the_time_limit(name: str, make_box, backend: str, run_unchecked) -> None:
    box = make_box(backend=backend, limits=Limits(seconds=0.5))
    result = run_unchecked(box, f"print('a')\n{HANGS[name]}")
    assert (result.outcome, result.stdout[:2]) == (Outcome.TIMEOUT, "a\n")
    assert result.stdout.endswith("\n")
    assert result.wall_ms < 5000


def test_last_words_are_bounded(make_box, backend: str, run_unchecked) -> None:
    deaf = "import signal, time\nsignal.signal(signal.SIGRTMAX, signal.SIG_IGN)\nwhile True: print('a', flush=True)"
    slow = "import sys, time\nclass A:\n    flush = staticmethod(lambda: time.sleep(60))\n    closed = False\nsys.stdout = A()\ntime.sleep(60)"
    box = make_box(backend=backend, limits=Limits(seconds=0.5))
    for program in (deaf, slow):
        result = run_unchecked(box, program)
        assert (result.outcome, result.signal) == (Outcome.TIMEOUT, 9)
        assert result.wall_ms < 5000


def test_lines_come_at_once_only_where_somebody_watches(box: Sandbox) -> None:
    program = "import sys\nprint(sys.stdout.line_buffering)"
    assert box.run_code(program).stdout == "False\n"
    assert box.run_code(program, on_output=lambda *_: None).stdout == "True\n"
