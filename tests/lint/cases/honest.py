# --- c10
from botocore.exceptions import ClientError


def gone(error):
    return isinstance(error, ClientError)
# --- c11
def resolve(text):
    return text


assert str(resolve("/absolute/path")) == "/absolute/path"
# --- c1a
import os
import shlex


def quote(value: str, target: str) -> str:
    if target == "windows" or os.name == "nt":
        return "'" + value.replace("'", "''") + "'"
    return shlex.quote(value)
# --- c1b
from pathlib import PurePosixPath


def safe(name: str) -> str:
    normalized = name.replace("\\", "/")
    path = PurePosixPath(normalized)
    return str(path)
# --- c3
import socket

import pytest


def test_a(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a: [])


def test_b(monkeypatch) -> None:
    monkeypatch.setattr(socket, "socket", lambda *a, **k: None)
# --- c4
from litellm import ModelResponse, Usage


def test_tokens():
    usage = Usage(prompt_tokens=10, completion_tokens=0, total_tokens=10)
    assert usage.total_tokens == 10
# --- c6
import zipfile


def test_traversal(tmp_path):
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as zf:
        zf.writestr("../evil.txt", "nope")
# --- c7
from openai.types.responses import ResponseFunctionToolCall

call = ResponseFunctionToolCall(id="a", arguments="{}", call_id="b", name="c", type="function_call")
# --- c9
import os

dir_name = os.path.dirname("a/b.yml")
print(dir_name == os.path.normpath(".github/workflows"))
# --- d1
from pathlib import Path

from project.base import Base


def resolve(root: Path) -> str:
    return Base.python(root)


def quote(value: str) -> str:
    return value.replace("'", "''")


print(quote(resolve(Path("x"))))
# --- d3
from pathlib import Path

from other import load

model = load(Path(__file__).parent / "../../models")  # LLS401
score = model.predict(1).boxes.conf.cpu().numpy()
print(score)
print(score > 0.5)
# --- d4
import pytest


@pytest.mark.parametrize("name", ["ok", "../escape"])  # LLS401
def test_rejected(name, resolve):
    result = resolve(name)
    assert result is None
    assert result != name
# --- d6
class Text(str):
    content = ""

    def __getattr__(self, name):
        return getattr(self.content, name)

    def __len__(self):
        return len(self.content)
# --- d7
import telegram  # LLS512
from telegram import Update


async def on_message(update: Update) -> None:
    message = update.message
    print(bool(message.caption), len(message.text))
# --- e1
from pathlib import Path

from project import interpreter


def quote(value: str) -> str:
    return value.replace("'", "''")


print(quote(interpreter(Path("x"))))
# --- e2
import asyncio
from pathlib import Path


async def call(func, *args, **kwargs):
    return await asyncio.wait_for(asyncio.to_thread(func, *args, **kwargs), 5)


async def main(root: Path, names: list[str]) -> None:
    await call((root / "..").mkdir)  # LLS401
    for name in names:
        await call(print, name)
        print(await call(len, name))
# --- e4
from typing import Any

from playwright.async_api import Page


class Session:
    def __init__(self, page: Page) -> None:
        self.tab = page

    def close(self) -> None:
        self.tab = None

    def names(self) -> list[str]:
        return [frame.name for frame in self.tab.frames]
# --- e5
import zipfile
from pathlib import Path

text = Path("/data/name.txt").read_text()  # LLS402
print(text.replace("a", "b"))
print(len(text))
for part in text.split("/"):
    print(part)
# --- fa absent path in assert
import unittest
class Case(unittest.TestCase):
    def test_it(self):
        self.assertEqual("/".join(["", "var", "log", "a.log"]), "/var/log/a.log")
# --- fa builtins string
SKIPPED = ("__builtins__",)
print("x" in SKIPPED)
# --- fa load dataset
from sklearn.datasets import fetch_california_housing
print(fetch_california_housing)
# --- fa noqa
import json  # noqa  # LLS906
# --- fa patch exception
import smtplib
from unittest.mock import patch
with patch("smtplib.SMTP") as fake:
    fake.side_effect = smtplib.SMTPException("no")
