# --- paths come out of whatever was given them
import heapq
import itertools
import queue
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from operator import methodcaller
from pathlib import Path
max(Path(".").iterdir(), key=str).rename("a")  # LLS302
heapq.nlargest(2, Path("data").rglob("*"))[0].rename("a")  # LLS302
for path in itertools.islice(Path(".").glob("*"), 3):
    path.unlink()  # LLS301
for a, b in zip(Path("a").iterdir(), Path("b").iterdir()):
    a.replace("c")  # LLS302
for root, folders, files in Path(".").walk():
    root.rename("a")  # LLS302
    files[0].replace("a", "b")
by_name = {path.name: path for path in Path(".").iterdir()}
for path in by_name.values():
    path.unlink()  # LLS301
waiting = deque(Path(".").iterdir())
waiting.popleft().unlink()  # LLS301
tasks = queue.Queue()
for path in Path(".").iterdir():
    tasks.put(path)
tasks.get().unlink()  # LLS301
with ThreadPoolExecutor() as pool:
    pool.map(lambda path: path.unlink(), Path(".").iterdir())  # LLS301
list(map(methodcaller("rename", "a"), Path(".").iterdir()))  # LLS302
# --- texts stay texts in the same company
import heapq
import itertools
from operator import methodcaller
from pathlib import Path
names = [path.name for path in Path(".").iterdir()]
print(max(names).replace("a", "b"), heapq.nlargest(2, names)[0].replace("a", "b"))
for name in itertools.islice(names, 3):
    print(name.replace("a", "b"))
print([*map(methodcaller("replace", "a", "b"), names), *map(methodcaller("lower"), names)])
print(max(Path(".").iterdir(), key=str).name, sorted(Path(".").iterdir())[0].stat())
# --- functions that a table keeps
from pathlib import Path
HANDLERS = {}
def handles(name):
    def keep(function):
        HANDLERS[name] = function
        return function
    return keep
@handles("drop")
def drop(path):
    path.rename("gone")  # LLS302
@handles("show")
def show(path):
    print(path)
HANDLERS["drop"](Path("data"))
# --- event loops by whom they belong to
import asyncio
async def main(given):
    task = asyncio.create_task(main(1))
    await task.get_loop().create_connection(asyncio.Protocol, "127.0.0.1", 9)  # LLS501
    async with asyncio.TaskGroup() as group:
        loop = group.create_task(main(2)).get_loop()
        await loop.create_server(asyncio.Protocol, "127.0.0.1", 9)  # LLS502
    await given.create_connection(asyncio.Protocol, "127.0.0.1", 9)  # LLS501
    await given.getaddrinfo("a.example.org", 80)  # LLS504
asyncio.DefaultEventLoopPolicy().get_event_loop().create_connection(print, "127.0.0.1", 9)  # LLS501
# --- event loops that only wait, pools that connect by themselves
import asyncio
async def main(pool, app):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_soon(future.set_result, 1)
    print(await future, future.get_loop().time())
    async with pool.create_connection() as link:
        return app.create_server("a"), link
asyncio.run(main(None, None))
# --- annotations that a program writes
import attrs
import functools
import typing
class Kind:
    size: int
Kind.__annotations__["x" + input()] = int  # LLS106
Kind.__annotations__.update({"x": input()})  # LLS106
setattr(Kind, "__annotations__", {"x": input()})  # LLS106
def show(x): pass
show.__annotations__ = {"x": input()}  # LLS106
Other = type("Other", (), {"__annotations__": {"x": input()}})  # LLS106
class Third:
    __annotations__ = {"x": input()}  # LLS106
attrs.resolve_types(attrs.define(Kind))  # LLS106
# --- annotations that are read
import dataclasses
import functools
@dataclasses.dataclass
class Kind:
    size: int
    names: "list[str]"
print(Kind.__annotations__, getattr(Kind, "__annotations__", {}), list(Kind.__annotations__.items()))
@functools.singledispatch
def show(x): pass
@show.register
def _(x: int): pass
@show.register(list)
def _(x): pass
# --- models of fields that are text
import pydantic
pydantic.create_model("M", x=("print(1)", ...))  # LLS106
pydantic.create_model("M", x=(int, ...), y=("list[int]", None))
# --- reducers by other bindings than def
class A:
    __reduce__: object = lambda self: (print, ("x",))  # LLS716
class B:
    for __reduce__ in [lambda self: (print, ("x",))]: pass  # LLS716
