# --- every plain form
eval("1")  # LLS101
exec("x = 1")  # LLS101
compile("1", "f", "eval")  # LLS101
__import__("math")  # LLS111
execfile("x.py")  # LLS101
breakpoint()  # LLS103
# --- by way of the module of builtins
import builtins
from builtins import exec as run
builtins.eval("1")  # LLS101
builtins.__dict__["eval"]("1")  # LLS101 LLS807
vars(builtins)["exec"]("1")  # LLS101 LLS807
getattr(builtins, "ev" + "al")("1")  # LLS101
run("1")  # LLS101
# --- a reference without a call
list(map(eval, ["1"]))  # LLS101
table = {"calc": eval}
table["calc"]("1")  # LLS101
@exec  # LLS101
@str
class X: pass
sorted(["1"], key=eval)  # LLS101
# --- aliases
e = eval
e("1")  # LLS101
a, b = eval, print
a("1")  # LLS101
if (f := exec):
    f("1")  # LLS101
for g in (eval, exec):  # LLS101
    g("1")  # LLS101
def call(text, using=eval):
    return using(text)  # LLS101
class Calculator:
    work = staticmethod(eval)  # LLS101
    plain = eval
    def go(self):
        return self.plain("1")  # LLS101
(lambda f: f("1"))(eval)  # LLS101
# --- full-width letters are the same letters
ｅval("1")  # LLS101
ｅｘｅｃ("1")  # LLS101
# --- partial, methodcaller and their kin
from functools import partial, reduce
from operator import attrgetter, itemgetter, methodcaller
import builtins
partial(eval, "1")()  # LLS101
attrgetter("eval")(builtins)("1")  # LLS101 LLS807
reduce(lambda x, f: f(x), [eval], "1")  # LLS101
# --- names that are built
import builtins
import base64
getattr(builtins, f"{'ev'}{'al'}")("1")  # LLS101
getattr(builtins, base64.b64decode("ZXZhbA==").decode())("1")  # LLS101
getattr(builtins, "lave"[::-1])("1")  # LLS101
getattr(builtins, "".join(map(chr, [101, 118, 97, 108])))("1")  # LLS101
getattr(builtins, bytes([101, 120, 101, 99]).decode())("1")  # LLS101
# --- interpreters of the library
import code
import codeop
from code import InteractiveInterpreter
code.interact()  # LLS103
InteractiveInterpreter().runsource("1")  # LLS101
codeop.compile_command("1")  # LLS101
import _xxsubinterpreters  # LLS101
import pdb
pdb.run("1")  # LLS103
# --- timers on strings
import timeit
from timeit import Timer, timeit as measure
def work(): pass
timeit.timeit("1")
timeit.timeit()  # LLS102
timeit.timeit(work, "import os")  # LLS102
timeit.timeit(work, setup="import os")  # LLS102
timeit.repeat(stmt="1")
Timer(input()).timeit()  # LLS102
measure(*["1"])  # LLS102
# --- timers on functions
import timeit
from functools import partial
from timeit import default_timer as now
def work(n=1): pass
class Job:
    def run(self): pass
timeit.timeit(work, number=3)
timeit.timeit(lambda: work(2))
timeit.timeit(stmt=partial(work, 3), setup=lambda: None, number=5)
timeit.Timer(work).timeit(10)
timeit.repeat(Job().run)
start = now()
print(now() - start)
# --- profilers
import cProfile
import profile
import pstats
import trace
cProfile.run("1")
cProfile.run(input())  # LLS102
profile.runctx("1", {}, {})  # LLS102
trace.Trace().run("1")  # LLS102
with cProfile.Profile() as p:
    p.run("1")  # LLS102
q = cProfile.Profile()
q.enable()
q.disable()
q.runcall(print)
pstats.Stats(q).sort_stats("cumulative").print_stats(5)
# --- functions from bytecode
import types
from types import CodeType as C, FunctionType, SimpleNamespace
def build(a, b):
    return FunctionType(C(a), b)  # LLS105
