"""Whatever a program does to a project that it writes to itself, the review leaves the owner's things there, and nothing that acts."""

from __future__ import annotations

import os
import random
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.project import live
from llm_sandbox_run.project.covers import covers
from llm_sandbox_run.project.names import Names, is_importable
from llm_sandbox_run.project.survey import Surveyor
from llm_sandbox_run.project.withheld import Withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = ("a", "b", "notes", "conf", "tools")
ACTING = (".git", ".env", ".vscode", "x.so", "HEAD", "objects", "pyvenv.cfg", ".config")
OURS = ("f1", "f2", ".git/config", ".env", ".vscode/tasks.json", ".config/gh/hosts", "key.pem", "conf/secret")


def furnish(root: Path, chance: random.Random) -> None:
    for number in range(8):
        path = root / chance.choice(("", *PLAIN)) / chance.choice(("", *PLAIN)) / chance.choice(OURS)
        with suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"ours {number}")
            path.chmod(0o600 if path.suffix == ".pem" else 0o644)
    if not (root / ".env").exists():
        (root / ".env").symlink_to("conf/secret")


def files(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder, name) for name in names if not Path(folder, name).is_symlink())


def do_something(root: Path, chance: random.Random, covered: set[int]) -> None:
    """Do what a program could; what has a cover it can neither change nor rename."""
    there = [root]
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if os.lstat(f"{folder}/{name}").st_ino not in covered]
        there += [Path(folder, name) for name in (*folders, *names)]
    free = [path for path in there[1:] if path.lstat().st_ino not in covered]
    inside = chance.choice([path for path in there if path.is_dir() and not path.is_symlink()])
    new = inside / chance.choice((*PLAIN, *ACTING))
    if new.is_symlink() or (new.exists() and not new.is_dir()) or not free:
        return
    one = chance.choice(free)
    deeds = (
        lambda: one.rename(new),
        lambda: one.rename(new),
        new.mkdir,
        lambda: new.write_text("evil"),
        lambda: new.symlink_to(chance.choice(PLAIN)),
        lambda: os.link(one, new, follow_symlinks=False),
        lambda: one.is_symlink() and one.unlink(),
        lambda: one.is_symlink() or one.chmod(chance.choice((0o700, 0o755, 0)) if one.is_dir() else 0o600),
    )
    with suppress(OSError):
        chance.choice(deeds)()


def secrets(root: Path) -> set[int]:
    """Return the inodes of what programs cannot read."""
    found = set()
    for cover in covers(Surveyor(root, Names()).look(), root):
        if cover.hidden:
            path = root / cover.path
            found |= {each.lstat().st_ino for each in (path, *path.rglob("*"))}
    return found


@pytest.mark.parametrize("seed", range(60))
def test_what_a_review_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root, chance = tmp_path / "project", random.Random(seed)
    root.mkdir()
    furnish(root, chance)
    time.sleep(0.01)  # what is younger is the program's
    surveyor = Surveyor(root, Names())
    survey = surveyor.look()
    before = covers(survey, root)
    hidden = secrets(root)
    noted = live.before(root, survey, before, holds=True)
    time.sleep(0.01)
    for _ in range(chance.randint(1, 12)):
        do_something(root, chance, {cover.inodes[-1] for cover in before})
    texts = {path.read_text() for path in files(root)}
    said, _ = live.after(surveyor, noted, Withheld(root), os.getuid())
    assert {text for text in texts if text != "evil"} <= {path.read_text() for path in files(root)}, said
    for path in files(root):
        parts = path.relative_to(root).parts
        if path.read_text() == "evil":
            assert not any(map(Names().protects, parts)), said
            assert not is_importable(path.name), said
    assert hidden <= secrets(root), said
    again = live.before(root, surveyor.look(), covers(surveyor.look(), root), holds=True)
    assert live.after(surveyor, again, Withheld(root), os.getuid()) == ((), ())