C = type("C", (), {"__reduce__": lambda self: (print, ("x",))})  # LLS716 LLS802
class D: pass
D.__reduce__ = lambda self: (print, ("x",))  # LLS716 LLS801
setattr(D, "__reduce__", print)  # LLS716 LLS802
E = type("E", (), dict(__reduce__=print))  # LLS716
class F:  # LLS716
    from helpers import reducer as __reduce__
class G:
    size: int = 3
    for name in ("a", "b"): pass
    __slots__ = ("a", "b")
    __hash__ = None
setattr(G(), "size", 4)
G.size = {"__version__": "1"}
# --- patterns that name what they take
class Any(type):
    def __instancecheck__(cls, value):
        return True
class Inside(metaclass=Any):  # LLS801
    __match_args__ = ("__glob" + "als__",)  # LLS802
class Chosen:  # LLS804
    __match_args__ = tuple(input().split())
class Later: pass
Later.__match_args__ = (input(),)  # LLS804
class Point:
    __match_args__ = ("x", "y")
match Point():
    case Point(x, y):
        print(x, y)
# --- members of types that are called by hand
def f(): pass
member = [each for name, each in vars(type(f)).items() if name.startswith("__glo")][0]
print(member.__get__(f))  # LLS801
class Field:
    def __get__(self, owner, kind=None):
        return 1
# --- templates that are not known
import string
def f(): pass
template = input()
print(template.format(f))  # LLS803
print(str.format(template, print))  # LLS803
print(template.format_map({"f": f}))  # LLS803
print(string.Formatter().vformat(template, (f,), {}))  # LLS803
print(f"{{0.__glob{template}s__}}".format(f))  # LLS803
# --- templates that get values
import os
import string
import sys
import numpy
template = open("template.txt").read()
print(template.format(sys.version, os.sep, sys.argv[0], numpy.pi))
print(template.format(1, name="a", size=len(template)), template.format(*[1, 2]))
print(string.Formatter().format("{0}", print), "{0}".format(print), template.format_map({"a": 1}))
# --- originals that patches keep
from unittest.mock import patch
patcher = patch.object(input, "x")
patcher.start()
patcher.temp_original("id")  # LLS111
patch("os.system").get_original()  # LLS111
with patch.dict("os.environ") as env:  # LLS601
    print(dict(env))
import pytest
keeper = pytest.MonkeyPatch()
keeper._setattr[-1][2]("id")  # LLS111
# --- patches as tests have them
from unittest import mock
import pytest
def test_it(monkeypatch):
    with mock.patch("app.client.get", return_value=1) as get, mock.patch.dict("app.SETTINGS", {"a": 1}):
        get.assert_not_called()
    monkeypatch.setattr("app.client.get", lambda: 1)
    monkeypatch.syspath_prepend("tests/plugins")
    numpy = pytest.importorskip("numpy", minversion="1.20")
    assert numpy.zeros(3).sum() == 0
# --- imports by other names
import matplotlib
import pytest
import unittest
pytest_plugins = ["antigravity", "app.fixtures"]  # LLS515
tool = pytest.importorskip("sub" + "process")
tool.run(["id"])  # LLS201
pytest.importorskip("antigravity")  # LLS111 LLS515
pytest.main(["-p", "evil", "tests"])  # LLS111
pytest.main(["-qp", "no:cacheprovider", "tests"])
pytest.main(["-p", "no:cacheprovider", "-q", "tests"])
def pytest_configure(config):
    config.pluginmanager.import_plugin("evil")  # LLS111
def test_it(monkeypatch):
    monkeypatch.syspath_prepend("/opt/vendor")  # LLS112
help("antigravity")  # LLS111
help(print)
matplotlib.use("module://evil")  # LLS111
matplotlib.use("WebAgg")  # LLS502
matplotlib.use("Agg")
unittest.defaultTestLoader.discover("/opt/tests")  # LLS111 LLS402
unittest.TestLoader().discover("tests")
unittest.main(module="antigravity")  # LLS111
unittest.main(argv=["a"], exit=False)
# --- entry points
from importlib.metadata import distribution, distributions, entry_points
for each in distribution("pip").entry_points:
    each.load()  # LLS111
entry_points(group="a")["b"].load()  # LLS111
for each in entry_points().select(group="a"):
    each.load()  # LLS111