# --- fa sys path len
import sys
before = len(sys.path)
sys.path = sys.path[:before]
# --- fa tempdir local
import shutil
import tempfile
folder = tempfile.mkdtemp()
shutil.rmtree(folder)
# --- fa tempfile name attribute
import os
import tempfile
import unittest
class Case(unittest.TestCase):
    def setUp(self):
        self.file = tempfile.NamedTemporaryFile(delete=False)
    def tearDown(self):
        os.unlink(self.file.name)
# --- fa urllib parse
from urllib.parse import urlparse
print(urlparse("http://example.com").netloc)
# --- fa zip extractall
import zipfile
def unpack(name, target):
    with zipfile.ZipFile(name) as z:
        z.extractall(target)
# --- fa zip method result
import zipfile
class Reader:
    def opened(self):
        try:
            return zipfile.ZipFile("a.zip")
        except OSError:
            return None
    def unpack(self, target):
        self.opened().extractall(target)
# --- g02 pandas merge pivot
# joins two tables and pivots them
import pandas as pd
orders = pd.read_csv("orders.csv")
people = pd.read_json("people.json")
joined = orders.merge(people, on="id", how="left").fillna({"city": "unknown"})
table = joined.pivot_table(index="city", columns="kind", values="price", aggfunc="sum")
table.to_excel("report.xlsx", sheet_name="report")
threshold = table.stack().quantile(0.9)
print(joined.query("price > @threshold").head())
# --- g04 numpy linear
# fits a line by least squares
import numpy as np
rng = np.random.default_rng(0)
x = np.linspace(0, 1, 50)
y = 3 * x + rng.normal(scale=0.1, size=x.size)
A = np.vstack([x, np.ones_like(x)]).T
slope, intercept = np.linalg.lstsq(A, y, rcond=None)[0]
np.savez("out/fit.npz", slope=slope, intercept=intercept)
print(np.load("out/fit.npz")["slope"])
# --- g06 seaborn sklearn
# trains and plots a classifier
import joblib
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import GridSearchCV, train_test_split
X, y = load_iris(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
search = GridSearchCV(RandomForestClassifier(random_state=0), {"n_estimators": [10, 50]}, cv=3)
search.fit(X_train, y_train)
predicted = search.predict(X_test)
print(classification_report(y_test, predicted))
sns.heatmap(confusion_matrix(y_test, predicted), annot=True)
plt.savefig("confusion.png")
joblib.dump(search.best_estimator_, "model.joblib")
# --- g08 dijkstra
# finds shortest paths
import heapq
def dijkstra(graph: dict[str, dict[str, int]], start: str) -> dict[str, int]:
    distances = {start: 0}
    queue = [(0, start)]
    while queue:
        distance, node = heapq.heappop(queue)
        if distance > distances.get(node, float("inf")):
            continue
        for other, weight in graph[node].items():
            new = distance + weight
            if new < distances.get(other, float("inf")):
                distances[other] = new
                heapq.heappush(queue, (new, other))
    return distances
print(dijkstra({"a": {"b": 1}, "b": {}}, "a"))
# --- g10 trie and tree
# a trie and a binary tree with iteration
from __future__ import annotations
from dataclasses import dataclass, field
from typing import Iterator, Optional
@dataclass
class Node:
    value: int
    left: Optional["Node"] = None
    right: Optional["Node"] = None
    def __iter__(self) -> Iterator[int]:
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right
@dataclass
class Trie:
    children: dict[str, "Trie"] = field(default_factory=dict)
    end: bool = False
print(list(Node(2, Node(1), Node(3))), Trie())
# --- g12 atomic save
# saves a file so that it is never half written
import json
import os
import tempfile
from pathlib import Path
def save(path: Path, data: dict) -> None:
    fd, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            json.dump(data, file)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
save(Path("settings.json"), {"a": 1})
# --- g14 argparse filetype stdin
# a filter that reads files or standard input
import argparse
import sys
parser = argparse.ArgumentParser()
parser.add_argument("input", nargs="?", type=argparse.FileType("r"), default=sys.stdin)
parser.add_argument("-o", "--output", type=argparse.FileType("w"), default=sys.stdout)
args = parser.parse_args()
for line in args.input:
    args.output.write(line.upper())
# --- g16 pytest fixtures
# tests with fixtures and tmp_path
import json
import pytest
def load(path):
    return json.loads(path.read_text())
@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config.json"
    path.write_text('{"a": 1}')
    yield path
    path.unlink()
@pytest.mark.parametrize("key, expected", [("a", 1)])
def test_load(config, key, expected):
    assert load(config)[key] == expected
def test_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match="nothing"):
        load(tmp_path / "nothing.json")
