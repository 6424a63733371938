"""How the host comes to a supervisor in a container: by a socket of its own, and where that does not answer by the engine."""

from __future__ import annotations

import shutil
import socket
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.backends import start
from llm_sandbox_run.backends.direct import DirectEngine
from llm_sandbox_run.project import doors, state

from tests.runner.waiting import containers, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run.backends.container import Container
    from llm_sandbox_run.backends.multiplexed import DockerLink

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the engine by those who came to a container that ran already."""
    asked: list[str] = []
    connect = DirectEngine.connect

    def counted(engine: DirectEngine, wanted: Container) -> DockerLink:
        asked.append(wanted.name)
        return connect(engine, wanted)

    monkeypatch.setattr(DirectEngine, "connect", counted)
    return asked


def the_door(project: Path) -> Path:
    folder = doors.folder_for(project)
    assert folder
    (door,) = folder.iterdir()
    return door


@pytest.mark.parametrize("live", [False, True])
def test_engine_starts_nothing_for_those_who_come_later(make_box, ways: list[str], live: bool) -> None:
    first, second = make_box(live=live), make_box(live=live)
    first.run_code("pass")
    ways.clear()
    assert second.run_code("print(input())", stdin="1").stdout == "1\n"
    assert ways == []


def silent(door: Path) -> socket.socket:
    """Listen, and never answer."""
    listener = socket.socket(socket.AF_UNIX)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(door)
        listener.bind("socket")
    listener.listen()
    return listener


@pytest.mark.parametrize("what", ["nothing", "no folder", "nobody", "somebody who says nothing"])
def test_socket_that_does_not_answer_is_passed_by(make_box, ways, project, what, monkeypatch) -> None:
    monkeypatch.setattr(start, "_AT_THE_DOOR_SECONDS", 0.3)
    first, second = make_box(), make_box()
    first.run_code("pass")
    ways.clear()
    door = the_door(project)
    (door / "socket").unlink()
    if what == "no folder":
        shutil.rmtree(door)
    elif what != "nothing":
        listener = silent(door)
        if what == "nobody":
            listener.close()
    assert second.run_code("print(1)").stdout == "1\n"
    assert len(ways) == 1
    if what.startswith("somebody"):
        listener.close()


def test_supervisor_starts_where_it_can_have_no_socket_for_the_host(make_box, ways, project) -> None:
    first, second = make_box(), make_box()
    first.run_code("pass")
    door = the_door(project)
    first.close()
    folder = doors.folder_for(project)
    assert folder
    (folder / door.name / "socket").mkdir(parents=True)
    first.run_code("pass")
    ways.clear()
    assert second.run_code("print(1)").stdout == "1\n"
    assert len(ways) == 1


def test_socket_of_a_supervisor_that_was_killed_is_replaced(make_box, engine, ways, project) -> None:
    first, second = make_box(), make_box()
    first.run_code("pass")
    (found,) = containers(engine, project)
    engine.remove_container(found["Id"], force=True)
    assert first.run_code("print(1)").stdout == "1\n"
    ways.clear()
    assert second.run_code("print(2)").stdout == "2\n"
    assert ways == []


def test_nothing_of_it_stays(make_box, project: Path) -> None:
    first, second = make_box(), make_box()
    for box in (first, second):
        box.run_code("pass")
    door = the_door(project)
    second.close()
    assert (door / "socket").exists()  # the first one is still there
    first.close()
    wait_until(lambda: not door.exists())


def test_other_users_cannot_come_in(make_box, project: Path) -> None:
    make_box().run_code("pass")
    assert the_door(project).stat().st_mode & 0o777 == 0o700


def test_there_is_no_socket_in_the_project(make_box, ways, project, monkeypatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(project))
    assert state.folder_for("doors", project) is None
    first, second = make_box(), make_box()
    first.run_code("pass")
    ways.clear()
    assert second.run_code("print(1)").stdout == "1\n"
    assert ways