print([each.name for each in distributions()], entry_points().groups)
# --- pipes that unpickle what others send
import multiprocessing
queue = multiprocessing.SimpleQueue()
queue._writer.send_bytes(b"x")  # LLS507
one, other = multiprocessing.Pipe()
one.send_bytes(b"x")  # LLS507
# --- bytes that sockets of the web send
async def answer(socket):
    await socket.send_bytes(b"x")
# --- XML that names other documents
import xml.sax.handler
from lxml import etree
from xml.etree import ElementInclude, ElementTree
tree = etree.parse("a.xml")
tree.xinclude()  # LLS514
etree.XSLT(tree)  # LLS514
etree.XMLParser(resolve_entities=True)  # LLS514
etree.fromstring('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///opt/b">]><a>&b;</a>')  # LLS514
ElementInclude.include(ElementTree.fromstring(input()))  # LLS514
xml.sax.make_parser().setFeature(xml.sax.handler.feature_external_ges, True)  # LLS514
# --- XML that stands for itself
from lxml import etree
etree.XMLParser(remove_blank_text=True, no_network=True)
etree.fromstring('<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "a.dtd"><!ENTITY b "c"><a/>')
document("a")
print(document("a").xpath("//a"), "see document (\"a\")")
# --- files that errors and warnings quote
import linecache
import traceback
import warnings
print(traceback.FrameSummary("/opt/secret", 1, "f").line)  # LLS402
print(traceback.format_list([("/opt/secret", 1, "f", None)]))  # LLS402
warnings.warn_explicit("x", UserWarning, "/opt/secret", 1)  # LLS402
print(linecache.updatecache("/opt/secret"))  # LLS402
warnings.warn_explicit("x", UserWarning, "app.py", 1)
print(traceback.format_list(traceback.extract_stack()))
# --- keys of connections
import ssl
context = ssl.create_default_context()
context.keylog_filename = "keys.log"  # LLS602
# --- where Python itself lies
import inspect
import json
import os
import site
import sys
import sysconfig
from pathlib import Path
from site import USER_SITE
open(json.__file__, "w").write("x")  # LLS402
open(inspect.getfile(json), "w").write("x")  # LLS402
Path(sysconfig.get_path("purelib"), "a.pth").write_text("x")  # LLS402 LLS614
open(os.path.join(sysconfig.get_paths()["purelib"], "a.py"), "w")  # LLS402
open(sys.executable, "r+b")  # LLS402
open(f"{sys.prefix}/a", "w")  # LLS402
open(USER_SITE + "/a.py", "w")  # LLS402
open(site.getsitepackages()[0] + "/a.py", "w")  # LLS402
open(sys.path[-1] + "/a.py", "w")  # LLS402
(Path(json.__file__).parent / "a.py").write_text("x")  # LLS402
# --- which Python this is
import json
import os
import site
import subprocess
import sys
import sysconfig
from pathlib import Path
print(json.__file__, sys.executable, sys.prefix == sys.base_prefix, sysconfig.get_paths(), site.USER_SITE)
print(Path(sys.executable).name, os.path.exists(sys.executable), Path(sys.prefix) / "bin", os.path.basename(sys.prefix))
subprocess.run([sys.executable, "-m", "pytest"])  # LLS201
open(os.devnull, "w").write("x")
# --- paths that are put together by detours
import ast
import configparser
import csv
import enum
import io
import json
import os
import re
import string
import tempfile
import textwrap
from urllib.parse import urlsplit
open(os.devnull[0] + "opt/a", "w")  # LLS402
open(os.path.join(os.path.commonpath([os.getcwd(), tempfile.gettempdir()]), "opt", "a"), "w")  # LLS402
open(os.path.relpath("/opt/a"), "w")  # LLS401
open(string.Template("$a/b").substitute({"a": "/opt"}), "w")  # LLS402
open(urlsplit("local://h/opt/a").path, "w")  # LLS402
open(json.loads('{"a": "/opt/a"}')["a"], "w")  # LLS402
open(ast.literal_eval("'/opt/a'"), "w")  # LLS402
open(re.search(r"/\S+", "see /opt/a").group(), "w")  # LLS402
for line in textwrap.dedent("\n  /opt/a\n").split():
    open(line, "w")  # LLS402
for row in csv.reader(io.StringIO("a,/opt/a")):
    open(row[1], "w")  # LLS402
class Place(enum.StrEnum):
    OUT = "/opt/a"
