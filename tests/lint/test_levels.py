"""What a reviewer would stop at, and what he wants to be told: by rule, by facts, by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import Place, Severity, analyze, place_of
from flake8_llm_sandbox.command.cli import main
from flake8_llm_sandbox.history import whereabouts
from tests.lint.repository import Repository

if TYPE_CHECKING:
    from pathlib import Path

QA = "no" + "qa"
APPLICATION, TEST = Place("app/main.py"), Place("tests/test_main.py")


def levels(text: str, place: Place | None = APPLICATION) -> set[str]:
    return {finding.severity.value for finding in analyze(text, place=place)}


@pytest.mark.parametrize(
    "text",
    [
        "def run(app):\n    app.run(host='0.0.0.0', debug=True)\n",
        "from http.server import HTTPServer\nHTTPServer(('', 8000), None).serve_forever()\n",
        "import shutil\ndef clean(path):\n    shutil.rmtree(path)\n",
        "import shutil\nfrom pathlib import Path\nfor x in Path('.').rglob('*'):\n    shutil.rmtree(x)\n",
        "import shutil\nfrom pathlib import Path\ndef clear(folder: Path):\n    for x in folder.iterdir():\n        shutil.rmtree(x)\n",
        "import shutil\nfrom pathlib import Path\nfor x in Path.home().iterdir():\n    shutil.rmtree(x)\n",
        "import shutil\nfrom pathlib import Path\nfor x in Path('.').rglob('src'):\n    shutil.rmtree(x)\n",
        "import shutil\ndef clean(mine):\n    for x in mine.rglob('__pycache__'):\n        shutil.rmtree(x)\n",
        "import shutil\nfrom pathlib import Path\nfor x in Path('.').rglob('__pycache__'):\n    x = input()\n    shutil.rmtree(x)\n",
        "import shutil\nfrom pathlib import Path\nfor x in Path('.').rglob('__pycache__'):\n    shutil.rmtree(x.parent)\n",
        "import shutil\nfrom pathlib import Path\ndef f():\n    global x\n    x = input()\nfor x in Path('.').rglob('__pycache__'):\n    f()\n    shutil.rmtree(x)\n",
        "import docker\ndocker.from_env()\n",
        "def call(tool, request):\n    return getattr(tool, request['method'])()\n",
        "def call(tool, name):\n    method = getattr(tool, name)\n    return method()\n",
        "import subprocess\ndef run(command):\n    subprocess.run(command, shell=True)\n",
        "import subprocess\nsubprocess.run(['sh', '-c', 'curl https://example.org | sh'])\n",
        "import subprocess\nsubprocess.run(['python', '-m', 'pip', 'install', 'x'])\n",
        "import subprocess\ndef run(words):\n    subprocess.run(*words)\n",
        "import asyncio\nasync def run(words):\n    await asyncio.create_subprocess_exec(*words)\n",
        "import asyncio\nasync def run(words):\n    await asyncio.create_subprocess_exec(*words, 'git')\n",
        "import asyncio\nasync def run(words):\n    await asyncio.create_subprocess_exec('sh', *words)\n",
        "import asyncio\nasync def run(words):\n    await asyncio.create_subprocess_exec('python3', '-c', *words)\n",
        "import asyncio\nasync def run():\n    await asyncio.create_subprocess_exec(*['bash', '-c', 'ls'])\n",
        "def work(answer):\n    return eval(answer)\n",
        "import requests\nrequests.get('https://example.org', verify=False)\n",
        "with open('/etc/hosts', 'a') as file:\n    file.write('x')\n",
        "PATHS = ['/etc/ssh/sshd_config']\n",
        "with open('/etc/tool/config.toml', 'w') as file:\n    file.write('x')\n",
        "import pickle\ndef load(data):\n    return pickle.loads(data)\n",
        "import os\nos.chmod('x', 0o777)\n",
        "def load(model):\n    return model.from_pretrained('a/b', trust_remote_code=True)\n",
        "import importlib\ndef load(name):\n    return importlib.import_module(name)\n",
        "import importlib\ndef load(a, b):\n    return importlib.import_module(f'{a}.{b}')\n",
        "import importlib, m\nm.__name__ = input()\nimportlib.import_module(f'{m.__name__}.{input()}')\n",
        "import importlib\n__name__ = input()\nimportlib.import_module(f'{__name__}.{input()}')\n",
        "import importlib\ndef load(name):\n    return importlib.import_module(f'{__name__}{name}')\n",
        "import importlib\nmade = type(input(), (), {})\nimportlib.import_module(f'{made.__name__}.{input()}')\n",
        "import importlib, types\nmade = types.ModuleType(input())\nimportlib.import_module(f'{made.__name__}.{input()}')\n",
        "import importlib, types as t\nm = t.SimpleNamespace(__name__=input())\nimportlib.import_module(f'{m.__name__}.x')\n",
        "import importlib, m\nsetattr(m, '__name__', input())\nimportlib.import_module(f'{m.__name__}.{input()}')\n",
        "import runpy\ndef load(name):\n    runpy.run_path(f'{__name__}.{name}')\n",
        "def names(text):\n    return compile(text, 'f', 'exec').co_names\n",
        "def check(text):\n    code = compile(text, 'f', 'exec')\n    return code\n",
    ],
)
def test_a_reviewer_stops(text: str) -> None:
    assert "stop" in levels(text)


@pytest.mark.parametrize(
    "text",
    [
        "from flask import Flask\nFlask(__name__).run()\n",
        "import shutil\nshutil.rmtree('build')\n",
        "import shutil\nfrom pathlib import Path\nfor x in Path('.').rglob('__pycache__'):\n    shutil.rmtree(x)\n",
        "import shutil\nfrom pathlib import Path\nfor x in Path(__file__).parent.glob('**/.mypy_cache'):\n    shutil.rmtree(x)\n",
        "import shutil\nfrom pathlib import Path\nshutil.rmtree(Path(__file__).parent / 'build')\n",
        "import os\nos.remove('x')\n",
        "import subprocess\ndef log(path):\n    subprocess.run(['git', '-C', path, 'log'])\n",
        "import asyncio\nasync def run(words):\n    await asyncio.create_subprocess_exec('git', *words)\n",
        "import asyncio\nasync def run():\n    words = ['git', 'log']\n    await asyncio.create_subprocess_exec(*words)\n",
        "import requests\nrequests.get('https://example.org')\n",
        "import os\nos.environ['HOME']\n",
        "import pickle\npickle.loads(pickle.dumps(1))\n",
        "def show(item, name):\n    return getattr(item, name)\n",
        "with open('/proc/meminfo') as file:\n    file.read()\n",
        "import importlib\nimportlib.import_module('json')\n",
        "import importlib\ndef load(name):\n    return importlib.import_module(f'{__name__}.{name}')\n",
        "import importlib, mine\ndef load(name):\n    return importlib.import_module(mine.__name__ + '.' + name)\n",
        "def check(text):\n    try:\n        compile(text, 'f', 'exec')\n    except SyntaxError:\n        return False\n",
        "def check(text):\n    code = compile(text, 'f', 'exec')\n",
        "import shutil\nfrom pathlib import Path\nDATA = Path('data')\nfor x in DATA.iterdir():\n    shutil.rmtree(x)\n",
        "PATHS = ['~/.config/tool', '/etc/claude-mpm', '/etc/tool/config.toml']\n",
    ],
)
def test_a_capability_that_applications_have_is_told(text: str) -> None:
    assert levels(text) <= {"tell"}


@pytest.mark.parametrize(
    "path", ["tests/a.py", "app/tests/a.py", "test_a.py", "app/a_test.py", "conftest.py"]
)
def test_tests_start_programs_and_touch_files(path: str) -> None:
    text = "import shutil\ndef clean(path):\n    shutil.rmtree(path)\neval(input())\n"
    assert levels(text) == {"stop"}
    assert levels(text, Place(path)) == {"tell"}
    assert levels(text, Place("app/latest.py")) == levels(text, None) == {"stop"}


@pytest.mark.parametrize(
    "text",
    [
        "import os\nos.system('ls')\n",
        "import subprocess\nsubprocess.run('ls', shell=True)\n",
        "x = (\n",
        "# flake8: noqa\n",
    ],
)
def test_shells_and_what_cannot_be_verified_stop_tests_too(text: str) -> None:
    assert "stop" in levels(text, TEST)


def test_a_comment_that_hides_nothing_is_told() -> None:
    assert levels("x = 1  # noqa\n") == {"tell"}
    assert levels("import os\nos.remove('x')  # noqa\n") == {"stop", "tell"}


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("from pathlib import Path\nopen(Path(__file__).parent / '..' / 'data.csv')\n", True),
        ("import os\nopen(os.path.join(os.path.dirname(__file__), '..', 'data', 'x'))\n", True),
        ("from pathlib import Path\nopen(Path(__file__).parent / '../../x')\n", False),
        ("import os\nopen(os.path.join(os.path.dirname(__file__), '..', '..', 'x'))\n", False),
        ("from pathlib import Path\nopen(Path(__file__).parents[2] / 'x')\n", False),
        ("open('../data.csv')\n", False),  # beside wherever it is started
    ],
)
def test_a_sibling_folder_of_the_repository_is_inside(text: str, clean: bool) -> None:
    assert (analyze(text, place=TEST) == ()) is clean
    assert analyze(text) or "parents" in text  # how high a file lies is not known there


def test_the_repositorys_own_packages_are_no_library() -> None:
    text = "import openai\nopenai.OpenAI()\n"
    assert analyze(text, place=APPLICATION)
    assert analyze(text, place=Place("app/main.py", frozenset({"openai"}))) == ()


def test_the_place_is_where_the_nearest_work_tree_says(tmp_path: Path) -> None:
    repository = Repository.make(tmp_path / "work")
    for name in ("src/mine", "src/os", "\u00fc b", "deep/er"):
        repository.write(f"{name}/__init__.py", "")
    repository.commit()
    file = repository.root / "src" / "mine" / "a.py"
    assert place_of(file) is None
    file.touch()
    assert place_of(file) == Place("src/mine/a.py", frozenset({"mine", "\u00fc b"}))


def test_a_folder_that_only_the_work_tree_has_hides_no_library(tmp_path: Path) -> None:
    repository = Repository.make(tmp_path / "work")
    repository.write("tool.py", "import docker\ndocker.from_env()\n")
    before = place_of(repository.root / "tool.py")
    assert before == Place("tool.py")
    repository.commit()
    repository.write("docker/__init__.py", "")
    whereabouts._packages.cache_clear()
    assert place_of(repository.root / "tool.py") == before
    repository.commit()
    whereabouts._packages.cache_clear()
    assert place_of(repository.root / "tool.py") == Place("tool.py", frozenset({"docker"}))


def test_packages_are_those_of_each_project_in_a_repository(tmp_path: Path) -> None:
    repository = Repository.make(tmp_path / "work")
    for name in (
        "pay/src/billing",
        "libs/my-tools/my_tools",
        "docs/redis",
        "pay/src/billing/docker",
        "old/src/httpx",
    ):
        repository.write(f"{name}/__init__.py", "")
    for project in ("pay", "libs/my-tools", "docs"):
        repository.write(f"{project}/pyproject.toml", "[project]\n")
    repository.commit()
    place = place_of(repository.root / "pay" / "pyproject.toml")
    assert place == Place("pay/pyproject.toml", frozenset({"billing", "my_tools"}))


def test_a_package_that_is_named_like_a_library_is_told_of_where_it_is_made(
    tmp_path, monkeypatch, capsys
) -> None:
    repository = Repository.make(tmp_path / "work")
    repository.write("src/requests/__init__.py", "")
    repository.write("tests/docker/__init__.py", "")
    repository.write("tool.py", "import requests\nrequests.post('https://example.org')\n")
    repository.commit()
    whereabouts._packages.cache_clear()
    monkeypatch.chdir(repository.root)
    main([])
    said = capsys.readouterr().out
    assert said.count("LLS953") == 1
    assert "`src/requests/__init__.py` has the name of the library requests" in said
    assert "LLS503" not in said


def test_weights_are_of_the_worst_on_a_line() -> None:
    (finding,) = analyze("import os, shutil\nos.remove('x'), shutil.rmtree(input())\n", place=APPLICATION)
    assert finding.severity is Severity.STOP


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(check):\n    assert not check('../escape')\n",
        "from pathlib import Path\nPATHS = [Path('/downloads/a'), Path('..')]\n",
        "import os\ndef f(path='../x'):\n    os.stat(path)\nreal = os.stat\nprint('/etc/x')\n",
        "import builtins\nold = getattr(builtins, '__import__')\n",
        "import pytest\ndef test_a(patch: pytest.MonkeyPatch):\n    patch.chdir('a')\n",
    ],
)
def test_paths_that_tests_hand_on_are_data(text: str) -> None:
    assert not levels(text, TEST)
    assert levels(text)


@pytest.mark.parametrize("text", ["open('/etc/passwd')\n", "import os\nos.stat('../x')\n"])
def test_what_tests_open_is_told(text: str) -> None:
    assert levels(text, TEST) == {"tell"}


def test_a_module_of_the_repository_may_be_imported_by_its_name() -> None:
    text = "import importlib\nimportlib.import_module('app.clients')\n"
    assert levels(text) == {"tell"}
    assert not levels(text, Place("tests/test_main.py", frozenset({"app"})))
