"""What is mounted in a project is seen as it is, and not written to by mistake."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome

from tests.runner.conftest import own

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="mounts")
LOOK = "import os\nprint(sorted(os.listdir('a b')))\n"
WRITE = LOOK + "open('a b/results', 'a').write(' and ours')"


@pytest.fixture(params=["tmpfs", "bind"])
def mount(request: pytest.FixtureRequest, project: Path, tmp_path: Path) -> Iterator[object]:
    """A function that mounts something in the project, of another file system or of the same."""
    point, other = project / "a b", tmp_path / "other"
    for folder in (point, other):
        folder.mkdir()
    how = ["-t", "tmpfs", "tmpfs"] if request.param == "tmpfs" else ["--bind", other]

    def mount(*_: object) -> None:
        subprocess.run(["mount", *how, point], check=True)
        (point / "results").write_text("theirs")
        (point / ".env").write_text("secret")
        own(point, point / "results", point / ".env")

    yield mount
    subprocess.run(["umount", "--lazy", point], check=False)


def test_what_is_mounted_is_seen(make_box, backend, live, project: Path, mount, run_unchecked) -> None:
    mount()
    box = make_box(backend=backend, live=live)
    text = WRITE + "\nprint(repr(open('a b/.env').read()))"
    result = run_unchecked(box, text)
    assert (result.outcome, result.stdout) == (Outcome.PASS, "['.env', 'results']\n''\n"), result.stderr
    assert "copy-on-write" in result.missing
    assert [change.path for change in result.changes] == ["a b/results"]
    assert (project / "a b/results").read_text() == "theirs and ours"
    assert (project / "a b/.env").read_text() == "secret"


def test_what_is_mounted_later_is_seen_by_the_next_run(make_box, backend, live, mount, run_unchecked) -> None:
    box = make_box(backend=backend, live=live)
    assert run_unchecked(box, LOOK).stdout == "[]\n"
    mount()
    assert run_unchecked(box, LOOK).stdout == "['.env', 'results']\n"


def test_what_is_mounted_during_a_run_is_left_alone(
    make_box, backend, live, project: Path, mount, run_unchecked
) -> None:
    own(project / "a b")
    program = "print('on', flush=True)\nimport time; time.sleep(0.5)\n" + WRITE + "\nopen('new', 'w')"
    result = run_unchecked(make_box(backend=backend, live=live), program, on_output=once(mount))
    assert result.outcome is Outcome.PASS, result.stderr
    assert any("mounted" in line for line in result.log)
    assert (project / "a b/results").read_text() == "theirs"
    assert (project / "a b/.env").read_text() == "secret"
    assert (project / "new").exists()


def once(function: object) -> object:
    """Return a function that does it the first time."""
    left = [function]
    return lambda *_: left.pop()() if left else None