open(Place("/opt/a"), "w")  # LLS402
for place in Place:
    open(place, "w")  # LLS402
settings = configparser.ConfigParser()
settings.read_string("[a]\nb = /opt/a\n")  # LLS402
# --- the same detours inside the project
import argparse
import configparser
import json
import os
import re
import string
from urllib.parse import urlsplit
open(string.Template("$a/b").substitute(a="data"), "w")
open(json.loads('{"a": "data/a", "url": "https://example.org/opt/a"}')["a"], "w")
print(urlsplit("https://example.org/opt/a").path, os.path.relpath("/opt/a"), re.split("/", "/opt/a"))
open(os.path.relpath("data/a"), "w")
settings = configparser.ConfigParser()
settings.read_string("[a]\nb = data/a\nroute: /b/c\n# see /opt/a\n")
parser = argparse.ArgumentParser()
parser.add_argument("--out", default="data/out")
open(parser.parse_args().out, "w")
# --- what a command line says by default
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("-o", "--out-file", default="/opt/a")
open(parser.parse_args().out_file, "w")  # LLS402
# --- files of others' packages
import lmdb
import somepackage
import numpy as np
lmdb.open("/opt/a")  # LLS402
np.rec.fromfile("/opt/a", formats="u1")  # LLS402
somepackage.Model().save_to("/usr/lib/a")  # LLS402
somepackage.load_weights("weights/a.bin")
somepackage.get("/opt/a")
somepackage.mount("/srv/files", app="a")
somepackage.read_table("/users/list")
# --- Tk runs text
import tkinter as tk
from tkinter import ttk
root = tk.Tk()
tk.Button(root, command="exec touch a").invoke()  # LLS704
ttk.Button(root, command="exec touch a")  # LLS704
root.bind("<Key>", "exec touch a")  # LLS704
tk.Button(root, command=root.destroy).config(command=print)
root.bind("<Key>", lambda event: root.destroy())
# --- settings that come out of the environment
from flask import Flask
from omegaconf import OmegaConf
app = Flask(__name__)
app.config.from_prefixed_env("KEY")  # LLS601
OmegaConf.create({"a": "${oc.env:HOME}"})  # LLS601
OmegaConf.create({"a": "${b}", "b": 1})
app.config.from_mapping(DEBUG=False)
# --- roots that are read off a path
import itertools
import os
from pathlib import Path
from typing import Literal, get_args
open(os.getcwd()[0] + "opt/a", "w")  # LLS402
(Path(Path.cwd().anchor) / "opt" / "a").write_text("x")  # LLS402
open(Path.cwd().parts[0] + "opt/a", "w")  # LLS402
(Path.cwd().parents[-1] / "opt" / "a").write_text("x")  # LLS402
open("".join(itertools.chain("/op", "t/a")), "w")  # LLS402
open("{:s}{:s}".format("/opt", "/a"), "w")  # LLS402
open("|opt|a".translate({124: 47}), "w")  # LLS402
Folder = Literal["/opt/a"]
open(get_args(Folder)[0], "w")  # LLS402
# --- parts of paths that lead nowhere
from pathlib import Path
from typing import Literal
def show(name: Literal["data/a", "data/b"]):
    print(Path(name).parts[0], Path.cwd().parts[-1], Path.cwd().parents[0].name, "{:>8}".format(name))
    return open(name)
name = "./data"
print(name[0], name[:1], "abc".translate({97: 98}))
# --- what is nothing that could be a path
import os
import urllib.parse
from .store import load_from
def show(width, *rest):
    urllib.parse.urlsplit(None), urllib.parse.urlparse(b"/opt/a"), os.path.commonpath([1, None]), os.getcwd()[None]
    load_from("/usr/lib/a")
    return f"{{:^{max(0, width)}}}".format(show)
# --- where installed packages lie, as the library tells it
import json
import mimetypes
import ssl
from importlib import resources
from importlib.metadata import distribution, files
from importlib.util import find_spec
import certifi
spec = find_spec("json")
with open(spec.origin, "w") as file:  # LLS402
    file.write("x")
with open(json.dumps.__code__.co_filename, "a") as file:  # LLS402
    file.write("x")
with open(certifi.where(), "a") as file:  # LLS402
    file.write("x")
with open(ssl.get_default_verify_paths().cafile, "a") as file:  # LLS402
    file.write("x")
with open(mimetypes.knownfiles[0], "a") as file:  # LLS402 LLS403
    file.write("x")