print(isinstance(build, (types.FunctionType, types.MethodType)), SimpleNamespace(x=1))
# --- annotations that are evaluated
import inspect
import typing
from typing import ForwardRef, Optional, get_type_hints
typing.get_type_hints(print)  # LLS106
inspect.get_annotations(print, eval_str=True)  # LLS106
inspect.signature(print, eval_str=input())  # LLS106
inspect.signature(print, eval_str=False)
inspect.signature(print)
x: Optional["int"] = None
# --- hidden imports
import importlib
import importlib.util
import pkgutil
import pydoc
from importlib import import_module as load
importlib.import_module("json")  # LLS111
load("json")  # LLS111
importlib.__import__("json")  # LLS111 LLS801
importlib.reload(pkgutil)  # LLS111 LLS807
pkgutil.resolve_name("json:loads")  # LLS111
pydoc.locate("json.loads")  # LLS111
importlib.util.find_spec("a.b")  # LLS111
importlib.util.find_spec("json").loader.load_module()  # LLS111
spec = importlib.util.spec_from_file_location("x", "x.py")  # LLS111
module = importlib.util.module_from_spec(spec)  # LLS111
spec.loader.exec_module(module)  # LLS111
importlib.machinery.SourceFileLoader("x", "x.py").load_module()  # LLS111
__loader__.load_module("json")  # LLS111
import runpy  # LLS111
import zipimport  # LLS111
# --- a module that is imported by name keeps its meaning
o = __import__("os")  # LLS111
o.system("ls")  # LLS202
import importlib
importlib.import_module("sub" + "process").run("ls")  # LLS111 LLS201
# --- imports by text inside other tools
from importlib.metadata import EntryPoint, entry_points
from unittest import mock
EntryPoint("a", "os:system", "b").load()("ls")  # LLS111
for point in entry_points(group="x"):
    print(point.name, point.value)
    point.load()  # LLS111
mock.patch("os.system").getter()  # LLS111
mock._importer("os")  # LLS111
# --- where imports come from
import site
import sys
import package
from sys import path
sys.path.insert(0, "/tmp")  # LLS112
sys.path += ["/opt/x"]  # LLS112
sys.path[:0] = ["x"]  # LLS112
sys.path = ["x"]
path.append("/opt/x")  # LLS112
sys.meta_path.append(print)  # LLS112
sys.path_hooks.clear()  # LLS112
site.addsitedir("x")  # LLS112
package.__path__.append("x")  # LLS112
package.__path__ = ["x"]  # LLS112
package.__path__[:0] = ["x"]  # LLS112
list(map(load, package.__path__))  # LLS112
getattr(sys, "pa" + "th").append("/opt/x")  # LLS112
# --- folders that may lie elsewhere
import os
import sys
from pathlib import Path
sys.path.append(input())  # LLS112
sys.path.append(os.path.join(os.path.dirname(__file__), input()))  # LLS112
sys.path.append(os.path.join(os.path.dirname(__file__), "/tmp"))  # LLS112
sys.path.append(os.path.join(os.path.dirname(__file__), ".."))  # LLS112 LLS401
sys.path.append(str(Path(__file__).parent.parent / "tmp"))  # LLS112
sys.path.append(str(Path(__file__).parents[5]))  # LLS112
sys.path.append("vendor.zip")  # LLS112
sys.path.append("src/../../x")  # LLS112 LLS401
ROOT = Path(__file__).parent
ROOT = Path(input())
sys.path.append(str(ROOT))  # LLS112
add = sys.path.append  # LLS112
sys.path[0] = "src"  # LLS112
sys.path.extend([input()])  # LLS112
def show(print):
    print(sys.path)  # LLS112
# --- folders that need each other
import sys
ROOT = ROOT.parent
sys.path.append(str(ROOT))  # LLS112
def turn(one):
    while one:
        sys.path.append(str(two))  # LLS112
        one, two = two.parent, one.parent
        three = four.parent; four = three.parent
        sys.path.append(str(three))  # LLS112
