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
Path("data") / ".." / "x"  # LLS401
os.listdir("..")  # LLS401
name = "x"
target = f"../{name}"  # LLS401
target = "../" + name  # LLS401
target = "%s/../x" % name  # LLS401
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
with open("data" + "/../" + "secret") as file:  # LLS401
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
