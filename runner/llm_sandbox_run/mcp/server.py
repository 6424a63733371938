"""The server: tools that judge Python and run it. What programs may do comes from its command line, never from a call."""

from __future__ import annotations

import asyncio
import codecs
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, TextContent, ToolAnnotations

from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.mcp import answers
from llm_sandbox_run.mcp.answers import Run, Verdict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pydantic import BaseModel

    from llm_sandbox_run.aio import AsyncSandbox
    from llm_sandbox_run.model import RunResult

    OnOutput = Callable[[str, bytes], Awaitable[None]]

_INSTRUCTIONS = (
    "Python runs here in a sandbox, after a check. Code with findings does not run: the answer says line by line what to "
    "write instead. There is no network, and no state between calls; files of the project are there."
)
_LOOPBACK = ("127.0.0.1", "localhost")
_RUNS = ToolAnnotations(
    read_only_hint=False, destructive_hint=True, idempotent_hint=False, open_world_hint=False
)
_LOOKS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def serve(box: AsyncSandbox, most_seconds: float, port: int | None = None) -> None:
    """Serve until the client goes: on standard input and output, or on a port of the loopback.

    A call may ask for less than ``most_seconds``, and for no more.
    """
    asyncio.run(_serve(box, most_seconds, port))


async def _serve(box: AsyncSandbox, most_seconds: float, port: int | None) -> None:
    async with box:
        server = build(box, most_seconds)
        if port is None:
            await server.run_stdio_async()
            return
        security = TransportSecuritySettings(
            enable_dns_rebinding_protection=True,
            allowed_hosts=[f"{host}:{port}" for host in _LOOPBACK],
            allowed_origins=[f"http://{host}:{port}" for host in _LOOPBACK],
        )
        await server.run_streamable_http_async(host=_LOOPBACK[0], port=port, transport_security=security)


def build(box: AsyncSandbox, most_seconds: float) -> MCPServer:
    """Return the server for a sandbox."""
    server = MCPServer(
        "llm-sandbox", instructions=_INSTRUCTIONS, version=version("flake8-llm-sandbox"), log_level="WARNING"
    )

    def limit(timeout_seconds: float | None) -> float:
        return most_seconds if timeout_seconds is None else min(timeout_seconds, most_seconds)

    @server.tool(title="Run Python code", annotations=_RUNS)
    async def run_python(
        code: str,
        ctx: Context,
        args: list[str] | None = None,
        stdin: str = "",
        timeout_seconds: float | None = None,
    ) -> Annotated[CallToolResult, Run]:
        """Run a Python program given as text."""
        seconds = limit(timeout_seconds)
        return await _ran(box.run_code(code, args or (), stdin, on_output=_teller(ctx), seconds=seconds))

    @server.tool(title="Run a Python file", annotations=_RUNS)
    async def run_file(
        path: str,
        ctx: Context,
        args: list[str] | None = None,
        stdin: str = "",
        timeout_seconds: float | None = None,
    ) -> Annotated[CallToolResult, Run]:
        """Run a Python file of the project, by its path there."""
        seconds = limit(timeout_seconds)
        return await _ran(box.run_file(path, args or (), stdin, on_output=_teller(ctx), seconds=seconds))

    @server.tool(title="Run tests", annotations=_RUNS)
    async def run_tests(
        ctx: Context, args: list[str] | None = None, timeout_seconds: float | None = None
    ) -> Annotated[CallToolResult, Run]:
        """Run pytest on the project; args are those of pytest, such as a file or -k."""
        words = ["-q"] if args is None else args
        return await _ran(
            box.run_module("pytest", words, on_output=_teller(ctx), seconds=limit(timeout_seconds))
        )

    @server.tool(title="Check Python code", annotations=_LOOKS)
    async def check_python(code: str) -> Annotated[CallToolResult, Verdict]:
        """Say whether a Python program would run, and what to write instead of what would not. Runs nothing."""
        return _answer(*answers.of_check(await box.check(code)))

    return server


async def _ran(run: Awaitable[RunResult]) -> CallToolResult:
    try:
        return _answer(*answers.of_run(await run))
    except SandboxError as error:
        raise ToolError(str(error)) from None


def _answer(text: str, values: BaseModel) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content=values.model_dump()
    )


def _teller(ctx: Context) -> OnOutput:
    """Return what passes on a program's output as progress: the number is that of bytes so far."""
    decoders = {
        name: codecs.getincrementaldecoder("utf-8")("backslashreplace") for name in ("stdout", "stderr")
    }
    told = 0

    async def tell(stream: str, data: bytes) -> None:
        nonlocal told
        told += len(data)
        await ctx.report_progress(told, message=decoders[stream].decode(data))

    return tell
