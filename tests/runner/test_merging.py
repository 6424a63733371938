"""What becomes of a run's changes where the project is not any more what the run has seen."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, SandboxPool

from tests.image import IMAGE
from tests.runner.conftest import own
from tests.runner.waiting import wait_until

if TYPE_CHECKING:
    from llm_sandbox_run import RunResult

HALF = "import os\nos.mkdir('t')\nopen('t/HEAD', 'w').close()\n"
OTHER_HALF = "import os\nos.makedirs('t/objects')\nopen('t/config', 'w').close()\n"


def put(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    own(path.parent, path) if path.parent != root else own(path)
    return path


def withheld(result: RunResult) -> set[str]:
    return {change.path for change in result.changes if change.withheld}


def test_what_the_host_did_before_a_review_ended_is_not_overwritten(
    make_box, backend, project: Path, run_unchecked
) -> None:
    edited, rewritten = put(project, "edited", "old"), put(project, "folder/rewritten", "old")
    put(project, "exchanged/x", "old")
    time.sleep(0.05)
    box = make_box(backend=backend, changes="review")
    result = run_unchecked(
        box,
        "import os\nfor name in ('edited', 'made', 'mine', 'exchanged/new'): open(name, 'w').write('theirs')\n"
        "os.remove('folder/rewritten')",
    )
    for path in (edited, project / "made", rewritten):
        path.write_text("ours")
    (project / "exchanged").rename(project / "aside")
    (project / "exchanged").mkdir()
    own(project / "exchanged")
    result = result.apply()
    assert withheld(result) == {"edited", "made", "folder/rewritten", "exchanged/new"}
    assert {path.read_text() for path in (edited, project / "made", rewritten)} == {"ours"}
    assert (project / "mine").read_text() == "theirs"
    assert not (project / "exchanged/new").exists()


def test_a_result_is_judged_by_what_others_have_applied(make_box, backend, project, run_unchecked) -> None:
    box = make_box(backend=backend, changes="review")
    first, second = (run_unchecked(box, text + "open('n', 'w')") for text in (HALF, OTHER_HALF))
    first.apply()
    assert {"n", "t/objects", "t/config"} <= withheld(second.apply())
    assert not (project / "t/objects").exists()


def test_runs_that_end_at_once_are_judged_one_after_the_other(backend, project, run_unchecked) -> None:
    many = "import os, time\nos.mkdir('{0}')\nfor i in range(1000): open(f'{0}/{{i}}', 'w').close()\n"
    wait = "while time.time() < {}: pass\n"
    limits = Limits(seconds=30)
    with (
        SandboxPool(project, 2, backend=backend, image=IMAGE, limits=limits) as pool,
        pool.place() as one,
        pool.place() as two,
        ThreadPoolExecutor() as threads,
    ):
        for box in (one, two):
            box.run_code("pass")
        end = wait.format(time.time() + 2)
        texts = (many.format("a") + HALF + end, many.format("b") + OTHER_HALF + end)
        results = list(threads.map(run_unchecked, (one, two), texts))
    assert not ((project / "t/HEAD").exists() and (project / "t/objects").exists())
    assert any(map(withheld, results))


@pytest.mark.parametrize("when", ["run", "review"])
def test_another_folder_at_the_path_gets_nothing(make_box, backend, project, run_unchecked, when) -> None:
    other = project.with_name("other")
    other.mkdir()
    own(other)
    for root in (project, other):
        for name in ("kept", "gone"):
            put(root, name, root.name)
    program = "import os\nprint('on', flush=True)\nimport time; time.sleep(0.3)\nopen('kept', 'a').write('x'); os.remove('gone')"

    def swap(*_: object) -> None:
        project.rename(project.with_name("moved"))
        other.rename(project)

    box = make_box(backend=backend, changes="review" if when == "review" else "apply")
    if when == "run":
        result = run_unchecked(box, program, on_output=swap)
    else:
        result = run_unchecked(box, program)
        swap()
        result = result.apply()
    assert withheld(result) == {"kept", "gone"}
    assert all("another folder" in line for line in result.log)
    assert ((project / "kept").read_text(), (project / "gone").exists()) == ("other", True)
    assert (project.with_name("moved") / "gone").exists()


def test_a_project_that_was_moved_is_reviewed_where_it_is(make_box, backend, project, run_unchecked) -> None:
    moved = project.with_name("moved")

    def move(*_: object) -> None:
        project.rename(moved)
        project.mkdir()

    program = "import os, time\nprint('on', flush=True)\ntime.sleep(0.3)\nos.mkdir('.git'); open('made', 'w').close()"
    result = run_unchecked(make_box(backend=backend, live=True), program, on_output=move)
    assert {change.path for change in result.changes} == {".git", "made"}
    assert str(moved) in result.log[0]
    assert not (moved / ".git").exists()
    assert not list(project.iterdir())


HOST = """
import os, sys
sys.path[:0] = {path!r}
from llm_sandbox_run import Limits, Sandbox
from llm_sandbox_run.conversation.wires import Wires
from tests import unchecked
box = Sandbox({root!r}, {backend!r}, {image!r}, Limits(seconds=60))
text = "import os\\nos.unlink('old')\\nos.makedirs('n/.git')\\nfor i in range(4000): open(f'n/{{i}}', 'w').close()\\n"
text += "open('zlast', 'w').close()"
try:
    box._run_clean(unchecked.program(text), Wires())
except KeyboardInterrupt:
    print("interrupted", sorted(os.listdir({root!r})), len(os.listdir({root!r} + "/n")), flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_merge_that_is_cut_short_is_finished(make_box, backend, project: Path, number) -> None:
    put(project, "old", "x")
    root = Path(__file__).parents[2]
    text = HOST.format(
        path=[str(root), str(root / "runner")], root=str(project), backend=backend, image=IMAGE
    )
    with subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True) as host:
        wait_until(lambda: (project / "n").exists() and len(list((project / "n").iterdir())) > 100)
        host.send_signal(number)
        said, _ = host.communicate()
    log = make_box(backend=backend).run_code("pass").log
    assert sorted(path.name for path in project.iterdir()) == ["n", "zlast"]
    assert len(list((project / "n").iterdir())) == 4000
    if number == signal.SIGINT:
        assert said == "interrupted ['n', 'zlast'] 4000\n"
    else:
        assert "cut short" in log[0]
        assert any("n/.git" in line for line in log)
    assert not any("thrown away" in line for line in log)
