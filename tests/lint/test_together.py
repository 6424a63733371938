"""What modules of a project take from each other has its meaning there."""

from __future__ import annotations

from textwrap import dedent

import pytest

from flake8_llm_sandbox import analyze
from flake8_llm_sandbox.together import analyze_together

EVASIONS = {
    "a Path": {
        "a.py": "from pathlib import Path as P\nbase = P('..')\n",
        "b.py": "from a import base\n(base / 'x').replace('y')  # LLS302\n",
    },
    "a Path, by its module": {
        "a.py": "from pathlib import Path as P\nbase = P('..')\n",
        "b.py": "import a\n(a.base / 'x').replace('y')  # LLS302\n",
    },
    "a Path from a package": {
        "pkg/__init__.py": "from .paths import base\n",
        "pkg/paths.py": "from pathlib import Path as P\nbase = P('..')\n",
        "main.py": "from pkg import base as b\n(b / 'x').replace('y')  # LLS302\n",
    },
    "a submodule of a package": {
        "pkg/__init__.py": "from . import paths\n",
        "pkg/paths.py": "from pathlib import Path as P\nbase = P('..')\n",
        "main.py": "import pkg\n(pkg.paths.base / 'x').replace('y')  # LLS302\n",
    },
    "a module of the same package": {
        "pkg/__init__.py": "",
        "pkg/paths.py": "from pathlib import Path as P\nbase = P('..')\n",
        "pkg/main.py": "from pkg.paths import base\n(base / 'x').replace('y')  # LLS302\n",
    },
    "a name of the package, by a dot": {
        "pkg/__init__.py": "from pathlib import Path as P\nbase = P('..')\n",
        "pkg/sub/main.py": "from .. import base\n(base / 'x').replace('y')  # LLS302\n",
    },
    "a folder that is no package": {
        "lib/paths.py": "from pathlib import Path\nbase = Path('x')\n",
        "main.py": "import lib.paths\nlib.paths.base.replace('y')  # LLS302\n",
    },
    "a module below src": {
        "src/pkg/paths.py": "from pathlib import Path\nbase = Path('x')\n",
        "tests/try_it.py": "from pkg.paths import base\nbase.replace('y')  # LLS302\n",
    },
    "a star": {
        "a.py": "from pathlib import Path as P\nbase = P('..')\n",
        "b.py": "from a import *\n(base / 'x').replace('y')  # LLS302\n",
    },
    "a star of a star": {
        "a.py": "from pathlib import Path as P\nbase = P('..')\n",
        "b.py": "from a import *\n",
        "c.py": "from b import base\n(base / 'x').replace('y')  # LLS302\n",
    },
    "what a function returns": {
        "a.py": "import os\ndef tools():\n    return os\n",
        "b.py": "from a import tools\ntools().remove('x')  # LLS301\n",
    },
    "a class whose methods return": {
        "a.py": "import os\nclass A:\n    def get(self):\n        return os\n",
        "b.py": "from a import A\nA().get().remove('x')  # LLS301\n",
    },
    "an attribute of an object": {
        "a.py": "from pathlib import Path\nclass A:\n    def __init__(self):\n        self.where = Path('x')\n",
        "b.py": "from a import A\nA().where.replace('y')  # LLS302\n",
    },
    "a class to inherit from": {
        "a.py": "from pathlib import Path\nclass A:\n    where = Path('x')\n",
        "b.py": "from a import A\nclass B(A):\n    pass\nB.where.replace('y')  # LLS302\n",
    },
    "an argument": {
        "a.py": "def work(place):\n    place.replace('y')  # LLS302\n",
        "b.py": "from pathlib import Path\nfrom a import work as w\nw(Path('x'))\n",
    },
    "a registry": {
        "a.py": "REGISTRY = {}\n",
        "b.py": "import os\nfrom a import REGISTRY as R\nR['x'] = os\n",
        "c.py": "from a import REGISTRY\nREGISTRY['x'].remove('f')  # LLS301\n",
    },
    "a registry by its module": {
        "a.py": "REGISTRY = {}\n",
        "b.py": "import os, a\na.REGISTRY['x'] = os\n",
        "c.py": "import a\na.REGISTRY['x'].remove('f')  # LLS301\n",
    },
    "modules that import each other": {
        "a.py": "import b\nfrom pathlib import Path\nbase = Path('x')\nagain = b.base\n",
        "b.py": "import a\nbase = a.again or a.base\nbase.replace('y')  # LLS302\n",
    },
    "getattr": {
        "a.py": "from pathlib import Path\nbase = Path('x')\n",
        "b.py": "import a\ngetattr(a, 'base').replace('y')  # LLS302\n",
    },
    "a namespace": {
        "a.py": "from pathlib import Path\nbase = Path('x')\n",
        "b.py": "import a\nvars(a)['base'].replace('y')  # LLS302\n",
    },
    "the text of a path": {
        "a.py": "ROOT = '/et' + 'c'\n",
        "b.py": "from a import ROOT\nopen(ROOT + '/passwd')  # LLS403\n",
    },
    "a field of a data class": {
        "a.py": "from dataclasses import dataclass\n@dataclass\nclass A:\n    size: int\n    where: object\n    def go(self):\n        self.where.replace('y')  # LLS302\n",
        "b.py": "from pathlib import Path as P\nfrom a import A as B\nB(1, P('x')).go()\n",
    },
    "a field of a named tuple": {
        "a.py": "from typing import NamedTuple\nclass A(NamedTuple):\n    where: object\n",
        "b.py": "from pathlib import Path as P\nfrom a import A\nheld = A(where=P('x'))\n",
        "c.py": "from b import held\nheld.where.replace('y')  # LLS302\n",
    },
    "property": {
        "a.py": "from pathlib import Path as P\nclass A:\n    @property\n    def where(self):\n        return P('x')\n",
        "b.py": "from a import A\nA().where.replace('y')  # LLS302\n",
    },
    "what a decorator gives": {
        "a.py": "from pathlib import Path as P\ndef give(f):\n    def inner():\n        return f(P('x'))\n    return inner\n",
        "b.py": "from a import give\n@give\ndef go(where):\n    where.replace('y')  # LLS302\n",
    },
    "what a decorator makes": {
        "a.py": "import os\ndef give(f):\n    return lambda: os\n",
        "b.py": "from a import give\n@give\ndef go():\n    return None\ngo().remove('x')  # LLS301\n",
    },
    "context manager": {
        "a.py": "from pathlib import Path as P\nfrom contextlib import contextmanager\n@contextmanager\ndef held():\n    yield P('x')\n",
        "b.py": "from a import held\nwith held() as where:\n    where.replace('y')  # LLS302\n",
    },
    "context manager class": {
        "a.py": "from pathlib import Path as P\nclass A:\n    def __enter__(self):\n        return P('x')\n    def __exit__(self, *_):\n        pass\n",
        "b.py": "from a import A\nwith A() as where:\n    where.replace('y')  # LLS302\n",
    },
    "closure": {
        "a.py": "import os\ndef make(tool):\n    def inner():\n        return tool\n    return inner\nget = make(os)\n",
        "b.py": "from a import get\nget().remove('x')  # LLS301\n",
    },
    "an argument of a closure": {
        "a.py": "def make(tool):\n    def inner():\n        tool.replace('y')  # LLS302\n    return inner\n",
        "b.py": "from pathlib import Path as P\nfrom a import make\nmake(P('x'))()\n",
    },
    "an attribute of a class, set elsewhere": {
        "a.py": "class A:\n    where = None\n",
        "b.py": "from pathlib import Path as P\nimport a\na.A.where = P('x')\n",
        "c.py": "from a import A\nA.where.replace('y')  # LLS302\n",
    },
    "an attribute by setattr": {
        "a.py": "class A:\n    pass\n",
        "b.py": "from pathlib import Path as P\nfrom a import A\nsetattr(A, 'where', P('x'))\n",
        "c.py": "from a import A\nA.where.replace('y')  # LLS302\n",
    },
    "an attribute that a subclass sets": {
        "a.py": "class A:\n    def go(self):\n        self.where.replace('y')  # LLS302\n",
        "b.py": "from pathlib import Path as P\nfrom a import A\nclass B(A):\n    def __init__(self):\n        self.where = P('x')\nB().go()\n",
    },
    "the __getattr__ of a module": {
        "a.py": "import os\ndef __getattr__(name):\n    return {'tools': os}[name]\n",
        "b.py": "from a import tools\ntools.remove('x')  # LLS301\n",
    },
    "the __getattr__ of a module, with a condition": {
        "a.py": "from pathlib import Path as P\ndef __getattr__(name):\n    if name == 'where':\n        return P('x')\n    raise AttributeError(name)\n",
        "b.py": "import a\na.where.replace('y')  # LLS302\n",
    },
    "an argument of a partial": {
        "a.py": "def work(place, to):\n    place.replace(to)  # LLS302\n",
        "b.py": "from pathlib import Path as P\nfrom functools import partial\nfrom a import work\npartial(work, P('x'))('y')\n",
    },
    "a partial": {
        "a.py": "from pathlib import Path as P\nfrom functools import partial\nwork = partial(P, 'x')\n",
        "b.py": "from a import work\nwork().replace('y')  # LLS302\n",
    },
    "an argument of a callback": {
        "a.py": "def work(place):\n    place.replace('y')  # LLS302\n",
        "b.py": "from pathlib import Path as P\nfrom a import work\nfor each in map(work, [P('x')]):\n    pass\n",
    },
    "callback registry returns": {
        "a.py": "HOOKS = {}\n",
        "b.py": "import os\nfrom a import HOOKS\nHOOKS['x'] = lambda: os\n",
        "c.py": "from a import HOOKS\nHOOKS['x']().remove('f')  # LLS301\n",
    },
    "star of a package": {
        "pkg/__init__.py": "from .paths import *\n",
        "pkg/paths.py": "from pathlib import Path as P\nbase = P('..')\n",
        "main.py": "from pkg import *\n(base / 'x').replace('y')  # LLS302\n",
    },
    "star of a package by module": {
        "pkg/__init__.py": "from .paths import *\n",
        "pkg/paths.py": "from pathlib import Path as P\nbase = P('..')\n",
        "main.py": "import pkg\n(pkg.base / 'x').replace('y')  # LLS302\n",
    },
    "registry through a package": {
        "pkg/__init__.py": "from .r import R\n",
        "pkg/r.py": "R = {}\n",
        "b.py": "import os\nfrom pkg import R\nR['x'] = os\n",
        "c.py": "from pkg.r import R\nR['x'].remove('f')  # LLS301\n",
    },
    "registry by a star": {
        "a.py": "R = {}\n",
        "b.py": "import os\nfrom a import *\nR['x'] = os\n",
        "c.py": "from a import R\nR['x'].remove('f')  # LLS301\n",
    },
    "import in a function": {
        "a.py": "from pathlib import Path as P\nbase = P('x')\n",
        "b.py": "def go():\n    from a import base as b\n    b.replace('y')  # LLS302\n",
    },
    "call in function import": {
        "a.py": "def work(place):\n    place.replace('y')  # LLS302\n",
        "b.py": "from pathlib import Path as P\ndef go():\n    from a import work as w\n    w(P('x'))\n",
    },
    "method argument": {
        "a.py": "class A:\n    def go(self, where):\n        where.replace('y')  # LLS302\n",
        "b.py": "from pathlib import Path as P\nfrom a import A\nA().go(P('x'))\n",
    },
    "init argument": {
        "a.py": "class A:\n    def __init__(self, where):\n        self.where = where\n    def go(self):\n        self.where.replace('y')  # LLS302\n",
        "b.py": "from pathlib import Path as P\nfrom a import A\nA(P('x')).go()\n",
    },
    "object in a module": {
        "a.py": "class A:\n    pass\nstate = A()\n",
        "b.py": "from pathlib import Path as P\nfrom a import state\nstate.where = P('x')\n",
        "c.py": "from a import state\nstate.where.replace('y')  # LLS302\n",
    },
    "module attribute set": {
        "a.py": "base = None\n",
        "b.py": "from pathlib import Path as P\nimport a\na.base = P('x')\n",
        "c.py": "import a\na.base.replace('y')  # LLS302\n",
    },
    "generator": {
        "a.py": "from pathlib import Path as P\ndef every():\n    yield P('x')\n",
        "b.py": "from a import every\nfor each in every():\n    each.replace('y')  # LLS302\n",
    },
    "sorted": {
        "a.py": "from pathlib import Path as P\nevery = sorted([P('x')])\n",
        "b.py": "from a import every\nevery[0].replace('y')  # LLS302\n",
    },
    "inherited call": {
        "a.py": "from pathlib import Path as P\nclass A:\n    def __call__(self):\n        return P('x')\nget = A()\n",
        "b.py": "from a import get\nget().replace('y')  # LLS302\n",
    },
    "pieces of a path": {
        "a.py": "def read(a, b):\n    return open(a + b)  # LLS403\n",
        "b.py": "from a import read\nread('/et', 'c/passwd')\n",
    },
    "importlib": {
        "a.py": "from pathlib import Path as P\nbase = P('x')\n",
        "b.py": "import importlib\nimportlib.import_module('a').base.replace('y')  # LLS302\n",
    },
    "kwargs": {
        "a.py": "def work(**options):\n    options['where'].replace('y')  # LLS302\n",
        "b.py": "from pathlib import Path as P\nfrom a import work\nwork(where=P('x'))\n",
    },
    "star args": {
        "a.py": "def work(*places):\n    places[0].replace('y')  # LLS302\n",
        "b.py": "from pathlib import Path as P\nfrom a import work\nwork(P('x'))\n",
    },
    "a member of an enum": {
        "a.py": "import enum\nfrom pathlib import Path as P\nclass E(enum.Enum):\n    X = P('x')\n",
        "b.py": "from a import E\nE.X.value.replace('y')  # LLS302\n",
    },
}
HONEST = {
    "functions that compute": {
        "a.py": "def double(x):\n    return 2 * x\n",
        "b.py": "from a import double\nprint(double(3))\n",
    },
    "a module named like one of the library": {
        "pkg/os.py": "def remove(x):\n    return x\n",
        "pkg/b.py": "from .os import remove\nprint(remove(3))\n",
    },
    "methods of the same name": {
        "a.py": "class Node:\n    def unlink(self):\n        self.next = None\n",
        "b.py": "from a import Node\nNode().unlink()\n",
    },
    "modules that import each other, and nothing else": {
        "a.py": "from b import *\nfrom b import y\nx = y\n",
        "b.py": "from a import *\nfrom a import x\ny = x\n",
    },
    "fields in their places": {
        "a.py": "from typing import NamedTuple\nclass A(NamedTuple):\n    name: str\n    root: str\n",
        "b.py": "from a import A\nheld = A('x', '/opt/' + 'y')\n",
        "c.py": "import os\nfrom b import held\nos.remove(held.name) if False else open(held.name)\n",
    },
    "attributes of the same name": {
        "a.py": "class A:\n    def __init__(self):\n        self.where = 'x'\n    def go(self):\n        return self.where.replace('x', 'y')\n",
        "b.py": "from pathlib import Path\nclass B:\n    def __init__(self):\n        self.where = Path('x')\n",
        "c.py": "from a import A\nfrom b import B\nprint(A().go(), B().where)\n",
    },
    "a name that an import stands in for": {
        "a.py": "def load(text):\n    return text.replace('x', 'y')\n",
        "b.py": "try:\n    from a import load\nexcept ImportError:\n    load = None\nprint(load('x'))\n",
    },
    "a wrapper that hands on": {
        "a.py": (
            "class A:\n    def __init__(self, stream):\n        self._stream = stream\n"
            "    def __getattr__(self, name):\n        return getattr(self._stream, name)\n"
        ),
        "b.py": "import sys\nfrom a import A\nA(sys.stdout).write('x')\n",
    },
    "a wrapper of a stream": {
        "a.py": "class A:\n    def __init__(self, stream):\n        self._stream = stream\n    def write(self, text):\n        self._stream.write(text)\n",
        "b.py": "import sys\nfrom a import A\nA(sys.stdout).write('x')\n",
    },
}


