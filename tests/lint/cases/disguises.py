# --- conditional imports mean both
try:
    import os
except ImportError:
    os = None
os.remove("x")  # LLS301
# --- modules that others carry along
import json
import shutil
import tempfile
shutil.os.remove("x")  # LLS301
tempfile._os.remove("x")  # LLS301
json.codecs.builtins.open("/opt/x")  # LLS402
# --- containers and unpacking
import os
pair = os.remove, 1  # LLS301
pair[0]("x")  # LLS301
first, second = pair
first("x")  # LLS301
# --- class attributes and default arguments
import os
class Tools:
    run = os.remove  # LLS301
Tools.run("x")  # LLS301
def call(run=os.remove):  # LLS301
    run("x")  # LLS301
# --- match captures
import os
match os.remove:  # LLS301
    case run:
        run("x")  # LLS301
# --- the table of modules
import sys
sys.modules["os"].remove("x")  # LLS301 LLS806
getattr(sys, "modules")["os"]  # LLS806
# --- namespaces as mappings
import os
vars(os)["remove"]("x")  # LLS301 LLS807
os.__dict__["remove"]("x")  # LLS301 LLS807
globals()["o" + "s"].remove("x")  # LLS301
locals().get("os").remove("x")  # LLS301
# --- returned by functions
def module():
    import os
    return os  # LLS807
module().remove("x")  # LLS301
(lambda m: m)(module()).remove("x")
# --- partial, methodcaller, attrgetter
import os
from functools import partial
from operator import attrgetter, methodcaller
partial(os.remove, "x")()  # LLS301
methodcaller("remove", "x")(os)  # LLS301 LLS807
attrgetter("remove")(os)("x")  # LLS301 LLS807
# --- paths by their type
from pathlib import Path, PosixPath
(Path("a") / "b").unlink()  # LLS301
PosixPath("x").unlink()  # LLS301
for number, found in enumerate(list(Path("a").glob("*"))):
    found.unlink()  # LLS301
def erase(path: Path):
    path.unlink()  # LLS301
class Store:
    def __init__(self):
        self.path = Path("x")
    def clear(self):
        self.path.unlink()  # LLS301
with Path("x").open() as file:
    print(file.read())
# --- compatibility characters
import os
ｏｓ.ｒemove("x")  # LLS301
# --- names built from strings
import base64
import os
import zlib
getattr(os, "rem" + chr(111) + "ve")("x")  # LLS301
getattr(os, "evomer"[::-1])("x")  # LLS301
getattr(os, base64.b64decode("cmVtb3Zl").decode())("x")  # LLS301
getattr(os, "%s%s" % ("re", "move"))("x")  # LLS301
getattr(os, "{}{}".format("re", "move"))("x")  # LLS301
getattr(os, f"{'re'}move")("x")  # LLS301
getattr(os, bytes([114, 101, 109, 111, 118, 101]).decode())("x")  # LLS301
getattr(os, "".join(map(chr, [114, 101, 109, 111, 118, 101])))("x")  # LLS301
getattr(os, "".join(chr(c + 1) for c in b"qdlnud"))("x")  # LLS301
getattr(os, "rXemove".replace("X", ""))("x")  # LLS301
getattr(os, zlib.decompress(b"x\x9c+J\xcd\xcd/K\x05\x00\x08\xfd\x02\x8f").decode())("x")  # LLS301
part = "re"
part += "move"
getattr(os, part)("x")  # LLS301
for name in ("getcwd", "remove"):
    getattr(os, name)  # LLS301
# --- names that only the run decides
import os
import sys
getattr(os, sys.argv[1])("x")  # LLS804
vars(os)[sys.argv[1]]("x")  # LLS804 LLS807
# --- aliases around a cycle
import os
a = 1
for _ in range(9):
    a, b, c = b, c, a  # LLS807
c = os  # LLS807
a.remove("x")  # LLS301
# --- a binding that comes too late, or not always
open("../x")  # LLS401
if 1 > 2:
    open = print
open("../y")  # LLS401
# --- a name of our own hides the builtin
def open(path):
    return path
open("/opt/x")
# --- more constants than are kept, and a module among them
import os
x = 1; x = 2; x = 3; x = 4; x = 5; x = 6; x = 7; x = 8; x = 9; x = 10; x = 11; x = 12; x = 13; x = 14; x = 15; x = 16; x = 17
x = os  # LLS807
x.remove("y")  # LLS301
# --- what passes a module on
import os
import sys
print(hasattr(os, "fork"), os.name, sys.platform)
def test(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["x"])
def use(tool):
    tool.setattr(os, "name", "x")  # LLS807
# --- clean look-alikes
class Base:
    def remove(self, x):
        return x
class Os(Base):
    system = "linux"
os = Os()
os.remove("x")
model = object()
model.eval()
import re
pattern = re.compile("a")
