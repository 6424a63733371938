"""A grant of the loopback: servers and clients in one program, in a network with nobody else in it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome, Policy, SandboxError, UsageError
from llm_sandbox_run.backends.subprocess import SubprocessBackend
from llm_sandbox_run.gate.gate import check
from llm_sandbox_run.model import CleanCode, Code

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK = Policy(["loopback"])
SERVER = """\
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import urlopen

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"served")
    def log_message(self, *args):
        pass

with HTTPServer(("127.0.0.1", 0), Handler) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for host in ("127.0.0.1", "localhost"):
        print(urlopen(f"http://{host}:{server.server_port}/", timeout=5).read())
    server.shutdown()
"""
STREAMS = """\
import asyncio

async def answer(reader, writer):
    writer.write(await reader.readline())
    writer.close()

async def main():
    server = await asyncio.start_server(answer, "::1", 0)
    reader, writer = await asyncio.open_connection("::1", server.sockets[0].getsockname()[1])
    writer.write(b"echo\\n")
    print(await reader.read())
    writer.close()
    server.close()

asyncio.run(main())
"""


@pytest.mark.parametrize(("text", "printed"), [(SERVER, "b'served'\n" * 2), (STREAMS, "b'echo\\n'\n")])
def test_server_and_client_in_one_program(make_box, backend: str, text: str, printed: str) -> None:
    result = make_box(backend=backend, policy=LOOPBACK).run_code(text)
    assert (result.outcome, result.stdout) == (Outcome.PASS, printed), result.stderr
    assert "network-off" in result.protections
    assert make_box(backend=backend).run_code(text).outcome is Outcome.BLOCKED


@pytest.mark.parametrize(
    "line",
    [
        "urllib.request.urlopen('http://example.org/')",
        "urllib.request.urlopen(f'http://{name}.example.org:{port}/')",
        "urllib.request.urlopen('http://127.0.0.1@example.org/')",
        "urllib.request.urlopen('http://127.0.0.1.example.org/')",
        "socket.create_connection(('10.0.0.1', 80))",
        "socket.create_connection(address=('example.org', 80))",
        "http.client.HTTPConnection('example.org')",
        "http.client.HTTPConnection(host='db')",
        "http.server.HTTPServer(('', 80), None)",
        "http.server.HTTPServer(('0.0.0.0', 80), None)",
        "smtplib.SMTP('mail.example.org')",
        "socket.create_connection(('::2', 80))",
    ],
)
def test_other_machines_are_not_granted(project: Path, line: str) -> None:
    text = f"import http.client, http.server, smtplib, socket, urllib.request\nname, port = 'a', 1\n{line}\n"
    assert not isinstance(check(Code(text.encode()), project, policy=LOOPBACK), CleanCode)


@pytest.mark.parametrize(
    "line",
    [
        "urllib.request.urlopen('http://localhost:8000/a.b')",
        "urllib.request.urlopen(f'http://127.0.0.1:{port}/')",
        "urllib.request.urlopen('http://[::1]:8000/')",
        "socket.create_connection(('127.0.0.1', port))",
        "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
        "http.client.HTTPConnection('localhost', port)",
    ],
)
def test_this_machine_is_granted(project: Path, line: str) -> None:
    text = f"import http.client, socket, urllib.request\nport = 1\n{line}\n"
    assert isinstance(check(Code(text.encode()), project, policy=LOOPBACK), CleanCode)


def test_grant_counts_for_the_files_that_it_names(project: Path) -> None:
    (project / "main.py").write_text("import socket\nsocket.create_connection(('127.0.0.1', 1))\n")
    for pattern, passes in (("main.py", True), ("tests/**", False)):
        policy = Policy(paths={pattern: ["loopback"]})
        assert isinstance(check(Code(b"import main"), project, policy=policy), CleanCode) is passes


CONNECT = "import socket\ntry: print(socket.create_connection(('{host}', {port}), timeout=2))\nexcept OSError as error: print(type(error).__name__)\n"


def test_services_of_the_host_are_out_of_reach(make_box, backend: str, run_unchecked) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        box = make_box(backend=backend, policy=LOOPBACK)
        assert (
            run_unchecked(box, CONNECT.format(host="127.0.0.1", port=port)).stdout
            == "ConnectionRefusedError\n"
        )
        assert run_unchecked(box, CONNECT.format(host="10.255.255.1", port=9)).stdout == "OSError\n"
        without = make_box(backend=backend)
        assert (
            run_unchecked(without, CONNECT.format(host="127.0.0.1", port=port)).stdout == "PermissionError\n"
        )


def test_other_kinds_of_sockets_stay_refused(make_box, backend: str, run_unchecked) -> None:
    text = (
        "import socket\nfor family in (16, 17, 38, 40):\n"
        "    try: print(family, socket.socket(family, socket.SOCK_RAW))\n    except PermissionError: pass\n"
        "try: print(socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))\nexcept PermissionError: print('refused')\n"
    )
    assert run_unchecked(make_box(backend=backend, policy=LOOPBACK), text).stdout == "refused\n"


def test_listener_of_one_run_is_gone_in_the_next(make_box, backend: str, run_unchecked) -> None:
    box = make_box(backend=backend, policy=LOOPBACK)
    text = (
        "import os, socket, time\nlistener = socket.create_server(('127.0.0.1', 4321))\n"
        "if os.fork() == 0:\n    time.sleep(30)\nprint('listens', flush=True)\nos._exit(0)\n"
    )
    assert run_unchecked(box, text).stdout == "listens\n"
    assert (
        run_unchecked(box, CONNECT.format(host="127.0.0.1", port=4321)).stdout == "ConnectionRefusedError\n"
    )


def test_place_without_a_network_of_its_own_runs_nothing(make_box) -> None:
    box = make_box(backend="subprocess", policy=LOOPBACK)
    box._runs.backend = SubprocessBackend(namespaces=False)
    with pytest.raises(SandboxError, match="no network of its own"):
        box.run_code("print(1)")


def test_code_of_another_family_is_not_granted_by_it(project: Path) -> None:
    assert not isinstance(check(Code(b"import os\nos.system('id')\n"), project, policy=LOOPBACK), CleanCode)
    with pytest.raises(UsageError):
        Policy(["loop"])
