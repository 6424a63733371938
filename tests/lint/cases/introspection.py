# --- walks through dunders
().__class__.__base__.__subclasses__()  # LLS801
[].__class__.__mro__[1]  # LLS801
print.__self__  # LLS801
object.__reduce_ex__(1, 2)  # LLS801
match 1:
    case object(__globals__=found):  # LLS801
        pass
# --- frames
import sys
def work():
    try:
        1 / 0
    except Exception as error:
        error.__traceback__.tb_frame.f_back  # LLS801
(x for x in []).gi_frame.f_globals  # LLS801
sys._getframe(0)  # LLS805
sys._current_frames()  # LLS805
# --- spelled out
getattr(1, "__" + "globals" + "__")  # LLS802
getattr(1, "".join(["__glob", "als__"]))  # LLS802
"{0.__class__.__init__}".format(1)  # LLS803
"{x[0].__class__}".format_map({})  # LLS803
# --- reflection as a value
from functools import reduce
reduce(getattr, ["a"], 1)  # LLS809
look = getattr  # LLS809
# --- clean look-alikes
class Point:
    __slots__ = ("x",)
    def __init__(self, x):
        super().__init__()
        self.x = x
    def __eq__(self, other):
        return isinstance(other, type(self)) and self.__class__ is other.__class__
    def __repr__(self):
        return f"{type(self).__name__}({self.x!r})"
    def update(self, **values):
        for name, value in values.items():
            setattr(self, name, value)
        self.__dict__.update(values)
def describe(value):
    return getattr(value, "name", None) or getattr(value, "visit_" + type(value).__name__, None)
print("{0.x} {1[key]} {{}}".format(Point(1), {"key": 2}), __name__, __file__, __doc__)
class Frames:
    tb = 1
# --- what is only described or asked for
import os as _os
import sys as _sys
import traceback
def work(x):
    return x
print(work.__code__.co_name, work.__code__.co_varnames, work.__code__.co_argcount, _os.getcwd())
if "pytest" in _sys.modules or "lib" not in _sys.path:
    print("not here")
BUILTINS = "x" in {"eval", "__import__", "__subclasses__"}
try:
    work()
except TypeError as error:
    traceback.print_exception(type(error), error, error.__traceback__)
    print(error.__traceback__.tb_lineno)
# --- what is more than described or asked for
import os as _system  # LLS807
import sys
def work(x):
    return x
print(work.__code__.co_code, work.__code__.co_consts)  # LLS801
work.__code__ = print  # LLS801
code = work.__code__  # LLS801
def steal(other, error):
    print(error.__traceback__.tb_frame)  # LLS801
    return "x" in sys.modules == other  # LLS806
print(sys.modules == work, sys.modules in [work])  # LLS806
# --- keys and attributes that are called like modules
def show(config, client, event):
    print(config["os"], event["http"]["port"], config.get("sys"), client.http)
    return event["ssl"], config["socket"], client.ssl
# --- namespaces hold modules under their names
import random
def leak(box, call):
    return call(box[0].__dict__["os"])  # LLS807
leak([random], print)
# --- regular expressions that look for internal names
import re
FORBIDDEN = re.compile(r"\b(?:eval|exec|__import__|__subclasses__)\b")
print(re.findall(r"__globals__|\.\./|/etc/\w+", input()))
# --- and those that only seem to
import re
spelled = re.compile("__import__").pattern  # LLS802
replaced = re.sub("(a)", "__globals__", "a")  # LLS802
# --- where a frame is, and no more
import inspect
import sys
print(inspect.currentframe().f_code.co_name, sys._getframe(1).f_lineno, sys._getframe().f_back.f_code.co_name)
frame = sys._getframe()  # LLS805
print(sys._getframe().f_globals)  # LLS801 LLS805
print(sys._getframe().f_back)  # LLS801 LLS805
print(sys._getframe().f_code.co_consts)  # LLS801 LLS805
print(sys._getframe().f_back.f_back.f_locals)  # LLS801 LLS805
# --- functions of this module by a part of their name
from numpy import load as load_it
def command_show():
    pass
def main(name):
    globals()[f"command_{name}"]()
    globals()["command_" + name]()
    globals()[name]()  # LLS804
    globals()[f"o{name}"]()  # LLS804
    globals()[f"__{name}"]()  # LLS804
    globals()[f"load_{name}"]()  # LLS804
    globals()[f"{name}command_"]()  # LLS804
    globals()["c" + name]()  # LLS804
# --- an object's own lookup
import types
class Watched:
    def __getattribute__(self, name):
        return super().__getattribute__(name)
class Lent:
    def __getattribute__(self, name):
        return object.__getattribute__(self, name)  # LLS801
    def look(self, name):
        return super().__getattribute__(name)  # LLS801
class Turned:
    def __getattribute__(self, name):
        name = name[::-1]
        return super().__getattribute__(name)  # LLS801
class Module(types.ModuleType):
    def __getattribute__(self, name):
        return super().__getattribute__(name)  # LLS801
class Fixed:
    def __getattribute__(self, name):
        return super().__getattribute__("value")  # LLS801
# --- what everybody uses, replaced
import builtins
import os
builtins.print = print  # LLS810
os.path.join = print  # LLS810
def set_up(self, print):
    self.print = print
    builtins.input = lambda: "yes"
# --- patched for a test
import os, socket
import pytest
from unittest import mock
with pytest.MonkeyPatch.context() as patch:
    patch.setattr(os, "sep", "/")
with mock.patch.object(socket, "socket"):
    pass
# --- not for a test
import os
def work(other):
    other.setattr(os, "sep", "/")  # LLS807
# --- handed on by a function of the program
class A:
    def get(self, name):
        return getattr(self.x, name)  # LLS804
    def go(self, name):
        found = self.get(name)
        return found
# --- an attribute of its own that is called like a module
from typing import Any
from channels import Base
class Channel(Base):
    def __init__(self):
        self._socket: Any = None
    async def close(self):
        if self._socket:
            await self._socket.disconnect()
# --- one that others have given it
from channels import Base
class Channel(Base):
    def close(self):
        call(self._socket)  # LLS807
# --- what a test sets instead of a function
import module
def test_a(monkeypatch):
    calls = []
    monkeypatch.setattr(module.os, "chown", lambda path, uid: calls.append((path, uid)))
# --- the module itself
import sys
module = sys.modules[__name__]
for name in dir(module):
    print(getattr(module, name))  # LLS804
# --- the module itself, replaced
import sys
sys.modules[__name__] = 1  # LLS806
# --- another one of that name
import sys
__name__ = "os"
print(sys.modules[__name__])  # LLS806 LLS807
# --- another one of that name, unseen
import sys
vars()["__name__"] = "os"
print(sys.modules[__name__])  # LLS806
# --- names in sentences
PATTERNS = ("__import__", "__builtins__")
def search(text, issues):
    for pattern in PATTERNS:
        if pattern in text:
            issues.append(f"The text holds the pattern {pattern!r}, which may do harm")
# --- names that are put together
def build(call, kind):
    call(f"{kind}.__subclasses__()")  # LLS802
    name = "__subclasses__"  # LLS802
    call(f"a {name}")  # LLS802
# --- one finding for one import
import importlib
import sys
def load(name):
    module = importlib.import_module(name)  # LLS111
    sys.modules[name] = module  # LLS806
    return __import__(name)  # LLS111
