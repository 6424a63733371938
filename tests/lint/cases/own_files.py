# --- attributes and addCleanup
import shutil, tempfile, unittest
class C(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
    def tearDown(self):
        shutil.rmtree(self.folder)
# --- returned by a function
import os, tempfile
def make():
    fd, path = tempfile.mkstemp()
    os.close(fd)
    return path
p = make()
os.unlink(p)
# --- in a tuple
import os, tempfile
def make():
    a = tempfile.mkdtemp()
    return a, 1
def go():
    d, n = make()
    os.rmdir(d)
# --- an ExitStack
import shutil, tempfile, contextlib
with contextlib.ExitStack() as stack:
    d = tempfile.mkdtemp()
    stack.callback(shutil.rmtree, d, ignore_errors=True)
# --- a context manager of one's own
import shutil, tempfile
from contextlib import contextmanager
@contextmanager
def folder():
    d = tempfile.mkdtemp()
    try:
        yield d
    finally:
        shutil.rmtree(d)
def go():
    with folder() as f:
        shutil.rmtree(f)
# --- pytest's folders, and fixtures below them
import pytest, shutil
@pytest.fixture
def repo(tmp_path):
    r = tmp_path / "repo"
    yield r
    shutil.rmtree(r)
def test_a(repo, tmp_path):
    (repo / "x").unlink()
    (tmp_path / "y").unlink()
    shutil.rmtree(tmp_path)
# --- a file that takes another's place
import os
def save(path, data):
    tmp = path.with_suffix(".tmp")
    tmp.write_text(data)
    tmp.replace(path)
def save2(path, data):
    tmp = f"{path}.tmp"
    with open(tmp, "w") as f: f.write(data)
    os.replace(tmp, path)
# --- a temporary file that takes another's place
import os, tempfile
from pathlib import Path
def save(path):
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as f:
        f.write("x")
    os.replace(f.name, path)
    Path(f.name).unlink()
# --- a folder that cleans itself up
import tempfile, os
from pathlib import Path
def f():
    with tempfile.TemporaryDirectory() as d:
        p = Path(d) / "a"
        p.unlink()
        os.remove(os.path.join(d, "x"))
# --- an attribute that others bind
import shutil, tempfile
class C:
    def a(self): self.folder = tempfile.mkdtemp()
    def b(self, x): self.folder = x
    def c(self): shutil.rmtree(self.folder)  # LLS301
# --- a function that gives other folders too
import shutil, tempfile
def make(x=None):
    d = x or tempfile.mkdtemp()
    return d
shutil.rmtree(make("/srv"))  # LLS301
# --- a path that climbs
import shutil, tempfile, os
d = tempfile.mkdtemp()
shutil.rmtree(os.path.join(d, ".."))  # LLS301 LLS401
# --- an absolute one
import shutil, tempfile, os
d = tempfile.mkdtemp()
shutil.rmtree(os.path.join(d, "/srv"))  # LLS301 LLS402
# --- a path of which the end is not known
import shutil, tempfile, os
def f(x):
    d = tempfile.mkdtemp()
    shutil.rmtree(os.path.join(d, x))  # LLS301
# --- a name that is bound twice
import shutil, tempfile, os
def f(x):
    d = tempfile.mkdtemp()
    d = x
    shutil.rmtree(d)  # LLS301
# --- a function that pytest does not call
import shutil
def helper(tmp_path):
    shutil.rmtree(tmp_path)  # LLS301
# --- a test that is called
import shutil
def test_x(tmp_path):
    shutil.rmtree(tmp_path)  # LLS301
test_x("/srv")
# --- a test with a default
import shutil
def test_x(tmp_path="/srv"):
    shutil.rmtree(tmp_path)  # LLS301
# --- a maker that is replaced
import shutil, tempfile
tempfile.mkdtemp = lambda: "/srv"  # LLS402 LLS810
shutil.rmtree(tempfile.mkdtemp())  # LLS301
# --- a loop that binds the name
import shutil, tempfile
def f(d):
    for d in [d]: pass
    shutil.rmtree(d)  # LLS301
# --- the folder above
import shutil, tempfile
from pathlib import Path
def f():
    d = Path(tempfile.mkdtemp())
    shutil.rmtree(d.parent)  # LLS301
# --- a file that is not known takes another's place
import os
def f(tmp, path):
    os.replace(tmp, path)  # LLS302
# --- a file is moved beside itself
import os
def f(path):
    tmp = path + ".tmp"
    os.replace(path, tmp)  # LLS302
# --- a temporary file takes the place of the system's
import os, tempfile
def f():
    fd, p = tempfile.mkstemp()
    os.replace(p, "/etc/hosts")  # LLS402
# --- an attribute that is set by name
import shutil, tempfile
def mkdtemp(): return "/srv"
class A: pass
d = A()
d.folder = tempfile.mkdtemp()
setattr(d, "folder", "/srv")
shutil.rmtree(d.folder)  # LLS301
# --- a class of that name
import shutil
class tempfile:
    @staticmethod
    def mkdtemp(): return "/srv"
shutil.rmtree(tempfile.mkdtemp())  # LLS301
# --- a name that an inner function binds
import shutil, tempfile
def f():
    d = tempfile.mkdtemp()
    def g():
        nonlocal d
        d = "/srv"
    g()
    shutil.rmtree(d)  # LLS301
# --- a fixture that gives what it is given
import shutil, tempfile, pytest
@pytest.fixture(params=["/srv"])
def repo(request):
    yield request.param
def test_a(repo):
    shutil.rmtree(repo)  # LLS301
# --- a list of folders
import shutil, tempfile
class Work:
    def __init__(self):
        self.folders = []
    def add(self):
        folder = tempfile.mkdtemp()
        self.folders.append(folder)
    def close(self):
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        self.folders.clear()
# --- a list that gets another one
import shutil, tempfile
class Work:
    def __init__(self):
        self.folders = []
    def add(self, folder):
        self.folders.append(tempfile.mkdtemp())
        self.folders.append(folder)
    def close(self):
        for folder in self.folders:
            shutil.rmtree(folder)  # LLS301
# --- a list by another name
import shutil, tempfile
def go():
    folders = [tempfile.mkdtemp()]
    more = folders
    more.append("/srv")
    for folder in folders:
        shutil.rmtree(folder)  # LLS301
# --- a list that others fill
import shutil, tempfile
def go(fill):
    folders = [tempfile.mkdtemp()]
    fill(folders)
    for folder in folders:
        shutil.rmtree(folder)  # LLS301
# --- a list that is put together otherwise
import shutil, tempfile
def go(more):
    folders = [tempfile.mkdtemp()]
    folders[0] = more
    for folder in folders:
        shutil.rmtree(folder)  # LLS301
# --- prose about it
import shutil, tempfile
def go():
    """Reserve a folder by tempfile.mkdtemp, and take it away."""
    folder = tempfile.mkdtemp()
    shutil.rmtree(folder)
# --- its name for others
import shutil, tempfile
from helpers import patch_all
def go():
    patch_all("tempfile.mkdtemp")
    folder = tempfile.mkdtemp()
    shutil.rmtree(folder)  # LLS301
