"""Which changes of a project are not a program's to make."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project.marks import inherited
from llm_sandbox_run.project.names import acting_parts, is_importable, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from llm_sandbox_run.project.names import Names


class Guard(NamedTuple):
    """Of one project: its protected names, paths beside these that they lead to, and folders that they lead through."""

    names: Names
    paths: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()

    def objections(
        self, inside: Callable[[str], frozenset[str]], weights: Callable[[str], bool]
    ) -> Callable[[str, bool], str]:
        """Return what says why a path, a folder or not, must not be changed; "" if it may.

        ``inside`` gives the names in a folder as they are after the changes, in small letters. ``weights`` tells whether a file
        of a name that Python acts on holds those of a model, before and after.
        """
        known: dict[str, str] = {}

        @cache
        def acting(folder: str) -> frozenset[str]:
            return acting_parts(inside(folder))

        def of_name(path: str) -> str:
            folder, _, name = path.rpartition("/")
            return self._of_name(path, name, folder, acting(folder), weights)

        def objection(path: str, is_folder: bool) -> str:
            return path and (inherited(path, known, of_name) or self._of_file(path, is_folder))

        return objection

    def _of_name(
        self, path: str, name: str, folder: str, acting: frozenset[str], weights: Callable[[str], bool]
    ) -> str:
        if self.names.protects(name, weights(path)):
            return f"the host acts on {printable(name)}, or keeps secrets in it"
        if name.casefold() in acting:
            where = printable(folder) or "the project"
            return f"{where} is a repository or an environment, and the host acts on {printable(name)} in it"
        return f"a protected name leads to {printable(path)}" if path in self.paths else ""

    def _of_file(self, path: str, is_folder: bool) -> str:
        if is_folder:
            return ""
        if path in self.passed:
            return f"a protected name leads through {printable(path)}"
        name = path.rpartition("/")[2]
        if is_importable(name):
            return f"Python would take {printable(name)} for a module that nobody has read"
        return ""
