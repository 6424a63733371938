# --- a network that the test replaces
import aiohttp
import boto3
import httpx
import pytest
import requests
import requests_mock
import responses
import respx
from aioresponses import aioresponses
from moto import mock_aws


@responses.activate
def test_added():
    responses.add(responses.GET, "https://example.org/a", json={"a": 1})
    assert requests.get("https://example.org/a").json() == {"a": 1}


def test_context():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.add(responses.POST, "https://example.org/b", body="ok")
        assert requests.post("https://example.org/b", timeout=3).text == "ok"
    requests.get("https://example.org/c")  # LLS503


@respx.mock
async def test_routes():
    respx.get("https://example.org/").mock(return_value=httpx.Response(204))
    async with httpx.AsyncClient() as client:
        assert (await client.get("https://example.org/")).status_code == 204
    requests.get("https://example.org/other-library")  # LLS503


@requests_mock.Mocker()
def test_decorated(m):
    m.get("https://example.org", text="a")
    requests.get("https://example.org")


async def test_asynchronous():
    with aioresponses() as m:
        m.get("https://example.org", payload={"a": 1})
        async with aiohttp.ClientSession() as session:
            await session.get("https://example.org")


@pytest.fixture
def table():
    with mock_aws():
        yield boto3.resource("dynamodb", region_name="eu-west-1").Table("t")


@mock_aws
class TestBuckets:
    def test_made(self):
        boto3.client("s3").create_bucket(Bucket="b")

    def helper(self):
        boto3.client("s3").create_bucket(Bucket="b")  # LLS512
# --- by fixtures of plugins
import httpx
import requests
from pytest_httpserver import HTTPServer
from pytest_httpx import HTTPXMock


def test_answer(httpx_mock: HTTPXMock):
    httpx_mock.add_response(url="https://example.org", json={})
    with httpx.Client() as client:
        assert client.get("https://example.org").json() == {}


def test_older(requests_mock):
    requests_mock.get("https://example.org", text="a")
    assert requests.get("https://example.org").text == "a"


def test_server(httpserver: HTTPServer):
    httpserver.expect_request("/a").respond_with_json({"a": 1})
    assert requests.get(httpserver.url_for("/a")).json() == {"a": 1}
    requests.get("https://example.org/" + httpserver.host)  # LLS503


def fetch(httpx_mock):
    httpx.get("https://example.org")  # LLS503
# --- a fixture of one's own has that name
import httpx
import pytest


@pytest.fixture
def httpx_mock():
    return None


def test_answer(httpx_mock):
    httpx.get("https://example.org")  # LLS503
# --- patched right there
import subprocess
from unittest.mock import patch

import requests


@patch("subprocess.run")
def test_built(run):
    subprocess.run(["make"])
    subprocess.check_call(["make"])  # LLS201


def test_got():
    with patch("requests.get", return_value=None) as get:
        requests.get("https://example.org")
        get.assert_called_once()
    with patch("requests.get", wraps=print):
        requests.get("https://example.org")  # LLS503
# --- some of it goes out
import requests
import responses


@responses.activate
def send(data):
    responses.add_passthru("https://example.org")
    requests.post("https://example.org", data=data)  # LLS503
# --- an option lets it out
import requests
import requests_mock


def send(data):
    with requests_mock.Mocker(real_http=True):
        requests.post("https://example.org", data=data)  # LLS503
# --- something else is patched than it looks
import requests
import responses


def send(data):
    with responses.RequestsMock(target="elsewhere.send"):
        requests.post("https://example.org", data=data)  # LLS503
# --- it runs when the mock is gone
import requests
import responses


@responses.activate
def later(data):
    def send():
        requests.post("https://example.org", data=data)  # LLS503
    return send


@responses.activate
def each(data):
    yield requests.post("https://example.org", data=data)  # LLS503
# --- it is ended early
import requests
import responses


@responses.activate
def send(data):
    responses.stop()
    requests.post("https://example.org", data=data)  # LLS503
# --- a library of that name is another
import requests


class responses:
    @staticmethod
    def activate(function):
        return function


@responses.activate
def send(data):
    requests.post("https://example.org", data=data)  # LLS503
# --- variables that the test sets
import os
from unittest import mock
from unittest.mock import patch


@patch.dict(os.environ, {"APP_MODE": "x"}, clear=True)
def test_decorated():
    assert os.environ["APP_MODE"] == os.getenv("APP_MODE")
    assert "APP_KEY" not in os.environ


def test_context():
    with mock.patch.dict("os.environ", {"APP_MODE": "x"}):
        assert os.environ["APP_MODE"] == "x"
        assert os.environ["APP_KEY"]  # LLS601
    os.environ["APP_MODE"]  # LLS601


def test_fixture(monkeypatch):
    print(os.environ["APP_MODE"])  # LLS601
    monkeypatch.setenv("APP_MODE", "y")
    monkeypatch.setitem(os.environ, "APP_OTHER", "1")
    assert os.environ["APP_MODE"] == "y"
    monkeypatch.delenv("APP_KEY", raising=False)
    assert os.getenv("APP_KEY") is None


def test_all():
    with patch.dict(os.environ, {"APP_MODE": "x"}) as variables:  # LLS601
        print(variables)
    patcher = patch.dict(os.environ)  # LLS601
    print(patcher.start())
# --- modules that are not there
import sys
from unittest.mock import MagicMock, patch

import other


