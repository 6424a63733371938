"""What modules of a project take from each other has its meaning there."""

from __future__ import annotations

from textwrap import dedent

import pytest

from flake8_llm_sandbox import analyze
from flake8_llm_sandbox.engine import analyze_together

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
