"""Which changes of a project are not a program's to make."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llm_sandbox_run.project.names import acting_parts, is_importable, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from llm_sandbox_run.project.names import Names


class Guard(NamedTuple):
    """Of one project: its protected names, paths beside these that they lead to, and folders that they lead through."""

    names: Names
    paths: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()

    def objection(self, path: str, is_folder: bool, inside: Callable[[str], frozenset[str]]) -> str:
        """Return why ``path`` must not be changed; "" if it may.

        ``inside`` gives the names in a folder as they are after the change, in small letters.
        """
        if not path:
            return ""
        folder = ""
        for name in path.split("/"):
            if self.names.protects(name):
                return f"the host acts on {printable(name)}, or keeps secrets in it"
            if name.casefold() in acting_parts(inside(folder)):
                where = printable(folder) or "the project"
                return (
                    f"{where} is a repository or an environment, and the host acts on {printable(name)} in it"
                )
            folder = f"{folder}/{name}" if folder else name
            if folder in self.paths:
                return f"a protected name leads to {printable(folder)}"
        if not is_folder and path in self.passed:
            return f"a protected name leads through {printable(path)}"
        if not is_folder and is_importable(name):
            return f"Python would take {printable(name)} for a module that nobody has read"
        return ""
