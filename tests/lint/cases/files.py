# --- every import form
import os
import os as o  # LLS807
from os import remove  # LLS301
from os import unlink as tidy  # LLS301
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
# --- zip archives stay below the folder that they are given
import zipfile
with zipfile.ZipFile("data.zip") as archive:
    archive.extractall("data")
    archive.extract("a.csv", path="data")
    archive.extractall("/srv")  # LLS402
    archive.extractall("..")  # LLS401
def unpack(archive):
    archive.extractall("data")  # LLS307
