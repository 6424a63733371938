"""The plugin under the real flake8."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def flake8(folder: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "flake8", "--isolated", *options, "."]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


def test_findings_are_printed_with_place_and_message(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\n\nif 1:\n    os.remove('x')\n")
    code, output = flake8(tmp_path, "--select=LLS")
    assert (code, output[:33]) == (1, "./a.py:4:5: LLS301 `os.remove` de")


@pytest.mark.parametrize("text", ["x = (\n", "print 'x'\n", "x = '''\n", "x = 1\n  y = 2\n"])
def test_a_file_that_does_not_parse_never_passes(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.py").write_text(text)
    code, output = flake8(tmp_path, "--select=LLS")
    assert code == 1
    assert "E999" in output or "E902" in output


def test_a_file_with_nul_never_passes(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\0\n")
    assert (
        flake8(tmp_path, "--select=LLS")[0] == 1
    )  # by E999, or by a traceback of flake8's own on older Pythons


def test_without_our_codes_nothing_is_added(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = (\n")
    (tmp_path / "b.py").write_text("import os\nos.remove('x')\n")
    assert flake8(tmp_path, "--select=W") == (0, "")


def test_single_codes_can_be_selected_and_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\nos.remove('x')\nopen('../x')\n")
    assert "LLS301" not in flake8(tmp_path, "--select=LLS4")[1]
    assert "LLS401" in flake8(tmp_path, "--select=LLS4")[1]
    assert "LLS401" not in flake8(tmp_path, "--extend-ignore=LLS401")[1]


def test_people_may_silence_flake8(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os\nos.remove('x')  # no" + "qa\n")
    assert flake8(tmp_path, "--select=LLS") == (0, "")
    assert flake8(tmp_path, "--select=LLS", "--disable-noqa")[0] == 1


@pytest.mark.parametrize(
    "data",
    [
        b"x = '\xe9'\r\n",
        b"\xef\xbb\xbfx = '\xe9'\n",
        b"# coding: latin-1\nx = '\xe9'\n",
        b"x = 1  # \xc3\xa9 \xff\n",
    ],
)
def test_what_is_not_utf_8_never_passes(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.py").write_bytes(data)
    code, output = flake8(tmp_path, "--select=LLS")
    assert (code, output.count("LLS903")) == (1, 1)


@pytest.mark.parametrize(
    "data", ["x = 'é'\r\n".encode(), b"\xef\xbb\xbfx = '\xc3\xa9'\n", b"# coding: latin-1\nx = 1\n"]
)
def test_other_letters_in_utf_8_are_clean(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.py").write_bytes(data)
    assert flake8(tmp_path, "--select=LLS") == (0, "")


def test_standard_input_is_not_taken_for_the_file_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x = '\xe9'\n")
    command = [sys.executable, "-m", "flake8", "--isolated", "--select=LLS", "--stdin-display-name=a.py", "-"]
    run = subprocess.run(command, cwd=tmp_path, input="y = 'é'\n".encode(), capture_output=True, check=False)
    assert (run.returncode, run.stdout) == (0, b"")


def test_verdicts_are_kept_and_filtered_by_code_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("cache", "project"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "project" / "a.py").write_text("import os\nos.remove('x')\n")
    assert flake8(tmp_path / "project", "--select=LLS4") == (0, "")
    assert len(list((tmp_path / "cache").glob("*/*"))) == 1
    fresh, kept = (flake8(tmp_path / "project", "--select=LLS") for _ in range(2))
    assert fresh == kept
    assert "LLS301" in kept[1]
    assert len(list((tmp_path / "cache").glob("*/*"))) == 1
    flake8(tmp_path / "project", "--select=W")


def test_a_notebook_never_passes(tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").write_text('{"cells": [], "nbformat": 4}\n')
    (tmp_path / "b.py").write_text('{"cells": [], "nbformat": 4}\n')
    code, output = flake8(tmp_path, "--select=LLS", "n.ipynb")
    assert (code, output.count("LLS907")) == (1, 2)