def test_without():
    with patch.dict("sys.modules", {"torch": MagicMock(), "numpy": None}):
        sys.modules["torch.cuda"] = MagicMock()
    with patch.dict("sys.modules", {"json": other}):  # LLS806
        pass
# --- types, and what is only asked for
from __future__ import annotations

import typing
from typing import TYPE_CHECKING, cast
from unittest.mock import MagicMock

import pytest
from openai import OpenAI

if TYPE_CHECKING:
    from ctypes import CDLL
    from subprocess import Popen

    import pandas_gbq
if typing.TYPE_CHECKING:
    import docker
else:
    import boto3  # LLS512

pytest.importorskip("anthropic")
try:
    import redis
except ImportError:
    pass
typing.TYPE_CHECKING = True  # LLS810


def use(library: CDLL, process: Popen[str], cached):
    client = cast(OpenAI, cached)
    client = MagicMock(spec=OpenAI)
    return client
# --- parts of libraries that only compute
from http.server import BaseHTTPRequestHandler, HTTPServer

import chainlit
import litellm
from aiohttp import web
from boto3.dynamodb.conditions import Key
from botocore.stub import Stubber
from psycopg import sql
from pyiceberg.catalog import Catalog


class Handler(BaseHTTPRequestHandler):
    pass


def routes(api, client):
    litellm.drop_params = True
    Stubber(client).add_response("list_buckets", {})
    print(Key("a").eq(1), sql.SQL("x"), Catalog.identifier_to_database("a.b"), litellm.token_counter(model="m", text="t"))
    chainlit.Step().send()
    return [web.get("/a", api.a), web.post("/b", api.b), web.json_response({})]


def serve(app):
    litellm.completion(model="m", messages=[])  # LLS512
    HTTPServer(("localhost", 0), Handler)  # LLS502
    web.run_app(app)  # LLS502
# --- where frames come from
import inspect
import logging


class Handler(logging.Handler):
    def emit(self, record):
        frame, depth = logging.currentframe(), 2
        while frame and frame.f_code.co_filename == logging.__file__:
            frame = frame.f_back
            depth += 1
        logging.getLogger("x").log(record.levelno, record.getMessage(), stacklevel=depth)


def stack_level():
    frame, count = inspect.currentframe(), 0
    outer = inspect.currentframe()
    while outer is not None and inspect.getfile(outer).startswith("/x"):
        if outer.f_globals.get("__name__") == "x":
            break
        outer = outer.f_back
        count += 1
    return count


def caller():
    return inspect.stack()[1].function, inspect.stack()[2][3]


def reach():
    frame = inspect.currentframe()  # LLS805
    while frame:
        frame = frame.f_back  # LLS801
    return frame


def steal():
    frame = inspect.currentframe()  # LLS805
    print(frame.f_globals.get("__builtins__"), inspect.stack()[1].frame)  # LLS801 LLS802 LLS805
# --- logging by texts that are put together
import logging.config


def setup(name, debug):
    level = "DEBUG" if debug else "INFO"
    logging.config.dictConfig(
        {
            "version": 1,
            "formatters": {"plain": {"format": f"%(asctime)s {name} %(message)s"}},
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "level": level}},
            "loggers": {f"{name}.http": {"level": level}, __name__: {"level": level}},
        }
    )
# --- logging by texts that may be anything
import logging.config


def setup(name):
    logging.config.dictConfig(  # LLS715
        {"version": 1, "formatters": {"plain": {"format": f"{name}"}}}
    )
    logging.config.dictConfig(  # LLS715
        {"version": 1, "handlers": {"a": {f"{name}": "os.system"}}}
    )
    logging.config.dictConfig(  # LLS715
        {"version": 1, "handlers": {"a": {"class": f"{name}.Handler"}}}
    )
    logging.config.dictConfig(  # LLS715
        {"version": 1, "formatters": {"plain": {"format": f"ext:{name}"}}}
    )
# --- a path that is told of where it is put together
from pathlib import Path

WORKSPACE = Path("/workspace")  # LLS402


def look():
    if WORKSPACE.exists():
        return [*WORKSPACE.iterdir()]
    return (WORKSPACE / "a").read_text()  # LLS402
# --- a transport by its other name
import httpx
from httpx._transports.mock import MockTransport


def test_answer(handler):
    with httpx.Client(transport=MockTransport(handler)) as client:
        client.get("https://example.org")
# --- a client that outlives the mock
import boto3
import requests
import responses
from moto import mock_aws

KEPT = []


@responses.activate
def returned():
    return requests.Session()  # LLS503


@responses.activate
def named():
    session = requests.Session()  # LLS503
    return session


@mock_aws
def part_of_it():
    return boto3.resource("dynamodb").Table("t")  # LLS512


@responses.activate
def kept():
    session = requests.Session()  # LLS503
    KEPT.append(session)


@responses.activate
def inside():
    def later():
        return session.get("https://example.org")
    session = requests.Session()  # LLS503
    return later


@responses.activate
def test_used():
    session = requests.Session()
    answer = session.get("https://example.org")
    assert answer.ok
# --- the patch is of another name
import io
import os
from subprocess import run
from unittest.mock import patch


def go():
    with patch("subprocess.run"):
        run(["make"])  # LLS201
    with patch("builtins.open"):
        io.open("/etc/hosts")  # LLS402 LLS403 LLS613
    with patch("os.remove"):
        os.unlink("x")  # LLS301
