"""What is withheld is kept so that nothing acts on it, and nothing grows without bound."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.project import merge, withheld
from llm_sandbox_run.project.compare import differences
from llm_sandbox_run.project.folder import open_folder
from llm_sandbox_run.project.inert import disarm, inert
from llm_sandbox_run.project.names import Names, is_importable, is_started_by_people

from tests.runner.conftest import own

if TYPE_CHECKING:
    from llm_sandbox_run import RunResult

ACTING = """
import os
os.makedirs("x/.git/hooks"); os.makedirs("bare/objects"); os.mkdir("x/.vscode")
for name in ("x/.git/config", "x/.git/hooks/pre-commit", "x/conftest.py", "bare/HEAD", "x/.vscode/tasks.json", ".envrc"):
    with open(name, "w") as file: file.write("evil")
"""


def kept(result: RunResult) -> list[Path]:
    """Return where things are that were withheld."""
    return [Path(line.rpartition(" ")[2]) for line in result.log if line.rpartition(" ")[2].startswith("/")]


def acting(folder: Path) -> list[str]:
    """Return the names in a folder that some tool would act on."""
    names = [path.name for path in (folder, *folder.rglob("*"))]
    return [
        name
        for name in names
        if Names().protects(name) or is_importable(name) or is_started_by_people(name) or name == "HEAD"
    ]


def test_nothing_acts_on_what_is_withheld(make_box, project: Path, backend, live, run_unchecked) -> None:
    result = run_unchecked(make_box(backend=backend, live=live), ACTING)
    places = kept(result)
    assert places
    for place in places:
        assert place.exists()
        assert acting(place) in ([], [".envrc~"])  # a secret by its name, and loaded by nobody
    assert (project / "x/conftest.py").exists()


def test_everything_in_a_folder_gets_a_name_that_means_nothing(tmp_path: Path) -> None:
    top = tmp_path / "top"
    for name in ("a", "a~", "a~~", "b" * 255, "c/.git/config", "locked/.git/HEAD"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(name)
    (top / "locked").chmod(0)
    (top / "link").symlink_to("/etc")
    deep = top
    for _ in range(30):
        deep = deep / ("d" * 200)
        if len(str(deep)) < 4000:
            deep.mkdir()
    disarm(top)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_symlink()]
    assert {path.read_text() for path in files} >= {"a", "a~", "a~~", "b" * 255, "c/.git/config"}
    assert all(path.name.endswith("~") for path in tmp_path.rglob("*") if path != top)
    assert inert(".env") == ".env~"


def test_store_is_bounded_in_size(
    make_box, project: Path, run_unchecked, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(withheld, "_MOST_BYTES", 3 << 20)
    box = make_box(backend="subprocess")
    for _ in range(6):
        run_unchecked(box, "with open('.envrc', 'wb') as file: file.write(b'x' * (1 << 20))")
    (store,) = (tmp_path / "state/llm-sandbox/withheld").glob("*/")
    assert len(list(store.iterdir())) == 3


def test_what_cannot_leave_the_file_system_is_locked(
    make_box, project: Path, run_unchecked, monkeypatch
) -> None:
    monkeypatch.setattr("llm_sandbox_run.project.state.folder_for", lambda kind, root: None)
    (project / "notes").mkdir()
    own(project / "notes")
    box = make_box(backend="subprocess", live=True)
    result = run_unchecked(box, "import os\nos.makedirs('x/.git/hooks'); os.rename('notes', '.vscode')")
    (left,) = (project / "x").iterdir()
    assert result.log[0].endswith(f"moved to x/{left.name}")
    assert left.stat().st_mode & 0o777 == 0
    assert (project / "notes").is_dir()
    assert len(result.log) == 2
    assert box.run_code("pass").log == ()


def test_a_review_says_what_applying_says(make_box, project: Path, backend, run_unchecked) -> None:
    program = ACTING + "open('Makefile', 'w').close(); os.mkfifo('pipe')"
    box = make_box(backend=backend, changes="review")
    reviewed = run_unchecked(box, program)
    assert acting(reviewed.pending.folder) == ["Makefile", "conftest.py"]
    applied = reviewed.apply()
    direct = run_unchecked(make_box(backend=backend), program)
    withheld_paths = {change.path for change in applied.changes if change.withheld}
    assert withheld_paths == {change.path for change in direct.changes if change.withheld}
    assert {change.path for change in reviewed.changes} == {change.path for change in applied.changes}
    for word in (".envrc", "x/.git", "x/.vscode", "pipe", "Makefile"):
        assert any(word in line for line in reviewed.log), word


def test_a_merge_waits_for_programs_that_write_to_the_project(make_box, project: Path, run_unchecked) -> None:
    """They could put another folder in the place of one that is about to be handed over."""
    live, layered = (
        make_box(backend="subprocess", live=True),
        make_box(backend="subprocess", changes="review"),
    )
    result = layered.run_code("import os\nos.mkdir('new')")
    wait = "import os, time\nprint('on', flush=True)\ntime.sleep(1)\nprint(os.listdir('.'))"
    started = threading.Event()
    ended: list[float] = []

    def run() -> None:
        assert run_unchecked(live, wait, on_output=lambda *_: started.set()).stdout == "on\n[]\n"
        ended.append(time.monotonic())

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(10)
    result.apply()
    applied = time.monotonic()
    thread.join()
    assert applied > ended[0] - 0.5
    assert (project / "new").is_dir()


def test_what_is_withheld_twice_is_kept_twice(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = tmp_path / "project"
    root.mkdir()
    aside = withheld.Withheld(root)
    for name in ("a", "a", "a/b"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(name)
        assert "moved to /" in withheld.take_away(root, name, "why", aside)
    texts = sorted(path.read_text() for path in (tmp_path / "state").glob("*/*/*/**/*") if path.is_file())
    assert texts == ["a", "a", "a/b"]


def test_a_folder_that_others_put_in_place_of_a_merged_one_is_not_given_away(
    tmp_path: Path, monkeypatch
) -> None:
    layer, project = tmp_path / "layer", tmp_path / "project"
    for name in ("new/x", "other/x"):
        (layer / name).parent.mkdir(parents=True)
        (layer / name).touch()
    project.mkdir()
    (project / "private").mkdir(0o700)
    usual = merge._Merging._move

    def swap(self: object, *given: object) -> None:
        usual(self, *given)  # type: ignore[arg-type]
        if (project / "private").exists():
            (project / "new").rename(project / "away")
            (project / "private").rename(project / "new")

    monkeypatch.setattr(merge._Merging, "_move", swap)
    with open_folder(layer) as above, open_folder(project) as below:
        found = sorted(differences(above, below), key=lambda each: each.path)
        failed = merge.merge(above, below, found)
    assert "another folder" in failed["new"]
    assert (project / "new").stat().st_mode & 0o777 == 0o700
