"""Files that a caller gives to a program, those that it wants to have, and folders that nobody else has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome, Sandbox, SandboxError, UsageError

from tests.image import IMAGE

if TYPE_CHECKING:
    from pathlib import Path


def bare(backend: str, **options: object) -> Sandbox:
    return Sandbox(None, backend, IMAGE, Limits(seconds=10), **options)  # type: ignore[arg-type]


def test_files_go_in_and_come_out(make_box, backend: str, live: bool, project: Path) -> None:
    box = make_box(backend=backend, live=live)
    result = box.run_code(
        "print(open('in/data.csv').read())\nopen('out.txt', 'w').write('made')\nopen('other', 'w').write('x')",
        files={"in/data.csv": b"a,b"},
        collect=["*.txt"],
    )
    assert (result.stdout, dict(result.files)) == ("a,b\n", {"out.txt": b"made"})
    assert (project / "out.txt").read_bytes() == b"made"
    assert result.to_dict()["files"] == {"out.txt": "bWFkZQ=="}


def test_without_a_project_nothing_stays(backend: str) -> None:
    with bare(backend) as box:
        folder = box._root
        first = box.run_code("open('x.txt', 'w').write('1')", collect=["*"])
        assert dict(first.files) == {"x.txt": b"1"}
        assert box.run_code("import os\nprint(os.listdir())").stdout == "[]\n"
        assert list(folder.iterdir()) == []
        with box.session(files={"y": b"2"}, collect=["z"]) as session, box.session() as other:
            assert session.run("import os\nos.listdir()").value == "['y']"
            assert other.run("import os\nos.listdir()").value == "[]"
            session.run("open('z', 'w').write(open('y').read() * 2)")
        assert dict(session.result.files) == {"z": b"22"}
        assert list(folder.iterdir()) == []
    assert not folder.exists()


def test_without_a_project_there_is_none_to_write_to() -> None:
    for options in ({"live": True}, {"changes": "review"}):
        with pytest.raises(UsageError, match="collect"):
            bare("subprocess", **options)


@pytest.mark.parametrize("path", ["", "/etc/x", "../x", "a/../../x", "a\0b"])
def test_files_stay_in_the_folder(make_box, path: str) -> None:
    with pytest.raises(UsageError, match="no path in the folder"):
        make_box(backend="subprocess").run_code("1", files={path: b""})


@pytest.mark.parametrize("options", [{"files": {"a": "text"}}, {"files": ["a"]}, {"collect": "*"}, {"collect": [1]}, {"files": {"a": b"x" * (11 << 20)}}])  # fmt: skip
def test_files_of_another_kind_are_told_at_once(make_box, options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        make_box(backend="subprocess").run_code("1", **options)


def test_files_go_nowhere_by_a_link_of_the_project(
    make_box, backend: str, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "outside").mkdir(mode=0o777)
    (project / "link").symlink_to(tmp_path / "outside")
    box = make_box(backend=backend)
    with pytest.raises(SandboxError, match="could not be started"):
        box.run_code("1", files={"link/x": b"1"})
    assert list((tmp_path / "outside").iterdir()) == []


def test_links_and_pipes_are_not_collected(
    make_box, backend: str, live: bool, tmp_path: Path, run_unchecked
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    box = make_box(backend=backend, live=live)
    text = f"import os\nos.symlink({str(secret)!r}, 'a')\nos.mkfifo('b')\nos.mkdir('c')\nos.symlink('/etc', 'd')\nopen('c/e', 'w').write('e')\nos.link('c/e', 'f')"
    from llm_sandbox_run.given import files

    result = run_unchecked(box, text, files=files({}, ["*"]))
    assert result.outcome is Outcome.PASS
    assert result.files.keys() <= {"c/e", "f"}


def test_too_much_is_not_collected_and_said(make_box, backend: str) -> None:
    result = make_box(backend=backend).run_code(
        "for n in range(5): open(f'{n}', 'w').write('x' * (9 << 20))", collect=["*"]
    )
    assert len(result.files) == 3
    assert any("2 more files are not collected" in line for line in result.log)


def test_files_are_the_programs_own(make_box, backend: str, project: Path) -> None:
    box = make_box(backend=backend)
    result = box.run_code(
        "import os\nprint(os.stat('x').st_uid == os.getuid())",
        files={"x": b"1", ".git/hooks/pre-commit": b"#!"},
    )
    assert result.stdout == "True\n"
    assert not (project / ".git").exists()
    assert (project / "x").stat().st_uid == project.stat().st_uid
