"""What a user sees of the containers that runs have left, and their end."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.command import cli

from tests.image import IMAGE
from tests.runner.conftest import make_project
from tests.runner.waiting import containers

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def listed(capsys):
    def listed(project: Path) -> list[dict[str, object]]:
        """Return what is said of a project's containers; other tests have some of their own."""
        capsys.readouterr()
        assert cli.main(["list", "--json"]) == 0
        rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
        return [row for row in rows if row["project"] == str(project)]

    return listed


def test_container_is_listed_with_what_it_is(make_box, project: Path, engine, listed, capsys) -> None:
    assert listed(project) == []
    make_box().run_code("open('sitecustomize.pth', 'w').write('import os')")
    (row,) = listed(project)
    since = datetime.fromisoformat(str(row.pop("since")))
    assert abs(datetime.now().astimezone() - since) < timedelta(minutes=5)
    assert row.pop("withheld_bytes") == 4096 + 4096  # a folder for the run, and the file
    (found,) = containers(engine, project)
    name = found["Names"][0].lstrip("/")
    address = os.environ.get("DOCKER_HOST", "http+docker://localhost")
    assert row == {
        "project": str(project),
        "image": IMAGE,
        "engine": address,
        "name": name,
        "state": "running",
    }
    engine.pause(found["Id"])
    assert listed(project)[0]["state"] == "paused"
    assert cli.main(["list"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["PROJECT", "IMAGE", "ENGINE", "NAME", "STATE", "SINCE", "WITHHELD_BYTES"]
    assert any(line.split()[:2] == [str(project), IMAGE] for line in lines)


def test_stop_ends_those_of_the_project(make_box, project: Path, tmp_path: Path, engine, capsys) -> None:
    (tmp_path / "other").mkdir()
    other = make_project(tmp_path / "other")
    make_box().run_code("pass")
    make_box(project=other).run_code("pass")
    assert cli.main(["stop", "--project", str(project)]) == 0
    assert f"containers of {project} ended: 1" in capsys.readouterr().err
    assert not containers(engine, project)
    assert containers(engine, other)


def test_other_users_have_their_own(make_box, project: Path, engine, listed, monkeypatch, capsys) -> None:
    make_box().run_code("pass")
    (mine,) = containers(engine, project)
    with monkeypatch.context() as patch:
        patch.setattr(os, "getuid", lambda: 54321)
        assert listed(project) == []
        for words in (["stop", "--all"], ["stop", "--project", str(project)]):
            assert cli.main(words) == 0
            assert "ended: 0" in capsys.readouterr().err
    assert [each["Id"] for each in containers(engine, project)] == [mine["Id"]]


def test_names_of_two_users_differ(make_box, project: Path, monkeypatch) -> None:
    from llm_sandbox_run.backends import container

    setting = make_box()._setting
    image = container.Image("sha256:1", (), ())
    names = set()
    for uid in (1000, 1001):
        monkeypatch.setattr(os, "getuid", lambda uid=uid: uid)
        names.add(container.with_own_mounts(setting, image).name)
        names.add(container.with_mounts_of_the_engine(setting, (), image, "python3").name)
    assert len(names) == 4


def test_all_of_a_user_are_ended(engine, monkeypatch, capsys) -> None:
    """As a user who has but these, for others' tests need theirs."""
    monkeypatch.setattr(os, "getuid", lambda: 54322)
    names = [f"llm-sandbox-test-of-a-user-{os.getpid()}-{number}" for number in range(2)]
    for name in names:
        labels = {"llm-sandbox.user": "54322", "llm-sandbox.project": f"/{name}", "llm-sandbox.image": IMAGE}
        engine.create_container(IMAGE, ["true"], name=name, labels=labels)
    assert cli.main(["stop", "--all"]) == 0
    assert "containers of all your projects ended: 2" in capsys.readouterr().err
    assert cli.main(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert cli.main(["list"]) == 0
    assert capsys.readouterr().out == ""