resources.files("json").joinpath("more.py").write_text("x")  # LLS402
with resources.as_file(resources.files(json) / "more.py") as path:
    path.write_text("x")  # LLS402
with resources.path("json", "decoder.py") as path:
    path.write_text("x")  # LLS402
distribution("pip").locate_file("more.pth").write_text("x")  # LLS402 LLS614
for entry in files("pip"):
    entry.locate().write_text("x")  # LLS402
# --- asking for packages, their data and certificates
import ssl
from importlib import resources
from importlib.metadata import version
from importlib.util import find_spec
import certifi
print(find_spec("json") is None, version("pip"), certifi.where(), (lambda: 0).__code__.co_filename)
context = ssl.create_default_context(cafile=certifi.where())
context.load_verify_locations(ssl.get_default_verify_paths().cafile)
with open(find_spec("package").origin) as file:
    print(file.read())
print(resources.files("package").joinpath("data.json").read_text(), (resources.files(__package__) / "a.txt").read_text())
with resources.path("package", "data.json") as path, resources.as_file(resources.files("package")) as folder:
    print(path.read_text(), (folder / "data.json").read_text())
# --- the Tcl interpreter below a window
import tkinter as tk
import turtle
class Window(tk.Frame):
    def show(self, script):
        self.tk.call("exec", "id")  # LLS704
        self.master.tk.eval(script)  # LLS704
turtle.getcanvas().tk.eval("exec id")  # LLS704
tk.Label().tk.call("source", "a.tcl")  # LLS704
# --- what windows ask of it
import tkinter as tk
class Window(tk.Frame):
    def show(self):
        self.tk.call("wm", "iconname", self._w, "a")
        self.master.tk.call("tk", "scaling", 2.0)
        self.tk.call(self._w, "yview", "moveto", 0)
        self.master.tk.call("font", "families")
        self.model.eval()
        self.phone.call("exec")
# --- mail folders, and what tests of Python have
import mailbox
from test.support.os_helper import rmtree
def purge(path):
    box = mailbox.Maildir(path)
    box.clear()  # LLS301
    box.remove_folder("a")  # LLS301
    rmtree(path)  # LLS301
# --- reading mail, and messages in memory
import mailbox
def show(path):
    for message in mailbox.mbox(path):
        print(message["subject"])
    waiting = {"a": 1}
    waiting.clear()
# --- archives by the methods below
import tarfile
def unpack(path):
    with tarfile.open(path) as archive:
        for member in archive:
            archive.makefile(member, "a")  # LLS307
            archive._extract_member(member, "b")  # LLS307
# --- archives that are read
import tarfile
def show(path):
    with tarfile.open(path) as archive:
        print([member.name for member in archive], archive.extractfile("a").read())
# --- writing to packages that are installed
import os
import quopri
import unicodedata
from importlib import resources
from pathlib import Path
import matplotlib
import numpy
import requests
resources.files("requests").joinpath("more.py").write_text("x")  # LLS402
(Path(numpy.__file__).parent / "more.py").write_text("x")  # LLS402
with open(os.path.join(os.path.dirname(requests.__file__), "more.py"), "w") as file:  # LLS402
    file.write("x")
with open(matplotlib.matplotlib_fname(), "a") as file:  # LLS402
    file.write("x")
with open(quopri.decodestring(b"=2Fetc=2Fpasswd")) as file:  # LLS402 LLS403 LLS612
    file.read()
with open(unicodedata.normalize("NFKC", "\uff0fetc\uff0fpasswd")) as file:  # LLS402 LLS403 LLS612
    file.read()
# --- reading what packages bring along
import os
import unicodedata
from importlib import resources
from pathlib import Path
import cv2
import mine
from mine import find_files
import matplotlib
import numpy
import requests
print((Path(numpy.__file__).parent / "py.typed").read_text(), requests.__file__, unicodedata.normalize("NFKC", "a/b"))
with open(os.path.join(os.path.dirname(requests.__file__), "LICENSE")) as file:
    print(file.read(), resources.files("numpy").joinpath("py.typed").read_text())
(Path(mine.__file__).parent / "cache.json").write_text("x")
faces = cv2.CascadeClassifier(os.path.join(os.path.dirname(cv2.__file__), "data", "faces.xml"))
find_files(numpy.__file__)
with open(matplotlib.matplotlib_fname(), encoding="utf-8") as file:
    print(file.read())
