"""What a tool call would run or write, as values."""

from __future__ import annotations

import os
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from llm_sandbox_run.hook import changing
from llm_sandbox_run.hook.shell.model import Unclear

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from llm_sandbox_run.hook.shell.model import Command, Word

    Follow = Callable[[str, "Place"], Iterator["Python"]]

MAX_FILE_BYTES = 1 << 20
MAX_FILES = 50
MAX_LEVEL = 8
_SHARED = ("/tmp", "/var/tmp", "/dev/shm", os.environ.get("TMPDIR") or "/tmp")


class Python(NamedTuple):
    """Python that would run, or a file of it that would be written.

    ``value`` is a text, the path of a file, or the name of a module. ``span`` is what in the shell text starts it, from the
    first letter to what it is given; None if it cannot be replaced.
    """

    kind: Literal["text", "file", "module", "written"]
    value: str
    args: tuple[str, ...]
    folder: Path
    paths: tuple[str, ...] = ()
    span: tuple[int, int] | None = None
    before: str = ""  # the old text of what is written
    after: str = ""  # what may have changed files of the project before it starts


class Budget:
    """How many files may still be read for one call, and what it may have changed before."""

    def __init__(self) -> None:
        self.files = MAX_FILES
        self.assigned: set[str] = set()  # variables
        self.changed: list[str] = []  # by what, files of code
        self.data = False  # whether files that are no code by their names
        self.written: dict[Path, str] = {}  # what stands in files, where that is known

    def again(self) -> Budget:
        """Return the same at this moment."""
        other = copy(self)
        other.changed, other.written = [*self.changed], {**self.written}
        return other

    def joined(self, other: Budget) -> None:
        """Note what has become of the same in the meantime."""
        self.files, self.data = min(self.files, other.files), self.data or other.data
        self.changed += other.changed
        self.written |= other.written

    def orders(self, path: Path, steady: Container[str] = ()) -> str:
        """Return what is in a file that something takes its orders from; commands that are ``steady`` do not change it.

        Raises:
            Unclear: that is not to be had, or may be another text by then.
        """
        known = any(each.resolve() == path.resolve() for each in self.written)
        by = [each for each in self.changed if each not in steady]
        if by or known or self.changes_data(path):
            why = f"`{by[0]}`" if by else "writing"
            raise Unclear(f"may change {path.name} ({why}) and then has it read; do that in two calls")
        return self.text(path)

    def changes_data(self, path: Path) -> bool:
        """Tell whether a file is one of data, and such may have been changed."""
        return self.data and any(changing.is_data(str(each)) for each in (path, path.resolve()))

    def text(self, path: Path) -> str:
        """Return what is in a file.

        Raises:
            Unclear: that is not to be had.
        """
        self.files -= 1
        if self.files < 0:
            raise Unclear(f"leads through over {MAX_FILES} files")
        try:
            if not path.is_file():
                raise Unclear(
                    f"needs {path}, which is not there yet; make it first, and run it in a call of its own"
                )
            with path.open("rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
        except (OSError, ValueError) as error:
            raise Unclear(f"needs {path}, which cannot be read ({type(error).__name__})") from None
        if len(data) > MAX_FILE_BYTES:
            raise Unclear(f"needs {path}, which is over {MAX_FILE_BYTES >> 20} MiB")
        return data.decode("utf-8", "surrogateescape")


class Place(NamedTuple):
    """Where a command runs, and how deep in other commands."""

    root: Path
    folder: Path | None  # None if it is not known
    follow: Follow  # yields what a text runs
    budget: Budget
    level: int = 0
    paths: tuple[str, ...] = ()  # of PYTHONPATH
    command: Command | None = None
    steered: str = ""  # a variable that decides what is loaded, and was set

    def deeper(self) -> Place:
        """Return the place of a text in a text.

        Raises:
            Unclear: there are too many of them.
        """
        if self.level >= MAX_LEVEL:
            raise Unclear(f"has over {MAX_LEVEL} texts in each other that shells run")
        return self._replace(level=self.level + 1, command=None)

    @property
    def here(self) -> Path:
        """The folder.

        Raises:
            Unclear: it is not known.
        """
        if self.folder is None:
            raise Unclear(
                "starts Python in a folder that is only known when it runs; name it, or begin with one `cd`"
            )
        return self.folder

    def owns(self, path: Path) -> bool:
        """Tell whether a file is the project's, or lies where anybody may have put it."""
        real = path.resolve()
        return any(real.is_relative_to(each) for each in (self.root, *_SHARED))

    def path(self, word: Word) -> Path:
        """Return the path that a word names.

        Raises:
            Unclear: that is only known when it runs.
        """
        if not word.known:
            raise Unclear("names a file that is only known when it runs; write its name")
        if word.text.startswith("~"):
            if word.quoted or not word.text.startswith("~/"):
                raise Unclear("names a file by a `~` that is not followed")
            return Path(word.text).expanduser()
        return self.here / word.text
