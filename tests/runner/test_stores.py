"""What is kept of projects that are gone is told, and removed when somebody asks for it, and nothing else is."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.command.cli import main
from llm_sandbox_run.project.stores import stores

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_what_is_kept_is_told_and_goes_only_with_its_project(
    make_box, project: Path, run_unchecked, home: Path, capsys
) -> None:
    box = make_box(backend="subprocess")
    for _ in range(2):
        run_unchecked(box, "open('.envrc', 'w').write('evil')")
    box.close()
    assert main(["withheld", "--remove"]) == 0
    said = capsys.readouterr().out
    assert f"2 runs, 0.0 MiB, of {project}\n" in said
    shutil.rmtree(project)
    assert main(["withheld"]) == 0
    assert f"of {project}, which is gone\n" in capsys.readouterr().out
    (store,) = stores()
    assert store.folder.is_dir()
    assert main(["withheld", "--remove"]) == 0
    assert capsys.readouterr().out.endswith(", which is gone; removed\n")
    assert list((home / "llm-sandbox/withheld").iterdir()) == []
    assert main(["withheld"]) == 0
    assert capsys.readouterr().out == ""


def test_store_of_whoever_is_not_known_stays(home: Path, capsys) -> None:
    (home / "llm-sandbox/withheld/abc/run/locked").mkdir(parents=True)
    assert main(["withheld", "--remove"]) == 0
    assert "1 run, 0.0 MiB, of a project that is not known\n" in capsys.readouterr().out
    assert (home / "llm-sandbox/withheld/abc/run/locked").is_dir()


@pytest.mark.skipif(os.getuid() == 0, reason="root may look everywhere")
def test_project_that_nobody_may_look_for_is_not_gone(
    make_box, project: Path, run_unchecked, home: Path
) -> None:
    box = make_box(backend="subprocess")
    run_unchecked(box, "open('.envrc', 'w').write('evil')")
    box.close()
    project.parent.chmod(0)
    try:
        (store,) = stores()
        assert not store.is_left
    finally:
        project.parent.chmod(0o700)


def test_name_of_a_project_forges_no_line(home: Path, capsys) -> None:
    folder = home / "llm-sandbox/withheld/abc"
    (folder / "run").mkdir(parents=True)
    (folder.parent / "abc.project").write_bytes(b"/nowhere\n\x1b[2J\xff")
    main(["withheld"])
    (line,) = capsys.readouterr().out.splitlines()
    assert "\x1b" not in line
    assert line.endswith(", which is gone")