# --- this file does not say where it is
import sys
__file__ = "/tmp/a/b.py"
sys.path.append(__file__)  # LLS112
# --- nor does this one
import os
import sys
globals()["__file__"] = input()
sys.path.append(os.path.dirname(__file__))  # LLS112
# --- nor this one
import os
import sys
import me
me.__file__ = input()
sys.path.append(os.path.dirname(__file__))  # LLS112
# --- folders of the project
import os
import sys
from pathlib import Path
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.append(os.path.join(HERE, "lib", "extra"))
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.append(".")
print(sys.path, len(sys.path), sys.path[0], [entry for entry in sys.path if entry])
def test_it(monkeypatch):
    monkeypatch.setattr(HERE, "x", 1)
# --- doctest that reaches beyond the module
def f():
    """
    >>> f()
    1
    >>> os.remove("x")  # LLS301
    """
import doctest
import os
doctest.testmod()
doctest.run_docstring_examples(f, {})  # LLS104
# --- doctest that reaches a module through another
"""
>>> import tempfile
>>> tempfile._os.system("ls")  # LLS202
"""
import doctest
doctest.testmod()
# --- doctest in full-width letters
"""
>>> ｅval("1")  # LLS101
"""
import doctest
doctest.testmod()
# --- doctest of another module
import doctest
import other
doctest.testmod(other)  # LLS104
# --- doctest of a docstring in pieces
def f():
    ">>> impo" "rt os\n>>> os.rem" "ove('x')"  # LLS301
from doctest import testmod
testmod()
# --- doctest whose examples use what the module defines
import doctest
import subprocess
def start(command):
    """Start it.

    >>> start(["ls"])
    >>> run = subprocess.run  # LLS201
    >>> for name in ["a"]:
    ...     open("/opt/" + name)  # LLS402
    """
    assert command
if __name__ == "__main__":
    doctest.testmod()
# --- doctest of docstrings that are made
import doctest
class Made:
    __doc__ = "".join([">>> 1"])
doctest.testmod()  # LLS104
# --- doctest of what a dict holds
import doctest
__test__ = {"a": input()}
doctest.testmod()  # LLS104
# --- doctest of a made class
import doctest
Made = type("Made", (), {"__doc__": input()})
doctest.testmod()  # LLS104
# --- doctest with other names
import doctest
doctest.testmod(extraglobs={"f": print})  # LLS104
# --- examples that only show
"""
>>> import os
>>> os.remove("x")
"""
# --- doctest of a module that imports for its examples
"""
>>> import math, os.path
>>> import re
>>> math.sqrt(4), os.path.join("a", "b")
(2.0, 'a/b')
>>> open("data.txt").read()
"""
import doctest
doctest.testmod()
# --- doctest of the module's own functions
def double(x):
    """Double it; import nothing, open no file.

    >>> double(2)
    4
    >>> [double(i) for i in range(3)]
    [0, 2, 4]
    >>> cart.__str__(), cart.operator, code
    """
    return 2 * x
if __name__ == "__main__":
    import doctest
    doctest.testmod(verbose=True)
