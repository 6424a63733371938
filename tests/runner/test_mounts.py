"""What is mounted in a project is seen as it is, and not written to by mistake."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Outcome, Policy, SandboxError
from llm_sandbox_run.backends.engine import Engine

from tests.runner.conftest import own

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture
def no_layers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder for what programs write lies on an overlay, which carries no second one."""
    for name in ("lower", "upper", "work", "state"):
        (tmp_path / name).mkdir()
    folders = f"lowerdir={tmp_path}/lower,upperdir={tmp_path}/upper,workdir={tmp_path}/work"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", folders, tmp_path / "state"], check=True)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield
    subprocess.run(["umount", "--lazy", tmp_path / "state"], check=False)


@pytest.mark.usefixtures("no_layers")
def test_programs_write_to_the_project_where_no_layer_can_be_made_and_results_say_so(
    make_box, backend, project: Path
) -> None:
    box = make_box(backend=backend)
    for number in range(2):
        result = box.run_code(f"with open('made', 'w') as file: file.write('{number}')")
        assert result.outcome is Outcome.PASS, result.stderr
        assert (project / "made").read_text() == str(number)
        assert [change.path for change in result.changes] == ["made"]
        assert "copy-on-write" in result.missing
        assert any("no layer" in line and "--live" in line for line in result.log)
    assert not make_box(backend=backend, live=True).run_code("pass").log
    with pytest.raises(SandboxError, match="copy-on-write"):
        make_box(backend=backend, changes="discard").run_code("pass")
    result = make_box(backend=backend, read_only=True).run_code("open('made', 'w')")
    assert (result.outcome, (project / "made").read_text()) == (Outcome.FAIL, "1")


@pytest.fixture(params=["docker", "engine", "subprocess"])
def shown_by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Who mounts the project, and what else is shown: a supervisor on either backend, or Docker's engine."""
    if request.param != "subprocess":
        request.getfixturevalue("engine")
        monkeypatch.setattr(Engine, "forbids_mounts", lambda _: request.param == "engine")
    return "subprocess" if request.param == "subprocess" else "docker"


@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_mounted_in_something_read_only_is_read_only(
    make_box, shown_by: str, project: Path, run_unchecked, read_only: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:  # where programs may write elsewhere
        shown = Path(name) / "shown"
        points = [project / "node_modules/inner", project / ".vscode", project / "inner", shown / "inner"]
        shown.parent.chmod(0o755)
        for point in points:
            point.mkdir(parents=True)
            subprocess.run(["mount", "-t", "tmpfs", "tmpfs", point], check=True)
            (point / "there").write_text("theirs")
            own(point.parent, point, point / "there")
        program = f"""
for folder in ("node_modules/inner", ".vscode", "inner", "{shown}/inner"):
    print(open(folder + "/there").read())
    try: open(folder + "/new", "w")
    except OSError: pass
"""
        try:
            policy = Policy({"scope"}, readable=[str(shown)])
            box = make_box(backend=shown_by, read_only=read_only, policy=policy)
            result = run_unchecked(box, program)
            assert (result.stdout, result.stderr) == ("theirs\n" * 4, "")
            made = [point.name for point in points if (point / "new").exists()]
            assert made == ([] if read_only else ["inner"])
            assert (project / "inner/new").exists() is not read_only
        finally:
            for point in points:
                subprocess.run(["umount", "--lazy", point], check=False)