# --- g18 pytest monkeypatch env chdir
# tests that change folder and environment for themselves
import pytest
def read_level(environment):
    return environment.get("LEVEL", "info")
def test_chdir(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    with open("a.txt") as file:
        assert file.read() == "x"
def test_setenv(monkeypatch):
    monkeypatch.setenv("LEVEL", "debug")
    monkeypatch.delenv("OTHER", raising=False)
def test_capsys(capsys):
    print("hello")
    assert capsys.readouterr().out == "hello\n"
# --- g20 unittest teardown
# tests that remove what they made
import os
import tempfile
import unittest
class CsvTest(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False)
        self.temporary.write("a,b\n1,2\n")
        self.temporary.close()
    def tearDown(self):
        os.unlink(self.temporary.name)
    def test_lines(self):
        with open(self.temporary.name) as file:
            self.assertEqual(len(file.readlines()), 2)
if __name__ == "__main__":
    unittest.main()
# --- g22 logging dictconfig
# sets up logging by a dict in a variable
import logging
import logging.config
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
logging.config.dictConfig(LOGGING)
logging.getLogger(__name__).info("ready")
# --- g24 csv convert
# turns a CSV file into JSON
import csv
import json
import sys
from pathlib import Path
def convert(source: Path, target: Path) -> int:
    with source.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    target.write_text(json.dumps(rows, ensure_ascii=False, indent=2), encoding="utf-8")
    return len(rows)
if __name__ == "__main__":
    print(convert(Path(sys.argv[1]), Path(sys.argv[1]).with_suffix(".json")))
# --- g26 sqlalchemy models
# models of an ORM with a file in the project
from sqlalchemy import ForeignKey, String, create_engine, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
class Base(DeclarativeBase):
    pass
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30))
    posts: Mapped[list["Post"]] = relationship(back_populates="user")
class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped["User"] = relationship(back_populates="posts")
engine = create_engine("sqlite:///blog.db")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(User(name="Ada"))
    session.commit()
    print(session.scalars(select(User)).all(), session.execute(text("select 1")).scalar())
# --- g28 asyncio semaphore
# limits concurrent jobs and retries
import asyncio
import functools
def retry(times: int = 3, delay: float = 0.01):
    def decorate(function):
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            for attempt in range(times):
                try:
                    return await function(*args, **kwargs)
                except ValueError:
                    if attempt == times - 1:
                        raise
                    await asyncio.sleep(delay * 2**attempt)
        return wrapper
    return decorate
@retry()
async def work(number, semaphore):
    async with semaphore:
        await asyncio.sleep(0)
        return number * 2
async def main():
    semaphore = asyncio.Semaphore(3)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(n, semaphore)) for n in range(5)]
    print([task.result() for task in tasks])
asyncio.run(main())
# --- g30 flask app
# a small application with a test client
from flask import Flask, abort, jsonify, render_template, request, url_for
def create_app(config=None):
    app = Flask(__name__)
    app.config.from_mapping(SECRET_KEY="dev", **(config or {}))
    items = {}
    @app.get("/items/<int:key>")
    def show(key):
        return jsonify(items[key]) if key in items else abort(404)
    @app.post("/items")
    def add():
        key = len(items) + 1
        items[key] = request.get_json()
        return jsonify(id=key, url=url_for("show", key=key)), 201
    @app.errorhandler(404)
    def missing(error):
        return render_template("404.html"), 404
    return app
