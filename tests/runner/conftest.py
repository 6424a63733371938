from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest
from llm_sandbox_run import Limits, RunResult, Sandbox
from llm_sandbox_run.conversation.wires import Wires

from tests import unchecked
from tests.image import IMAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from llm_sandbox_run.session.session import Session

OWNER = (
    20_000 + os.getpid() % 40_000
)  # of test projects, when the tests run as root; another session has another


@pytest.fixture(params=["docker", "subprocess"])
def backend(request: pytest.FixtureRequest) -> str:
    if request.param == "docker":
        request.getfixturevalue("engine")
    return str(request.param)


@pytest.fixture(params=[False, True], ids=["layer", "live"])
def live(request: pytest.FixtureRequest) -> bool:
    """Whether programs write to a layer over the project, or to the project itself."""
    return bool(request.param)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def make_project(parent: Path) -> Path:
    """Return an empty project that belongs to an ordinary user."""
    root = parent / "project"
    root.mkdir(mode=0o755)
    if os.getuid() == 0:
        os.chown(root, OWNER, OWNER)
    return root


def own(*paths: Path) -> None:
    """Give files of the host in a project to its owner."""
    if os.getuid() == 0:
        for path in paths:
            os.chown(path, OWNER, OWNER)


class MakeBox(Protocol):
    def __call__(self, **options: object) -> Sandbox: ...


@pytest.fixture
def make_box(project: Path) -> Iterator[MakeBox]:
    """Make sandboxes that are closed after the test."""
    with ExitStack() as boxes:

        def make(**options: object) -> Sandbox:
            defaults: dict[str, object] = {"project": project, "image": IMAGE, "limits": Limits(seconds=10)}
            return boxes.enter_context(Sandbox(**{**defaults, **options}))  # type: ignore[arg-type]

        yield make


@pytest.fixture(scope="session")
def warm_boxes() -> Iterator[dict[str, Sandbox]]:
    boxes: dict[str, Sandbox] = {}
    yield boxes
    for box in boxes.values():
        box.close()


@pytest.fixture
def box(backend: str, warm_boxes: dict[str, Sandbox], tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """A sandbox on either backend, shared by tests that leave nothing in its project."""
    if backend not in warm_boxes:
        root = make_project(tmp_path_factory.mktemp(backend))
        warm_boxes[backend] = Sandbox(root, backend, IMAGE, Limits(seconds=2, memory_bytes=128 << 20))
        warm_boxes[backend].run_code("pass")
    return warm_boxes[backend]


@pytest.fixture
def run_unchecked() -> Callable[..., RunResult]:
    """The one way round the gate: what would happen if the analysis let a hostile program through."""

    def run(box: Sandbox, text: str, approved: dict[str, str] | None = None, **options: object) -> RunResult:
        code = unchecked.program(text, approved=approved)
        return box._run_clean(code, Wires(**options))  # type: ignore[arg-type]

    return run


@pytest.fixture
def run_in(make_box: MakeBox, backend: str) -> Iterator[Callable[[], Session]]:
    """Begin sessions whose steps run whatever the gate would say."""
    with ExitStack() as sessions:
        box = make_box(backend=backend)

        def begin() -> Session:
            session = sessions.enter_context(box.session())
            session._history.check = unchecked.step  # type: ignore[method-assign]
            session._history.add = lambda *_, **__: None  # type: ignore[method-assign]
            return session

        yield begin
