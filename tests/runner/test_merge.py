"""What is merged into a project is what a program made of it, whatever the host and other kinds of files do meanwhile."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from llm_sandbox_run import Outcome, UsageError

from tests.runner.test_layers import own, paths


def test_content_tells_whatever_time_and_size_say(make_box, backend, live, project, run_unchecked) -> None:
    for name in ("first", "second", "rewritten"):
        (project / name).write_text(name[0])
        os.utime(project / name, (5, 5))
        own(project / name)
    program = """
import os
os.rename("first", "third"); os.rename("second", "first"); os.rename("third", "second")
open("rewritten", "r+").write("x"); os.utime("rewritten", (5, 5))
"""
    result = run_unchecked(make_box(backend=backend, live=live), program)
    changed = {
        path: kind for path, kind in paths(result).items() if path
    }  # the project itself has another time
    assert changed == dict.fromkeys(("first", "second", "rewritten"), "modified")
    assert [(project / name).read_text() for name in ("first", "second", "rewritten")] == ["s", "f", "x"]


def test_what_becomes_of_another_kind_is_replaced(make_box, backend, project: Path, run_unchecked) -> None:
    for name in ("file", "folder/inner", "other/inner"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("old")
        own((project / name).parent if "/" in name else project / name, project / name)
    (project / "link").symlink_to("/etc")
    program = """
import os, shutil
os.unlink("file"); os.mkdir("file"); open("file/inner", "w").close()
shutil.rmtree("folder"); os.symlink("/etc", "folder")
os.unlink("link"); os.mkdir("link"); open("link/passwd", "w").write("new")
"""
    box = make_box(backend=backend)
    result = run_unchecked(box, program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert result.log == ()
    assert (project / "file/inner").is_file()
    assert (project / "folder").readlink() == Path("/etc")
    assert not (project / "link").is_symlink()
    assert (project / "link/passwd").read_text() == "new"
    again = "import os\nos.unlink('folder'); os.mkdir('folder'); os.unlink('link/passwd'); os.rmdir('link'); os.symlink('/', 'link')"
    assert run_unchecked(box, again).log == ()
    assert not list((project / "folder").iterdir())
    assert (project / "link").readlink() == Path("/")


def test_what_is_deep_is_not_walked_to_for_each_file(
    make_box, backend, live, run_unchecked, monkeypatch
) -> None:
    program = """
import os
os.makedirs("d/" * 60)
os.chdir("d/" * 60)
for number in range(100): open(f"{number}", "w").close()
"""
    box = make_box(backend=backend, live=live)
    run_unchecked(box, "pass")
    opened: list[object] = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda *args, **kinds: opened.append(args[0]) or real(*args, **kinds))
    result = run_unchecked(box, program)
    assert len(result.changes) >= 160
    assert len(opened) < 100 * 20  # not 100 * 60, nor a multiple of that


def test_file_with_further_names_is_said_to_share_no_more(
    make_box, backend, project: Path, run_unchecked
) -> None:
    for name in ("one", "alone"):
        (project / name).write_text("old")
        own(project / name)
    (project / "two").hardlink_to(project / "one")
    program = "for name in ('one', 'alone'): open(name, 'w').write('new')"
    result = run_unchecked(make_box(backend=backend), program)
    assert result.log == ("one: further names (hard links) still lead to what was there before",)
    assert [(project / name).read_text() for name in ("one", "two", "alone")] == ["new", "old", "new"]


def test_link_that_the_host_puts_in_the_way_is_not_followed(make_box, backend, project, tmp_path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o777)
    outside.chmod(0o777)
    for name in ("folder", "swapped"):
        (project / name).mkdir()
        (project / name / "file").write_text("old")
        own(project / name, project / name / "file")

    def meddle(*_: object) -> None:
        for name in ("folder", "swapped"):
            (project / name).rename(tmp_path / name)
        (project / "folder").symlink_to(outside)
        (project / "swapped").mkdir()
        (project / "swapped/file").write_text("the host's")

    program = """
for name in ("folder", "swapped"):
    open(name + "/file", "w").write("the program's"); open(name + "/new", "w").close()
print("done", flush=True)
import time; time.sleep(0.2)
"""
    time.sleep(0.05)
    result = make_box(backend=backend).run_code(program, on_output=meddle)
    assert result.outcome is Outcome.PASS, result.stderr
    assert not list(outside.iterdir())
    assert (project / "swapped/file").read_text() == "the host's"
    assert {"folder/new", "swapped/file"} <= {change.path for change in result.changes if change.withheld}


def test_folders_above_a_secret_are_seen_as_the_host_leaves_them(
    make_box, backend, project: Path, run_unchecked
) -> None:
    def put(name: str, text: str) -> None:
        (project / "new").write_text(text)
        own(project / "new")
        (project / "new").rename(project / name)

    (project / "sub").mkdir()
    own(project / "sub")
    put("sub/.env", "SECRET")
    put("sub/data", "1")
    box = make_box(backend=backend)
    look = "import os\nprint(sorted(os.listdir('sub')), open('sub/data').read(), open('sub/.env').read())"
    assert run_unchecked(box, look).stdout == "['.env', 'data'] 1 \n"
    put("sub/data", "2")
    put("sub/more", "")
    put("sub/.env", "SECRET, saved anew")
    assert run_unchecked(box, look).stdout == "['.env', 'data', 'more'] 2 \n"
    (project / "sub").rename(project / "other")
    (project / "sub").mkdir()
    put("sub/data", "3")
    put("sub/.env", "SECRET")
    assert run_unchecked(box, look).stdout == "['.env', 'data'] 3 \n"
    assert run_unchecked(box, "print(open('other/.env').read())").stdout == "\n"


def test_secret_that_is_saved_during_a_run_stays_hidden(
    make_box, backend, project: Path, run_unchecked
) -> None:
    (project / ".env").write_text("SECRET")
    program = "import time\nprint('started', flush=True)\ntime.sleep(0.2)\nprint(open('.env').read())"

    def save(stream: str, text: bytes) -> None:
        if b"started" in text:
            (project / "saved").write_text("SECRET, saved anew")
            (project / "saved").rename(project / ".env")

    box = make_box(backend=backend)
    assert run_unchecked(box, program, on_output=save).stdout == "started\n\n"
    assert run_unchecked(box, "print(open('.env').read())").stdout == "\n"
    assert (project / ".env").read_text() == "SECRET, saved anew"


def test_what_waits_for_a_review_is_applied_once_and_outlives_other_hosts(
    make_box, backend, project: Path
) -> None:
    box = make_box(backend=backend, changes="review")
    result = box.run_code("for number in range(100): open(f'{number}', 'w').close()")
    assert make_box(backend=backend).run_code("pass").log == ()
    done: list[object] = []

    def apply() -> None:
        try:
            done.append(len(result.apply().changes))
        except UsageError as error:
            done.append(type(error))

    threads = [threading.Thread(target=apply) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=str) == [100, UsageError, UsageError]
    assert len(list(project.iterdir())) == 100