@pytest.mark.parametrize("files", EVASIONS.values(), ids=EVASIONS)
def test_what_another_module_binds_has_its_meaning(files: dict[str, str]) -> None:
    marked = {
        (path, number, line.partition("# ")[2])
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if "# " in line
    }
    together = {
        (path, each.line, each.code)
        for path, found in analyze_together({path: text.encode() for path, text in files.items()}).items()
        for each in found
    }
    assert marked <= together, together
    assert marked.isdisjoint(
        (path, each.line, each.code) for path, text in files.items() for each in analyze(text)
    )


@pytest.mark.parametrize("files", HONEST.values(), ids=HONEST)
def test_nothing_is_found_together_that_is_honest_alone(files: dict[str, str]) -> None:
    for path, found in analyze_together(files).items():
        assert set(found) <= set(analyze(files[path]))


def test_a_way_out_is_told_where_it_is_handed_over() -> None:
    files = {
        "a.py": "def first(path):\n    open(path)\ndef second(path):\n    open(path + '/x')\n",
        "b.py": "from c import HERE\nfrom a import first, second\nfirst(HERE)\nsecond(HERE)\n",
        "c.py": "HERE = '/opt/settings'\n",
    }
    found = analyze_together(files)
    assert not found["a.py"]
    assert [(each.line, each.code) for each in found["b.py"]] == [(3, "LLS402")]
    assert found["b.py"][0].message.endswith("(in a.py, by this call)")


def test_the_cost_is_that_of_the_files() -> None:
    files = {
        f"m{number}.py": dedent(f"""
            from m{(number + 1) % 200} import *
            from m{(number + 7) % 200} import f{(number + 7) % 200} as g
            def f{number}(x):
                return g(x)
            """)
        for number in range(200)
    }
    assert not any(each.code == "LLS902" for found in analyze_together(files).values() for each in found)
