from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from llm_sandbox_run import AsyncSandbox, Limits, Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

REFUSED = "import os\nos.remove('old')\nprint(6 * 7)\n"
REPAIRED = "print(6 * 7)\n"
OPTIONS: dict[str, Any] = {"backend": "subprocess", "limits": Limits(seconds=30)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "old").write_text("still there")
    return folder


@pytest.fixture
def box(root: Path) -> Iterator[Sandbox]:
    with Sandbox(root, **OPTIONS) as box:
        yield box


@pytest.fixture
def with_box(root: Path) -> Callable[[Callable[[AsyncSandbox], Coroutine[Any, Any, None]]], None]:
    """Run a coroutine function with a sandbox."""

    def run(main: Callable[[AsyncSandbox], Coroutine[Any, Any, None]]) -> None:
        async def inside() -> None:
            async with AsyncSandbox(root, **OPTIONS) as box:
                await main(box)

        asyncio.run(inside())

    return run


@pytest.fixture(autouse=True)
def nothing_was_removed(root: Path) -> Iterator[None]:
    yield
    assert (root / "old").read_text() == "still there"