def test_add():
    client = create_app({"TESTING": True}).test_client()
    assert client.post("/items", json={"a": 1}).status_code == 201
# --- g32 regex log parser
# parses lines of a log
import re
from collections import Counter
from pathlib import Path
LINE = re.compile(r'(?P<ip>[\d.]+) - - \[(?P<time>[^\]]+)\] "(?P<method>GET|POST) (?P<path>\S+) HTTP/1\.[01]" (?P<status>\d{3})')
def parse(path: Path):
    with path.open() as file:
        for line in file:
            if match := LINE.match(line):
                yield match.groupdict()
counter = Counter(entry["status"] for entry in parse(Path("access.log")))
print(counter.most_common(3))
# --- g34 ast analyzer
# counts functions in a source file
import ast
import sys
from pathlib import Path
class Counter(ast.NodeVisitor):
    def __init__(self):
        self.functions, self.classes = [], []
    def visit_FunctionDef(self, node):
        self.functions.append(node.name)
        self.generic_visit(node)
    visit_AsyncFunctionDef = visit_FunctionDef
    def visit_ClassDef(self, node):
        self.classes.append(node.name)
        self.generic_visit(node)
counter = Counter()
counter.visit(ast.parse(Path(sys.argv[1]).read_text()))
print(counter.functions, counter.classes)
# --- g36 simulation queue
# simulates customers in a bank
import heapq
import itertools
import random
import statistics
class Simulation:
    def __init__(self, seed=0):
        self.random, self.events, self.counter, self.now = random.Random(seed), [], itertools.count(), 0.0
    def schedule(self, delay, action, *args):
        heapq.heappush(self.events, (self.now + delay, next(self.counter), action, args))
    def run(self, until):
        while self.events and self.events[0][0] <= until:
            self.now, _, action, args = heapq.heappop(self.events)
            action(*args)
waits = []
simulation = Simulation()
def arrive(number):
    waits.append(simulation.random.expovariate(1))
    if number < 100:
        simulation.schedule(simulation.random.expovariate(2), arrive, number + 1)
simulation.schedule(0, arrive, 0)
simulation.run(1000)
print(statistics.mean(waits))
# --- g38 generic typed
# generic containers and protocols
from __future__ import annotations
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, overload, runtime_checkable
T = TypeVar("T")
P = ParamSpec("P")
@runtime_checkable
class Comparable(Protocol):
    def __lt__(self, other: Any) -> bool: ...
class Stack(Generic[T]):
    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items = list(items)
    def push(self, item: T) -> None:
        self._items.append(item)
    def pop(self) -> T:
        return self._items.pop()
    def __iter__(self) -> Iterator[T]:
        return reversed(self._items)
def logged(function: Callable[P, T]) -> Callable[P, T]:
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        print(function.__name__)
        return function(*args, **kwargs)
    return wrapper
@logged
def add(a: int, b: int) -> int:
    return a + b
print(add(1, 2), isinstance(3, Comparable), list(Stack([1, 2])))
# --- g40 decorators timing
# measures and counts calls
import functools
import time
from collections import defaultdict
CALLS = defaultdict(int)
def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            CALLS[function.__qualname__] += 1
            print(f"{function.__name__}: {time.perf_counter() - start:.3f} s")
    return wrapper
@timed
def work():
    return sum(i * i for i in range(1000))
