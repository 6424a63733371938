# --- every import form
import os
import os as o  # LLS807
from os import remove
from os import unlink as tidy
os.remove("a")  # LLS301
o.remove("a")  # LLS301
remove("a")  # LLS301
tidy("a")  # LLS301
# --- star import
from os import *  # LLS807
remove("a")  # LLS301
# --- a reference without a call
import os
list(map(os.remove, ["a"]))  # LLS301
todo = {"x": os.rmdir}  # LLS301
# --- clean look-alikes
items = [1, 2]
items.remove(1)
class Disk:
    def unlink(self):
        return self
    def rmdir(self):
        return self
Disk().unlink()
def remove(x):
    return x
remove(1)
"""os.remove("a")"""
# --- archives, called or passed on
import tarfile
with tarfile.open("a.tar") as archive:
    archive.extractall("data")  # LLS307
    archive.extractall("data", filter="data")
    list(map(archive.extract, archive.getmembers()))  # LLS307
    for member in archive:
        archive.extract(member, "data", filter="tar")  # LLS307
# --- temporary files of the program's own
import os
import shutil
import tempfile
descriptor, path = tempfile.mkstemp()
os.close(descriptor)
os.unlink(path)
folder = tempfile.mkdtemp()
try:
    print(folder)
finally:
    shutil.rmtree(folder, ignore_errors=True)
shutil.rmtree(tempfile.mkdtemp())
with tempfile.NamedTemporaryFile(delete=False) as file:
    file.write(b"x")
os.remove(file.name)
def work():
    mine = tempfile.mkdtemp(prefix="x")
    with tempfile.NamedTemporaryFile("w", delete=False) as other:
        other.write("x")
    os.unlink(other.name)
    shutil.rmtree(mine)
# --- and what only looks like them
import os
import shutil
import tempfile
def tidy(folder, descriptor):
    shutil.rmtree(folder)  # LLS301
    os.remove(descriptor)  # LLS301
tidy(tempfile.mkdtemp(), 1)
shutil.rmtree(tempfile.gettempdir())  # LLS301
kept, lost = tempfile.mkstemp()
lost = "data"
os.remove(lost)  # LLS301
shutil.rmtree(os.path.join(tempfile.mkdtemp(), input()))  # LLS301
list(map(os.remove, [tempfile.mkdtemp()]))  # LLS301
# --- a temporary file with another name
import os
import tempfile
file = tempfile.NamedTemporaryFile(delete=False)
file.name = "data"
os.remove(file.name)  # LLS301
# --- names that another module may bind
import os
import shutil
import tempfile
folder = tempfile.mkdtemp()
_, path = tempfile.mkstemp()
def tidy():
    shutil.rmtree(folder)  # LLS301
    os.remove(path)  # LLS301
# --- a module of that name that is not the library's
import shutil
from main import tempfile
shutil.rmtree(tempfile.mkdtemp())  # LLS301
# --- or that is given one in its namespace
import os
import tempfile
file = tempfile.NamedTemporaryFile(delete=False)
vars(file)["name"] = "data"
os.remove(file.name)  # LLS301
# --- names that more than one place binds
import os
import tempfile
def work(flag):
    global path
    path = "data"
    _, mine = tempfile.mkstemp()
    _, other = tempfile.mkstemp() if flag else (1, "data")
    _, third = tempfile.mkstemp()
    third += "/../x"  # LLS401
    _, fourth = tempfile.mkstemp()
    def change():
        nonlocal fourth
        fourth = "data"
    _, fifth = tempfile.mkstemp()
    print([fifth := "data" for _ in "ab"])
    os.remove(mine)
    os.remove(other)  # LLS301
    os.remove(third)  # LLS301
    os.remove(fourth)  # LLS301
    os.remove(fifth)  # LLS301
_, path = tempfile.mkstemp()
os.remove(path)  # LLS301
# --- a maker of temporary folders that makes none
import shutil
import tempfile
tempfile.mkdtemp = lambda: "data"  # LLS810
shutil.rmtree(tempfile.mkdtemp())  # LLS301
# --- or that a test replaces
import shutil
import tempfile
from unittest.mock import patch
with patch("tempfile.mkdtemp", return_value="data"):
    shutil.rmtree(tempfile.mkdtemp())  # LLS301
# --- zip archives stay below the folder that they are given
import zipfile
with zipfile.ZipFile("data.zip") as archive:
    archive.extractall("data")
    archive.extract("a.csv", path="data")
    archive.extractall("/srv")  # LLS402
    archive.extractall("..")  # LLS401
def unpack(archive):
    archive.extractall("data")  # LLS307