# --- templates
from jinja2 import Environment, Template
from jinja2.environment import Template as T
import mako.template  # LLS121
Template("{{ x.__class__ }}")  # LLS121 LLS802
Template("{{ x['a' ~ 'b'] }}")  # LLS121
Template("{{ x|attr(y) }}")  # LLS121
Template(input())  # LLS121
T(open("a.html").read())  # LLS121
Environment().from_string("x")  # LLS121
# --- templates that are known or sandboxed
import string
from jinja2 import Template
from jinja2.sandbox import SandboxedEnvironment
Template("{% for row in rows %}<li class='x'>{{ row[0] }}: {{ row.name | upper }}</li>{% endfor %}").render(rows=[])
SandboxedEnvironment().from_string(input()).render()
string.Template("$x").substitute(x=1)
"{} {x}".format(1, x=2)
# --- expressions as text
import numexpr
import pandas as pd
import sympy
from sympy import lambdify, parse_expr, simplify, sympify
sympify(input())  # LLS122
sympify("__import__('os').system('ls')")  # LLS122 LLS802
sympify("eval(chr(49))")  # LLS122
sympify("x.evalf")  # LLS122
parse_expr(f"x + {input()}")  # LLS122
lambdify([], "open('x')")  # LLS122
simplify("open('x')")  # LLS122
pd.eval("os.getcwd()")  # LLS122
numexpr.evaluate(input())  # LLS122
df = pd.DataFrame({"a": [1]})
df.query("@pd.io.common.os.getcwd()")  # LLS122
df.query(input())  # LLS122
df.eval("@print(a)")  # LLS122
frame = pd.read_csv("a.csv")
frame.query(input())  # LLS122
# --- formulas
import pandas as pd
import sympy as sp
from sympy import Eq, S, Symbol, diff, lambdify, simplify, solve, symbols, sympify
x, y = symbols("x y")
solve(Eq(x**2 - 1, 0), x)
f = lambdify((x, y), x * y, "numpy")
print(simplify(sp.sin(x)**2 + sp.cos(x)**2), diff(x**3, x), sympify("2*x + 3.5"), S(1) / 2, sympify(2))
df = pd.read_csv("a.csv")
limit = 3
df.query("a > 1 and name == 'Bob'")
df.query("a > @limit")
df[df["a"] > limit]
pd.eval("1 + 2 * 3")
# --- clean look-alikes
import ast
import re
import importlib.metadata
import importlib.resources
from importlib.util import find_spec
class Model:
    def eval(self):
        return self
    def compile(self, optimizer):
        return self
    def exec(self):
        pass
model = Model()
model.eval()
model.compile(optimizer="adam")
net.eval()
keras_model.compile("adam", loss="mse")
session.exec(1)
re.compile("a+").match("aa")
ast.literal_eval("[1]")
ast.parse("x = 1")
tree = ast.parse("eval('1')")
frame.query(limit)
db.session.query(Model).filter_by(id=1)
def evaluate(text):
    return float(text)
evaluate("1")
"""eval("1") and exec("2") are words of a docstring."""
print("never call eval() or exec()")
importlib.metadata.version("numpy")
importlib.resources.files("package").joinpath("a.txt")
if find_spec("torch") is None:
    print("no torch")
def profile(code, path):
    return code.strip(), path.parent
try:
    raise SystemExit(2)
except SystemExit as error:
    print(error.code)
# --- attributes called like a module of the library
import pytest
import requests
def test_exit():
    with pytest.raises(SystemExit) as caught:
        raise SystemExit(2)
    assert caught.value.code == 2
class User:
    profile = None
user = User()
print(user.profile, user.site, user.commands)
# --- own modules called like a module of the library
from .code import f
from . import profile, site
from app.profile import User
from app.code import compile_rule
compile_rule(User())
# --- docstrings that the run makes
import doctest
def f():
    pass
f.__doc__ = input()
doctest.testmod()  # LLS104
# --- modules that are listed, not loaded
import pkgutil
import package
for info in pkgutil.iter_modules(package.__path__):
    print(info.name)
names = [info.name for info in pkgutil.iter_modules(__path__, __name__ + ".")]
print(package.__path__[0], list(package.__path__))
pkgutil.walk_packages(package.__path__)  # LLS111 LLS112
# --- compiled to a syntax tree
import ast
def tree(source, flags):
    compile(source, "f", "exec", ast.PyCF_ONLY_AST)
    compile(source, "f", "exec", flags=ast.PyCF_ONLY_AST)
    compile(source, "f", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)  # LLS101
    compile(source, "f", "exec", flags)  # LLS101
    compile(source, "f", "exec", dont_inherit=ast.PyCF_ONLY_AST)  # LLS101
    compile(*source, "f", flags, ast.PyCF_ONLY_AST)  # LLS101
    compile(source, "f", "exec", ast.PyCF_ONLY_AST, **flags)  # LLS101
