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
pair = os.remove, 1
pair[0]("x")  # LLS301
first, second = pair
first("x")  # LLS301
# --- class attributes and default arguments
import os
class Tools:
    run = os.remove
Tools.run("x")  # LLS301
def call(run=os.remove):
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
(lambda m: m)(module()).remove("x")  # LLS301
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
    a, b, c = b, c, a
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
# --- a module's namespace walked by value
import argparse
import json
import logging
for value in vars(logging).values():  # LLS804
    value.system("ls")
pairs = list(logging.__dict__.items())  # LLS804
found = [part for part in vars(json.codecs).values()]  # LLS804
options = vars(argparse.ArgumentParser().parse_args()).items()
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
# --- modules that leave sight
import os
from os import *  # LLS807
look = lambda: os  # LLS807
def default(module=os):  # LLS807
    return module.name
class Same:
    def __eq__(self, other):
        return other.system("x")
Same() == os  # LLS807
os in Same()  # LLS807
isinstance(os, Same)  # LLS807
def store(self, table):
    global kept
    kept = os  # LLS807
    self.kept = table["kept"] = os  # LLS807
    import os as kept  # LLS807
if os is None or os is not look:
    mine = 1
# --- modules among all names
import os
[value for value in globals().values()]  # LLS807
dict(globals())  # LLS807
everything = globals()
everything.popitem()  # LLS807
def f():
    return locals()
"os" in globals()
globals().update(x=1)
# --- modules by name, from what is unknown
import logging.handlers
class Holder:
    def __init__(self):
        self.os = None
def use(thing):
    thing.os.system("ls")  # LLS202
    thing.pickle.loads(b"")  # LLS711
    vars(thing)["os"].system("ls")  # LLS202
    thing.__dict__["sys"].modules
    getattr(thing, "o" + input())  # LLS804
    getattr(thing, "visit_" + input())
list(map(use, [logging.handlers]))
# --- match captures of parts
import logging
match logging:
    case object(os=object(system=run)):
        run("ls")  # LLS202
match [logging, 1]:
    case [module, _] | [_, module, *_]:
        module.os.remove("x")  # LLS301
match {"a": logging}:
    case {"a": object(os=o), **rest}:
        o.remove("x")  # LLS301
# --- imported internals
from logging import __builtins__ as b  # LLS801
b["eval"]("1")
# --- other homes of the same things
import importlib.metadata
import os
import ssl
import _pyio
from pathlib._local import Path
ssl.socket()  # LLS501
ssl.create_connection(("localhost", 1))  # LLS501
importlib.metadata.import_module("json")  # LLS111
Path("x").rename("y")  # LLS302
_pyio.open("/opt/x")  # LLS402
for function in os.supports_fd:  # LLS805
    print(function)
# --- builtins that come back
eval = print
compile: object
compile("1", "f", "eval")  # LLS101
try:
    pass
except ValueError as eval:
    pass
eval("1")  # LLS101
# --- builtins taken back through the namespace
eval = print
globals().pop("eval")  # LLS101
eval("1")  # LLS101
# --- a builtin that an enclosing function hides
def outer():
    eval = print
    def inner():
        global eval
        return lambda: eval("1")  # LLS101
    return inner
# --- values that generators, special methods and properties give
from contextlib import contextmanager
class Giver:
    @property
    def plain(self):
        return open  # LLS402
    def __getattr__(self, name):
        return open  # LLS402
    def __getitem__(self, key):
        return open  # LLS402
    def __class_getitem__(cls, key):
        return open  # LLS402
    def __call__(self):
        return open  # LLS402
    def __enter__(self):
        return open  # LLS402
    def __exit__(self, *args): pass
    def __iter__(self):
        yield open  # LLS402
Giver().plain("/opt/x")  # LLS402
Giver().other("/opt/x")  # LLS402
Giver()[1]("/opt/x")  # LLS402
Giver[1]("/opt/x")  # LLS402
Giver()()("/opt/x")  # LLS402
with Giver() as f:
    f("/opt/x")  # LLS402
for g in Giver():
    g("/opt/x")  # LLS402
@contextmanager
def given():
    yield open  # LLS402
with given() as h:
    h("/opt/x")  # LLS402
def numbers():
    yield from numbers()
    yield from [open]  # LLS402
next(numbers())("/opt/x")  # LLS402
class Descriptor:
    def __get__(self, owner, kind):
        return open  # LLS402
class Owner:
    field = Descriptor()
Owner().field("/opt/x")  # LLS402
# --- parameters that gather arguments, and those of lambdas
def call(*args, **options):
    args[0](args[1])  # LLS402
    options["how"]("/opt/x")  # LLS402
    again(*args, **options)
def again(first, second, how):
    first(second)  # LLS402
call(open, "/opt/x", how=open)  # LLS402
(lambda f, path: f(path))(open, "/opt/x")  # LLS402
apply = lambda f: f("/opt/x")  # LLS402
apply(open)  # LLS402
# --- inherited attributes
import os
from pathlib import Path
class Base:
    where = "/opt/x"
class Mine(Base, Path):
    def go(self):
        open(self.where)  # LLS402
        self.rename("y")  # LLS302
Mine("x").replace("y")  # LLS302
class Loop(Loop):
    pass
Loop().rename("y")
# --- values that are put into displays
from pathlib import Path
functions, table = [], {}
class Holder:
    def __init__(self):
        self.functions = []
    def go(self):
        self.functions.append(open)  # LLS402
        self.functions[0]("/opt/x")  # LLS402
def add():
    functions.append(open)  # LLS402
functions.pop()("/opt/x")  # LLS402
table["path"] = Path("x")
table["path"].rename("y")  # LLS302
table.setdefault("open", open)  # LLS402
table["open"]("/opt/x")  # LLS402
count = {}
count["x"] = 1
count["x"] += 1
nest = []
nest.append(nest)
nest[0][0].rename("y")
# --- what a star import brings stays in sight when an item is put into it
from os import *  # LLS807
environ["x"] = "y"  # LLS601
# --- gathered arguments that go round
class A:
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        init(self, *args, **options)
class B:
    def __init__(self, *args, **options):
        A(*args, **options)
        B(*args, **options)
def init(*args, **options):
    A(*args, **options)
    B(*args, **options)
    init(*args, **options)
# --- Paths by annotation
from pathlib import Path
from typing import Optional
def move(a: Path | None, b: "Path", c: list[Path], d: Optional[Path], e: dict[str, "Path"]):
    a.rename("x")  # LLS302
    b.rename("x")  # LLS302
    for path in c: path.rename("x")  # LLS302
    d.rename("x")  # LLS302
    e["x"].rename("x")  # LLS302
    f: "Path | None"
    f.rename("x")  # LLS302
def honest(a: str, b: list[str], c: "not python", d: "DataFrame"):
    a.replace("x", "y")
    b[0].replace("x", "y")
    c.rename("x")
    d.rename(columns={})
