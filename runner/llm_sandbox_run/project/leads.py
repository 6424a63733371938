"""Which files and folders of a project a setting names."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# What holds names and addresses, and is neither run nor read as a file.
_DATA = re.compile(
    r"branch\..*|remote\..*\.(url|pushurl|fetch|push)|user\.(name|email)|url\..*|submodule\..*\.(url|active)"
    r"|core\.worktree",
    re.DOTALL,
)
_PATH = re.compile(r".*(path|dir|file)", re.DOTALL)  # the value is one path, of a folder too
_BETWEEN_WORDS = re.compile(r"""\$\{?\w+\}?/*|[\s'"`;|&()<>=,!{}:@$]+""")
_MODULE = re.compile(r"\w+(\.\w+)*")


class Lead(NamedTuple):
    """A path that a setting names, or a word in a setting that may be one."""

    path: str
    is_path: bool  # whatever is there, and if nothing is
    is_name: bool = False  # only of what is there

    def counts(self) -> bool:
        """Tell whether it leads to something that would be run or read, also if a program made it."""
        return self.is_path or (os.path.isfile(self.path) if self.is_name else not os.path.isdir(self.path))


def leads_of(name: str, text: str, folder: str, root: str) -> Iterator[Lead]:
    """Yield what a setting of a work tree ``folder`` names below ``root``.

    Which settings are commands, version control and its many helpers decide; so each word counts of each setting.
    """
    if _DATA.fullmatch(name):
        return
    if _PATH.fullmatch(name):
        yield from _below(root, folder, text, is_path=True)
        return
    words = [word for word in _BETWEEN_WORDS.split(text) if word]
    if len(words) == 1 and "/" not in text:
        return  # the name of a program, which is looked up elsewhere
    yield from _below(root, folder, text, is_name=True)
    for word in words:
        is_name = "/" not in word and "." not in word
        yield from _below(root, folder, word, is_name=is_name)
        yield from _below(
            root, folder, word.lstrip("/"), is_name=is_name
        )  # after the folder, in words of a shell
        if _MODULE.fullmatch(word):
            module = word.replace(".", "/")
            for each in (f"{module}.py", f"{module}/__main__.py"):
                yield from _below(root, folder, each, is_name=True)


def _below(root: str, folder: str, text: str, is_path: bool = False, is_name: bool = False) -> Iterator[Lead]:
    path = os.path.join(folder, os.path.expanduser(text))
    for each in {os.path.normpath(path), os.path.realpath(path)}:
        if each.startswith(f"{root}/"):
            yield Lead(each, is_path, is_name)
