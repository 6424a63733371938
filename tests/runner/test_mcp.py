"""The MCP server, asked by the SDK's own client over standard streams and over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.image import IMAGE
from tests.runner.command import COMMAND

pytest.importorskip("mcp", reason="the package mcp is in the extra mcp")

from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

REMOVES = 'import os\nos.remove("x")\n'
SLEEPS = "import time\nprint('started', flush=True)\ntime.sleep(60)\n"


def arguments(project: Path, backend: str, *more: str) -> list[str]:
    return [
        "mcp",
        "--project",
        str(project),
        "--backend",
        backend,
        "--image",
        IMAGE,
        "--timeout",
        "20",
        *more,
    ]


@asynccontextmanager
async def over_stdio(words: list[str]) -> AsyncIterator[Client]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("DOCKER", "PYTHON", "XDG", "HOME"))
    }
    server = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], *words], env=environment)
    async with Client(server) as client:
        yield client


@asynccontextmanager
async def over_http(words: list[str]) -> AsyncIterator[Client]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = await asyncio.create_subprocess_exec(*COMMAND, *words, "--http", str(port))
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            await asyncio.sleep(0.1)
        async with Client(f"http://127.0.0.1:{port}/mcp") as client:
            yield client
    finally:
        server.send_signal(signal.SIGINT)
        await asyncio.wait_for(server.wait(), 30)


@pytest.fixture(params=[over_stdio, over_http], ids=["stdio", "http"])
def talk(request: pytest.FixtureRequest, project: Path, backend: str) -> Callable[..., Any]:
    """Run a conversation with a server of two places."""

    def run(conversation: Callable[[Client], Coroutine[Any, Any, None]]) -> None:
        async def main() -> None:
            async with request.param(arguments(project, backend)) as client:
                await conversation(client)

        asyncio.run(main())

    return run


def text(answer: Any) -> str:
    return str(answer.content[0].text)


def test_runs_and_tells(talk: Callable[..., Any], project: Path) -> None:
    (project / "program.py").write_text("import sys\nprint(sys.argv[1:])\n")
    (project / "test_it.py").write_text("def test_it():\n    assert 1 + 1 == 2\n")

    async def conversation(client: Client) -> None:
        run = await client.call_tool("run_python", {"code": "print(6 * int(input()))", "stdin": "7\n"})
        assert run.structured_content["stdout"] == "42\n"
        assert "42" in text(run)
        assert not run.is_error
        run = await client.call_tool("run_file", {"path": "program.py", "args": ["a"]})
        assert run.structured_content["stdout"] == "['a']\n"
        run = await client.call_tool("run_python", {"code": "1 / 0"})
        assert run.structured_content["outcome"] == "fail"
        assert "ZeroDivisionError" in text(run)

    talk(conversation)


def test_refusal_is_a_repair_order(talk: Callable[..., Any]) -> None:
    async def conversation(client: Client) -> None:
        for tool in ("run_python", "check_python"):
            answer = await client.call_tool(tool, {"code": REMOVES})
            assert answer.structured_content["outcome"] == "blocked"
            assert answer.structured_content["findings"][0]["code"] == "LLS301"
            assert "instead: " in text(answer)
            assert not answer.is_error
        clean = await client.call_tool("check_python", {"code": "print(1)"})
        assert clean.structured_content == {"outcome": "pass", "findings": []}

    talk(conversation)


def test_eight_calls_at_once(talk: Callable[..., Any]) -> None:
    async def conversation(client: Client) -> None:
        calls = [client.call_tool("run_python", {"code": f"print({number})"}) for number in range(8)]
        found = [answer.structured_content["stdout"] for answer in await asyncio.gather(*calls)]
        assert found == [f"{number}\n" for number in range(8)]

    talk(conversation)


def test_output_is_progress(talk: Callable[..., Any]) -> None:
    code = "import time\nfor each in 'abc':\n    print(each, flush=True)\n    time.sleep(0.3)\n"
    heard: list[str] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        heard.append(message or "")

    async def conversation(client: Client) -> None:
        await client.call_tool("run_python", {"code": code}, progress_callback=hear)

    talk(conversation)
    assert "".join(heard) == "a\nb\nc\n"


def test_cancellation_ends_the_program_and_frees_its_place(talk: Callable[..., Any]) -> None:
    async def conversation(client: Client) -> None:
        await client.call_tool("run_python", {"code": "pass"})
        calls = [asyncio.ensure_future(client.call_tool("run_python", {"code": SLEEPS})) for _ in range(2)]
        await asyncio.sleep(1)
        for call in calls:
            call.cancel()
        with pytest.raises(MCPError):
            await client.call_tool("run_python", {"code": SLEEPS}, read_timeout_seconds=1)
        began = time.monotonic()
        await client.call_tool("run_python", {"code": "pass"})
        assert time.monotonic() - began < 10

    talk(conversation)


def test_time_limit_of_a_call_is_no_more_than_the_servers(talk: Callable[..., Any]) -> None:
    async def conversation(client: Client) -> None:
        ended = await client.call_tool("run_python", {"code": SLEEPS, "timeout_seconds": 3})
        assert ended.structured_content["outcome"] == "timeout"
        longer = await client.call_tool("run_python", {"code": "print(1)", "timeout_seconds": 10_000})
        assert longer.structured_content["outcome"] == "pass"

    talk(conversation)


def test_what_makes_no_sense_is_an_error_with_a_reason(talk: Callable[..., Any]) -> None:
    async def conversation(client: Client) -> None:
        for given, reason in (({"path": "missing.py"}, "missing.py"), ({"path": "/etc/passwd"}, "project")):
            answer = await client.call_tool("run_file", given)
            assert answer.is_error
            assert reason in text(answer)
        assert (await client.call_tool("run_python", {"code": 3})).is_error
        assert (await client.call_tool("run_python", {"code": "pass", "timeout_seconds": -1})).is_error

    talk(conversation)


def test_tools_say_what_they_do(talk: Callable[..., Any]) -> None:
    async def conversation(client: Client) -> None:
        tools = {each.name: each for each in (await client.list_tools()).tools}
        assert sorted(tools) == ["check_python", "run_file", "run_python", "run_tests"]
        assert tools["check_python"].annotations.read_only_hint
        assert not any(each.annotations.open_world_hint for each in tools.values())
        assert all(each.output_schema for each in tools.values())
        words = {name for each in tools.values() for name in each.input_schema["properties"]}
        assert words == {"code", "path", "args", "stdin", "timeout_seconds"}

    talk(conversation)


@pytest.fixture
def marked() -> str:
    """A word in the environment of all that a test starts, by which to find it."""
    return f"llm_sandbox_test_{os.getpid()}_{time.monotonic_ns()}"


def test_nothing_is_left_of_a_server_that_was_killed(project: Path, marked: str) -> None:
    async def conversation() -> int:
        async with over_stdio(arguments(project, "subprocess", "--set", f"MARK={marked}")) as client:
            call = asyncio.ensure_future(client.call_tool("run_python", {"code": SLEEPS}))
            while not (found := _with(marked, "")):
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.5)
            for process in _with(f"MARK={marked}", "llm_sandbox_run.command.start"):
                os.kill(process, signal.SIGKILL)
            call.cancel()
        return len(found)

    assert asyncio.run(conversation())
    end = time.monotonic() + 20
    while (left := _with(marked, "")) and time.monotonic() < end:
        time.sleep(0.1)
    assert not left


def _with(word: str, other: str) -> list[int]:
    """Return the processes that have both words in their environment or command line."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            said = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if word.encode() in said and other.encode() in said and folder.name != str(os.getpid()):
            found.append(int(folder.name))
    return found


def test_a_server_without_the_package_says_what_it_takes(project: Path) -> None:
    start = "import sys; sys.modules['mcp'] = None; " + COMMAND[-1].removeprefix("import sys; ")
    done = subprocess.run(
        [sys.executable, "-c", start, *arguments(project, "subprocess")], capture_output=True, check=False
    )
    assert done.returncode == 125
    assert b"flake8-llm-sandbox[mcp]" in done.stderr
