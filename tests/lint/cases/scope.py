# --- climbing in every form
import os
from pathlib import Path
open("../x")  # LLS401
open("a/../../x")  # LLS401
open("..\\x")  # LLS401
os.path.join(os.path.dirname(__file__), "..", "x")  # LLS401
os.path.join("a", os.pardir)  # LLS401
up = ".."
open(up + "/x")  # LLS401
open("." * 2 + "/x")  # LLS401
Path(__file__).parent.joinpath("..", "x")  # LLS401
Path("data") / ".." / ".." / "x"
os.listdir("..")  # LLS401
name = "x"
target = f"../{name}"
target = "../" + name  # LLS401
target = "%s/../x" % input()  # LLS401
# --- absolute paths by every road
import glob
import os
import shutil
open(os.sep + "opt")  # LLS402
open(chr(47) + "opt")  # LLS402
open(os.path.join("/", "opt"))  # LLS402
glob.glob("/home/*")  # LLS402
shutil.copy("data.csv", "/srv/data.csv")  # LLS402
open(r"C:\Windows\win.ini")  # LLS402
def load(path):
    return open(path)  # LLS402
load("/opt/x")
class Loader:
    def __init__(self, path):
        self.path = path
    def load(self):
        return open(self.path)  # LLS402
Loader("/opt/x").load()
# --- the system's own files wherever they are named
target = "/etc/hostname"  # LLS403
# --- a path that grows
target = "/et"
target += "c/hostname"  # LLS403
other = "emantsoh/cte/"[::-1]  # LLS403
# --- clean look-alikes
import os
import re
from pathlib import Path
span = "1..10"
ratio = "a/b"
from .. import sibling
text = "see ../docs for more"
cleaned = text.replace("../", "")
safe = ".." not in text and not text.startswith("../")
route = "/users/list"
url = "https://example.com/a/../b".split("/")
here = Path(__file__).parent / "data"
os.makedirs(os.path.join("out", "plots"), exist_ok=True)
with open("/tmp/x", "w") as file, open("/dev/null") as sink:
    file.write("")
"""Reads ../x and /etc/passwd."""
pattern = re.compile(r"^/etc/")
# --- paths as data: absolute ones that climb, members of a display that is only compared
import re
import sys
def simplify(path):
    stack = []
    for part in path.split("/"):
        if part == "..":
            stack.pop()
        elif part not in ("", "."):
            stack.append(part)
    return "/" + "/".join(stack)
assert simplify("/a/./b/../../c/") == "/c"
for case in ["/home/../x", "/../"]:
    print(simplify(case))
def is_safe(path):
    return path not in {"../..", "../secret", "/etc/passwd"} and re.match("/etc", path) is None
# --- absolute paths that climb to where they must not be
home = "/tmp/../etc/shadow"  # LLS403 LLS612
other = "/app/x/../../etc/apt/sources.list"  # LLS403
open("/tmp/../srv/x")  # LLS401
with open("data" + "/../../" + "secret") as file:  # LLS401
    pass
names = ["../secret"]  # LLS401
print("x" in names)
# --- files that other libraries read and write
import configparser
import numpy as np
import pandas as pd
import pkgutil
import wave
import xml.etree.ElementTree as ET
import zipfile
from PIL import Image
pd.DataFrame().to_csv("/opt/x.csv")  # LLS402
pd.read_csv("a.csv").to_json("../x.json")  # LLS401
np.ndarray(3).tofile("/opt/x")  # LLS402
Image.open("a.png").save("/opt/x.png")  # LLS402
ET.parse("/opt/x.xml")  # LLS402
wave.open("/opt/x.wav")  # LLS402
configparser.ConfigParser().read("/opt/x.ini")  # LLS402
zipfile.ZipFile("a.zip").write("/opt/x")  # LLS402
pkgutil.get_data("package", "../x")  # LLS401
pd.DataFrame().to_csv("x.csv")
Image.new("L", (1, 1)).save("x.png")
ET.parse("data/x.xml")
configparser.ConfigParser().read("settings.ini")
# --- `..` that stays inside, or is part of a URL
import os
import urllib.parse
from urllib.parse import urljoin
open("data/../notes.txt")
open(os.path.normpath("a/./b/../c"))
print(urljoin("https://example.com/a/", "../b"), urllib.parse.urljoin("https://example.com/a/", "../b"))
open(urljoin("", "../b"))  # LLS401
open("a/.././../b")  # LLS401
open("a/../..")  # LLS401
open(f"{input()}/../b")  # LLS401
open("https://x/../../../b")  # LLS401
# --- SQL that opens files
import duckdb
import sqlite3
def work(cursor, name):
    cursor.execute("attach database '/srv/x' as y")  # LLS406
    cursor.execute("ATTACH ? AS y", (name,))  # LLS406
    cursor.execute(f"ATTACH '{name}' AS y")  # LLS406
    cursor.execute("ATTACH '../x' AS y")  # LLS406
    cursor.execute("ATTACH 'file:/srv/x' AS y")  # LLS406
    cursor.executescript("SELECT 1; -- note\nVACUUM main INTO '/srv/x'")  # LLS406
    cursor.execute("/* x */ ATTACH '/srv/x' AS y")  # LLS406
    cursor.execute("SELECT LOAD_EXTENSION ('x')")  # LLS406
    cursor.execute("SELECT '/*'; ATTACH '/srv/x' AS y; SELECT '*/'")  # LLS406
    cursor.execute("ATTACH " + name)  # LLS406
    cursor.execute("ATTACH 'a' || '/../../x' AS y")  # LLS406
    cursor.execute("load data to screen")
    cursor.execute("attach 1234")
    cursor.execute("ATTACH ':memory:' as y")
    cursor.execute("ATTACH DATABASE 'data/x.db' AS y")
    cursor.execute("VACUUM INTO 'copy.db'")
    cursor.execute("UPDATE files SET attached = 1; VACUUM")
    cursor.execute("INSERT INTO loads VALUES ('ATTACH')")