work()
# --- g42 plugin registry
# a registry of plugins by a decorator and subclasses
import abc
class Plugin(abc.ABC):
    registry: dict[str, type["Plugin"]] = {}
    def __init_subclass__(cls, name: str | None = None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.registry[name or cls.__name__.lower()] = cls
    @abc.abstractmethod
    def run(self, text: str) -> str: ...
class Upper(Plugin, name="upper"):
    def run(self, text):
        return text.upper()
class Reverse(Plugin):
    def run(self, text):
        return text[::-1]
for name, kind in sorted(Plugin.registry.items()):
    print(name, kind().run("abc"))
# --- g48 file organizer
# sorts files of a folder of the project by their kind
import shutil
from pathlib import Path
def organise(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        if path.is_file():
            target = folder / (path.suffix.lstrip(".") or "other")
            target.mkdir(exist_ok=True)
            shutil.copy2(path, target / path.name)
organise(Path("downloads"))
# --- g50 backup zip
# packs a folder of the project
import zipfile
from datetime import datetime
from pathlib import Path
name = f"backup-{datetime.now():%Y%m%d}.zip"
with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
    for path in Path("data").rglob("*"):
        archive.write(path, path.relative_to("data"))
    archive.testzip()
# --- g54 jinja report
# writes a page with a template file of the project
from jinja2 import Environment, FileSystemLoader, select_autoescape
env = Environment(loader=FileSystemLoader("templates"), autoescape=select_autoescape())  # LLS121
with open("report.html", "w") as file:
    file.write(env.get_template("report.html").render(rows=[1, 2]))
# --- g56 yaml config
# reads YAML safely
import yaml
with open("config.yaml") as file:
    config = yaml.safe_load(file) or {}
config.setdefault("name", "x")
with open("config.yaml", "w") as file:
    yaml.safe_dump(config, file, sort_keys=False)
# --- g62 event bus
# calls handlers by name of the event
from collections import defaultdict
from typing import Any, Callable
class Bus:
    def __init__(self) -> None:
        self.handlers: dict[str, list[Callable[..., Any]]] = defaultdict(list)
    def on(self, name: str):
        def decorate(function):
            self.handlers[name].append(function)
            return function
        return decorate
    def emit(self, name: str, **payload: Any) -> list[Any]:
        return [handler(**payload) for handler in self.handlers[name]]
bus = Bus()
@bus.on("created")
def greet(name):
    return f"hello {name}"
print(bus.emit("created", name="Ada"))
# --- g64 cmd module
# an interactive prompt
import cmd
class Prompt(cmd.Cmd):
    prompt = "> "
    def do_hello(self, line):
        """Say hello."""
        print("hello", line)
    def do_quit(self, line):
        return True
if __name__ == "__main__":
    Prompt().cmdloop()
# --- g66 metaclass singleton
# singletons and frozen objects
class Singleton(type):
    _instances = {}
    def __call__(cls, *args, **kwargs):
        if cls not in cls._instances:
            cls._instances[cls] = super().__call__(*args, **kwargs)
        return cls._instances[cls]
class Settings(metaclass=Singleton):
    def __init__(self):
        self.values = {}
    def __getattr__(self, name):
        try:
            return self.__dict__["values"][name]
        except KeyError:
            raise AttributeError(name) from None
class Frozen:
    def __setattr__(self, name, value):
        raise AttributeError(f"cannot set {name}")
    def __delattr__(self, name):
        raise AttributeError(name)
print(Settings() is Settings())
# --- g70 text statistics
# statistics of words
import string
import sys
from collections import Counter
from itertools import islice
from textwrap import dedent, fill
TEXT = dedent("""
    It was the best of times, it was the worst of times.
""").strip()
words = TEXT.lower().translate(str.maketrans("", "", string.punctuation)).split()
print(fill(TEXT, 30), Counter(words).most_common(2), list(islice(zip(words, words[1:]), 3)), file=sys.stderr)
# --- g72 path safety
# refuses paths that climb
from pathlib import Path
BASE = Path("uploads").resolve()
def safe(name: str) -> Path:
    target = (BASE / name).resolve()
    if not target.is_relative_to(BASE):
        raise ValueError("outside")
    return target
def test_climb():
    for bad in ("../x", "a/../../b", "/etc/passwd"):
        try:
            safe(bad)
        except ValueError:
            continue
        raise AssertionError(bad)
# --- g74 linux path strings
# knows where systems keep things, as data
LOCATIONS = {"linux": "/usr/share/fonts", "mac": "/Library/Fonts"}
def describe(system: str) -> str:
    return f"Fonts are in {LOCATIONS.get(system, 'unknown')}"
print(describe("linux"))
# --- g76 gitignore env example
# writes an example of settings
from pathlib import Path
Path(".env.example").write_text("API_KEY=\n")
Path(".gitignore").write_text(".env\n__pycache__/\n")
# --- g78 doctest module
# functions with examples
"""Roman numerals."""
def to_roman(n: int) -> str:
    """Return ``n`` in Roman numerals.

    >>> to_roman(14)
    'XIV'
    >>> [to_roman(i) for i in (1, 4, 9)]
    ['I', 'IV', 'IX']
    """
    pairs = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    result = ""
    for value, symbol in pairs:
        count, n = divmod(n, value)
        result += symbol * count
    return result
if __name__ == "__main__":
    import doctest
    doctest.testmod()
# --- g80 timeit string
# measures a statement with globals
import timeit
def square(x):
    return x * x
print(timeit.timeit("square(3)", globals=globals(), number=1000))
# --- g82 inspect describe
# describes a function and a class
import inspect
class Shape:
    """A shape."""
    def area(self) -> float:
        """Return the area."""
        return 0.0
for name, member in inspect.getmembers(Shape, inspect.isfunction):
    print(name, inspect.signature(member), inspect.getdoc(member))
# --- g84 pillow thumbnails
# makes thumbnails in the project
from pathlib import Path
from PIL import Image, ImageDraw
for path in Path("images").glob("*.png"):
    with Image.open(path) as image:
        image.thumbnail((64, 64))
        image.convert("RGB").save(Path("thumbs") / path.with_suffix(".jpg").name)
canvas = Image.new("RGB", (100, 100), "white")
ImageDraw.Draw(canvas).text((1, 1), "x", fill="black")
canvas.save("canvas.png")
# --- g86 plotly html
# writes an interactive page
import plotly.express as px
fig = px.scatter(x=[1, 2], y=[3, 4])
fig.update_layout(title="x")
fig.write_html("plot.html")
# --- g88 polars lazy
# summarises with polars
import polars as pl
frame = (pl.scan_csv("data/sales.csv").filter(pl.col("amount") > 0).group_by("month").agg(pl.col("amount").sum()).collect())
frame.write_parquet("out/sales.parquet")
# --- g90 sympy solve
# solves equations
import sympy as sp
x, y = sp.symbols("x y")
print(sp.solve([x + y - 3, x - y - 1], [x, y]), sp.integrate(sp.exp(-x**2), (x, -sp.oo, sp.oo)), sp.latex(sp.Rational(1, 2)))
f = sp.lambdify(x, sp.sin(x) ** 2, "numpy")
print(sp.simplify(sp.sin(x) ** 2 + sp.cos(x) ** 2), sp.parse_expr("x**2 + 1"))
# --- g92 memory report
# reports memory and time
import resource
import sys
import time
import tracemalloc
tracemalloc.start()
data = [bytes(1000) for _ in range(1000)]
current, peak = tracemalloc.get_traced_memory()
print(current, peak, sys.getsizeof(data), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time())
for line in tracemalloc.take_snapshot().statistics("lineno")[:3]:
    print(line)
# --- g94 calendar dates
# works with dates and zones
import calendar
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo
now = datetime(2024, 3, 31, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
print(now.astimezone(timezone.utc), calendar.month(2024, 2), date(2024, 2, 28) + timedelta(days=2), f"{now:%A}")
# --- g96 pickle cache
# keeps results of a slow function in a pickle of its own
import pickle
from pathlib import Path
cache = Path("cache.pkl")
if cache.exists():
    with cache.open("rb") as file:
        result = pickle.load(file)  # LLS711
else:
    result = {"a": 1}
    with cache.open("wb") as file:
        pickle.dump(result, file)
# --- g98 project root parent
# finds the project's root from a module in a package
from pathlib import Path
ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
print(sorted(DATA.glob("*.csv")))
