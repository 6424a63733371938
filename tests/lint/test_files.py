"""Which files a folder stands for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from flake8_llm_sandbox import python_files

if TYPE_CHECKING:
    from pathlib import Path


def found(folder: Path, root: Path | None = None) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in python_files(folder, root)]


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")


def test_what_others_wrote_is_left_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a.py",
        "data.txt",
        "pkg/__init__.py",
        ".venv/lib/x.py",
        ".git/hooks/x.py",
        "env/pyvenv.cfg",
        "env/lib/python3.12/site-packages/x.py",
        "node_modules/node-gyp/gyp/x.py",
        "pkg/.tox/py/x.py",
    )
    assert found(tmp_path) == ["a.py", "pkg/__init__.py"]


@pytest.mark.parametrize(
    "name",
    [
        "env/x.py",
        "__pycache__/x.py",
        "build/x.py",
        ".github/x.py",
        ".hidden/x.py",
        "node_modules/x.py",
        "node_modules/pkg/x.py",
        "venv/x.py",
        "dist/x.py",
    ],
)
def test_whatever_an_import_or_a_hook_could_reach_is_there(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "env/pyvenv.cfg", "venv/pyvenv.cfg", "pyvenv.cfg")
    assert found(tmp_path) == [name]


def test_link_within_the_root_is_followed_once(tmp_path: Path) -> None:
    write(tmp_path, "outside/x.py", "root/.venv/y.py", "root/a/b.py")
    (tmp_path / "root/pkg").symlink_to(tmp_path / "root/.venv")
    (tmp_path / "root/a/loop").symlink_to(tmp_path / "root")
    (tmp_path / "root/out").symlink_to(tmp_path / "outside")
    assert found(tmp_path / "root") == ["a/b.py", "pkg/y.py"]
    assert found(tmp_path / "root", tmp_path) == ["a/b.py", "out/x.py", "pkg/y.py"]


def test_folder_that_cannot_be_listed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        found(tmp_path / "missing")
    if os.getuid():
        (tmp_path / "closed").mkdir(mode=0)
        with pytest.raises(PermissionError):
            found(tmp_path)