sqlite3.connect("app.db").executescript("VACUUM INTO '/srv/x'")  # LLS406
duckdb.sql("COPY (SELECT 1) TO '/srv/x'")  # LLS406
duckdb.sql("INSTALL httpfs")  # LLS406
duckdb.connect().execute("LOAD httpfs")  # LLS406
duckdb.sql("SELECT load FROM machines")
# --- more files that other libraries read and write
import joblib
import numpy as np
import pandas as pd
import polars as pl
import sqlite3
import tempfile
import torch
from sqlalchemy import create_engine
torch.save({}, "/srv/x")  # LLS402
joblib.dump(1, "../x")  # LLS401
np.arange(3).dump("/srv/x")  # LLS402
pl.DataFrame().write_csv("/srv/x")  # LLS402
pd.DataFrame().to_csv("~/x.csv")  # LLS402
create_engine("sqlite:////srv/x")  # LLS402
sqlite3.connect("file:/srv/x?mode=rwc", uri=True)  # LLS402
tempfile.tempdir = "/srv"  # LLS405
torch.save({}, "model.pt")
joblib.dump(1, "model.joblib")
pl.DataFrame().write_csv("x.csv")
create_engine("sqlite:///app.db")
sqlite3.connect("file:app.db?mode=ro", uri=True)
# --- routes are no paths
from pathlib import Path
def scan(request):
    return Path(request.folder).name
def listed(item="/"):
    return Path(item).name
app.post("/scan")(scan)
scan("/api/scan")
# --- but a well-known folder is
from pathlib import Path
def scan(folder):
    return Path(folder).name  # LLS402
scan("/opt/scan")
# --- methods of paths that others call
import asyncio
from pathlib import Path
async def main(root: Path, name):
    if "/../" in name or name == "/etc/x":
        return
    print("See a/../b for what it means, or /etc/x")
    await asyncio.to_thread(root.mkdir, parents=True)
    await asyncio.to_thread(open, name)
# --- and of what climbs
import asyncio
from pathlib import Path
async def main(root: Path, names):
    await asyncio.to_thread((root / "..").mkdir)  # LLS401
    await asyncio.gather(*map(open, names))  # LLS401
main(Path(), ["a/.."])
# --- text that is replaced in
def fill(body: str, script: str) -> str:
    body = body.replace("{A}", "../../scripts/" + script)  # LLS401
    return body.replace("{B}", script)
# --- what climbs is told of once
import os
from pathlib import Path
def go(start):
    x = Path(start) / "../b"  # LLS401
    z = os.path.abspath(Path(x))
    print(Path(z).resolve().exists())
    root = os.path.join(os.path.dirname(__file__), "..", "..")  # LLS401
    sub = os.path.join(os.path.abspath(root), "data")
    open(sub)
    p = "../x"
    open(p)  # LLS401
    open(p)
    open(p + "/..")  # LLS401
    os.stat(os.path.join(sub, "..", "..", ".."))  # LLS401
# --- what a file is filled with is no path
from pathlib import Path
def go(path: Path):
    path.write_text("see ../x")
    path.write_text("/opt/x", encoding="utf-8")
    Path("../x").write_text("x")  # LLS401
    Path.write_text(Path("x"), "x")
# --- parts of a path that are repeated, and the root as an argument
import itertools
import os
from pathlib import Path
with open(os.path.join(*["..", ] * 8, "etc")) as file:  # LLS401
    print(file.read())
print(Path(*([os.pardir] * 5), "a").read_text())  # LLS401
print(Path(*itertools.repeat("..", 3), "a").read_text())  # LLS401
print(Path("/".join(3 * [".."])).read_text())  # LLS401
def sizes(folder=os.sep):
    for root, _, names in os.walk(folder):  # LLS402
        print(root, names)
sizes()
# --- what is repeated and listed below the project
import itertools
import os
from pathlib import Path
print(Path(*["data"] * 2, "a").read_text(), ["-"] * 20, ".." * 3, [".."] * 3, [*itertools.repeat("a", 10**9)])
def sizes(folder=".", route="/"):
    for root, _, names in os.walk(folder):
        print(root, names, route)
sizes(route="/users")
