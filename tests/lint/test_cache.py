"""Verdicts of earlier checks: when they are used, and above all when not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import flake8_llm_sandbox
from flake8_llm_sandbox import Place, analyze, cache, engine
from flake8_llm_sandbox.changed import across
from flake8_llm_sandbox.changed.across import Member
from flake8_llm_sandbox.command.cli import main

if TYPE_CHECKING:
    from flake8_llm_sandbox import Finding

BAD = b"import os\nos.remove('x')\n"
VERDICT = analyze(BAD)
NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="takes root to make files of another user")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of the user's, with nothing of ours in it."""
    home = tmp_path / "home"
    home.mkdir(0o700)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    return home


@pytest.fixture
def place(home: Path) -> Path:
    place = cache.folder([])
    assert place == home / cache.NAME
    return place


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what is analysed, instead of being looked up."""
    names = []

    def watched(source: bytes, filename: str, *_: object, place: Place | None, **__: object) -> object:
        names.append(filename)
        return analyze(source, filename, place=place)

    monkeypatch.setattr(engine, "analyze", watched)
    return names


def only(place: Path) -> Path:
    (entry,) = place.iterdir()
    return entry


def test_the_same_text_is_analysed_once(place: Path, analysed: list[str]) -> None:
    assert cache.verdict(BAD, "a.py", place) == VERDICT
    assert cache.verdict(BAD, "b.py", place) == VERDICT
    assert cache.verdict(b"x = 1\n", "c.py", place) == cache.verdict(b"x = 1\n", "d.py", place) == ()
    assert analysed == ["a.py", "c.py"]


def test_nothing_is_kept_without_a_folder(home: Path, analysed: list[str]) -> None:
    assert cache.verdict(BAD, "a.py", None) == cache.verdict(BAD, "a.py", None) == VERDICT
    assert analysed == ["a.py", "a.py"]
    assert list(home.iterdir()) == []


def test_only_its_user_can_look_into_the_folder(place: Path) -> None:
    cache.verdict(BAD, "a.py", place)
    assert (place.stat().st_mode & 0o777, only(place).stat().st_mode & 0o777) == (0o700, 0o600)


def test_failures_of_the_analysis_are_not_kept(place: Path) -> None:
    deep = b"x = a" + b".b" * 6_000
    assert [each.code for each in cache.verdict(deep, "a.py", place)] == ["LLS902"]
    assert list(place.iterdir()) == []


def test_long_verdicts_are_not_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRY_BYTES", 1000)
    assert len(cache.verdict(b"import os\n" + b"os.remove('x')\n" * 50, "a.py", place)) == 50
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda entry: b"",
        lambda entry: b"[]",
        lambda entry: entry[:-1],
        lambda entry: entry + b" ",
        lambda entry: entry[:32] + b"[]",
        lambda entry: b"\0" * len(entry),
        lambda entry: entry + b"x" * cache.MAX_ENTRY_BYTES,
    ],
)
def test_a_damaged_entry_is_not_believed(place: Path, damage) -> None:
    cache.verdict(BAD, "a.py", place)
    entry = only(place)
    entry.write_bytes(damage(entry.read_bytes()))
    assert cache.verdict(BAD, "a.py", place) == VERDICT


def test_the_entry_of_another_text_is_not_believed(place: Path) -> None:
    cache.verdict(b"x = 1\n", "clean.py", place)
    clean = only(place).rename(place.parent / "clean")
    cache.verdict(BAD, "a.py", place)
    shutil.copyfile(clean, only(place))
    assert cache.verdict(BAD, "a.py", place) == VERDICT


def forged(place: Path) -> Path:
    """Return the entry of BAD, made to say that it is clean: as good as the real thing, but for who wrote it."""
    cache.verdict(BAD, "a.py", place)
    entry = only(place)
    entry.write_bytes(cache._seal(entry.name, b"[]") + b"[]")
    assert cache.verdict(BAD, "a.py", place) == ()
    return entry


@as_root
def test_an_entry_of_another_user_is_not_believed(place: Path) -> None:
    os.chown(forged(place), NOBODY, NOBODY)
    assert cache.verdict(BAD, "a.py", place) == VERDICT


def test_an_entry_that_others_may_write_is_not_believed(place: Path) -> None:
    forged(place).chmod(0o622)
    assert cache.verdict(BAD, "a.py", place) == VERDICT


@pytest.mark.parametrize(
    "put", [Path.symlink_to, lambda entry, _: os.mkfifo(entry), lambda entry, _: entry.mkdir()]
)
def test_an_entry_that_is_no_plain_file_is_not_believed(place: Path, put) -> None:
    entry = forged(place)
    put(entry, entry.rename(place.parent / "elsewhere"))
    assert cache.verdict(BAD, "a.py", place) == VERDICT


@as_root
def test_a_folder_of_another_user_is_not_used(place: Path) -> None:
    os.chown(place, NOBODY, NOBODY)
    assert cache.folder([]) is None


@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_a_folder_that_others_may_write_is_not_used(place: Path, mode: int) -> None:
    place.chmod(mode)
    assert cache.folder([]) is None


def test_a_link_is_not_used(place: Path) -> None:
    place.symlink_to(place.rename(place.parent / "elsewhere"))
    assert cache.folder([]) is None


@pytest.mark.parametrize("home", ["relative", "/dev/null", "/proc", "/nowhere/at/all", "~no-such-user/x"])
def test_where_there_is_no_place_for_a_folder_there_is_none(
    home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert cache.folder([]) is None


def test_a_home_is_not_made_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "missing"))
    assert cache.folder([]) is None
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.folder([]) == tmp_path / ".cache" / cache.NAME


def test_a_folder_in_reach_of_the_code_is_not_used(place: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "beside").mkdir()
    (tmp_path / "a.py").touch()
    assert cache.folder([tmp_path / "beside"]) == place
    for within in (
        tmp_path,
        tmp_path / "link",
        place,
        place.parent,
        tmp_path / "a.py",
        tmp_path / "gone" / "a.py",
    ):
        assert cache.folder([tmp_path / "beside", within]) is None


def test_a_folder_that_may_have_been_committed_is_not_used(place: Path, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert cache.folder([]) is None


def test_a_folder_that_cannot_be_written_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.rmdir()
    assert cache.verdict(BAD, "a.py", place) == VERDICT
    place.touch()
    assert cache.verdict(BAD, "a.py", place) == VERDICT


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the analysis that may be changed."""
    copy = tmp_path / "library" / "flake8_llm_sandbox"
    shutil.copytree(
        Path(flake8_llm_sandbox.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__")
    )
    return copy


def entries_after_a_run(package: Path, place: Path, *python: str) -> int:
    program = f"import sys; sys.path.insert(0, {str(package.parent)!r})\n" + (
        "from pathlib import Path\n"
        "from flake8_llm_sandbox import cache\n"
        f"assert cache.__file__.startswith({str(package)!r})\n"
        f"cache.verdict(b'x = 1', '', Path({str(place)!r}))"
    )
    subprocess.run([*(python or [sys.executable]), "-c", program], check=True)
    return len(list(place.iterdir()))


def test_a_changed_rule_has_verdicts_of_its_own(package: Path, place: Path) -> None:
    assert [entries_after_a_run(package, place) for _ in range(2)] == [1, 1]
    rule = package / "rules" / "files.py"
    before = rule.stat()
    rule.write_text(rule.read_text().replace('"LLS301"', '"LLS300"'))  # as long as it was
    os.utime(rule, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert entries_after_a_run(package, place) == 2


def test_a_changed_table_has_verdicts_of_its_own(package: Path, place: Path) -> None:
    assert entries_after_a_run(package, place) == 1
    with (package / "data" / "aliases.txt").open("a") as table:
        table.write("zzz os=os\n")
    assert entries_after_a_run(package, place) == 2


def test_the_oldest_go(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 3 * 4096)
    programs = (b"x = %d" % number for number in range(10_000))
    triggers = (program for program in programs if (cache._key(program) or "").startswith("00"))
    for number in range(6):
        old = place / f"{number}"
        old.touch()
        os.utime(old, (number, number))
    cache.verdict(next(triggers), "", place)
    assert {"4", "5"} < {path.name for path in place.iterdir()}
    assert len(list(place.iterdir())) == 3


def test_many_at_once(place: Path) -> None:
    programs = [b"import os\nos.remove('%d')" % (number % 4) for number in range(64)]
    with ThreadPoolExecutor(8) as pool:
        assert {*pool.map(lambda program: cache.verdict(program, "", place), programs)} == {VERDICT}
    assert len(list(place.iterdir())) == 4


def test_two_processes_at_once(place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "programs"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.py").write_bytes(BAD + b"#%d" % number)
    command = [sys.executable, "-m", "flake8_llm_sandbox", "."]
    both = [subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate()[0].count(b"LLS301") for process in both] == [20, 20]
    assert len(list(place.iterdir())) == 20


def test_the_command_asks_the_cache_unless_told_otherwise(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "a.py").write_bytes(BAD)
    forged(place)
    assert main(["a.py"]) == 0
    assert main(["a.py", "--no-cache"]) == 1
    monkeypatch.chdir(tmp_path)  # where the folder of verdicts is, too
    assert main(["project/a.py"]) == 1


def test_an_unchanged_file_takes_no_rules(place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.py").write_bytes(BAD)
    program = (
        "import sys; from flake8_llm_sandbox.command.cli import main; code = main(['a.py'])\n"
        "print([name for name in ('rules', 'engine', 'catalog') if 'flake8_llm_sandbox.' + name in sys.modules])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
        )
        for _ in "12"
    ]
    first, second = (run.stdout.splitlines() for run in runs)
    assert first[:-1] == second[:-1]
    assert (first[-1], second[-1]) == ("['rules', 'engine']", "[]")


def test_what_a_verdict_depends_on_is_all_that_the_analysis_imports() -> None:
    program = (
        "import sys; from flake8_llm_sandbox import analyze, cache; analyze('import os; os.remove(x)')\n"
        "names = {name.split('.')[1] for name in sys.modules if name.startswith('flake8_llm_sandbox.')}\n"
        "assert 'rules' in names; sys.exit(bool(names & cache.BEYOND))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_findings_come_back_as_they_were(place: Path) -> None:
    text = "import os, subprocess\nä = 1; os.remove('é'), subprocess.run('\\ud800')\nopen('../é')\n".encode()
    fresh = cache.verdict(text, "", place)
    assert cache.verdict(text, "", place) == fresh == analyze(text)
    assert json.loads(only(place).read_bytes()[32:])[0][2] == fresh[0].code
    assert all(
        type(back) is type(first) for back, first in zip(cache.verdict(text, "", place), fresh, strict=True)
    )


def test_what_crosses_files_is_looked_for_again_if_anything_is_another(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (finding,) = VERDICT
    asked = []

    def watched(members: list[Member], deadline: object) -> list[tuple[str, Finding]]:
        asked.append(members)
        return [(members[0].path, finding)]

    monkeypatch.setattr(across, "crossings", watched)
    member = Member("a.py", BAD, {1}, VERDICT)
    others = [
        [replace(member, path="b.py")],
        [replace(member, source=BAD + b"\n")],
        [replace(member, fresh={2})],
        [replace(member, accepted=[])],
        [member, replace(member, path="b.py")],
    ]
    for members in ([member], *others):
        for _ in range(2):
            assert cache.crossings(members, place) == [(members[0].path, finding)]
    assert asked == [[member], *others]
    cache.crossings([member], None)
    assert len(asked) == len(others) + 2
