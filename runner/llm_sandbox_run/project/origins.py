"""Where what is in a project now was before a run: files are known by what they are, whatever they are called by now."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from llm_sandbox_run.project.kernel import born_ns
from llm_sandbox_run.project.marks import parents_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from llm_sandbox_run.model import Identity
    from llm_sandbox_run.project.snapshot import Snapshot, State


class Origins:
    """Of what is in the snapshot ``now`` of ``root``, by the ``old`` one, which was there at ``since_ns`` (of the epoch)."""

    def __init__(self, root: Path, old: Snapshot, now: Snapshot, since_ns: int) -> None:
        self._root, self._since_ns = root, since_ns
        self._old, self._now = old.states, now.states
        self._news: dict[str, bool] = {}  # asked once: it may be taken away
        self._kept: dict[Identity, bool] = {}  # whether a file still has one of its names
        self._were, self._are = _by_identity(old.states), _by_identity(now.states)

    def is_same(self, path: str) -> bool:
        """Tell whether a path leads to what it led to before."""
        was, state = self._old.get(path), self._now.get(path)
        return bool(was and state and self._is_one(was, state, path))

    def was(self, path: str) -> str | None:
        """Return where that was before which is at ``path`` now; None if it is new, or a further name (hard link)."""
        if self.is_same(path):
            return path
        state = self._now.get(path)
        if not state:  # it was renamed while it was looked for
            return None
        names = [
            each for each in self._were.get(state.identity, ()) if self._is_one(self._old[each], state, path)
        ]
        if not names:
            return None
        places = {_place(each, self._old): each for each in names}
        if (here := _place(path, self._now)) in places:
            return places[here]
        if state.identity not in self._kept:  # asked once: a file can have very many names
            others = (_place(each, self._now) for each in self._are[state.identity])
            self._kept[state.identity] = any(each in places for each in others)
        return None if self._kept[state.identity] else names[0]

    def is_known(self, path: str) -> bool:
        """Tell whether that which is at ``path`` now was there before, by any name."""
        state = self._now[path]
        return any(self._is_one(self._old[each], state, path) for each in self._were.get(state.identity, ()))

    def is_now(self, path: str) -> str | None:
        """Return where that is now which was at ``path`` before; None if it is gone, or if nothing was seen there."""
        if self.is_same(path):
            return path
        was = self._old.get(path)
        if not was:
            return None
        names = [each for each in self._are.get(was.identity, ()) if self._is_one(was, self._now[each], each)]
        return next((each for each in names if self.was(each) == path), names[0] if names else None)

    def renamed(self, path: str) -> tuple[str, str] | None:
        """Return what has another name now, ``path`` or the innermost folder above that has, and where it was before."""
        for each in (path, *parents_of(path)):
            was = self.was(each)
            if was is not None and _place(each, self._now) != _place(was, self._old):
                return each, was
        return None

    def _is_one(self, was: State, state: State, path: str) -> bool:
        """Tell whether two states are of one file, which is at ``path`` now: inodes are used again."""
        if was == state:
            return True
        if was.identity != state.identity or stat.S_IFMT(was.mode) != stat.S_IFMT(state.mode):
            return False
        return not self._is_new(path)

    def _is_new(self, path: str) -> bool:
        if path not in self._news:
            born = born_ns(f"{self._root}/{path}")
            self._news[path] = born is not None and born > self._since_ns
        return self._news[path]


def _by_identity(states: Mapping[str, State]) -> dict[Identity, list[str]]:
    found: dict[Identity, list[str]] = {}
    for path, state in states.items():
        found.setdefault(state.identity, []).append(path)
    return found


def _place(path: str, states: Mapping[str, State]) -> tuple[object, ...]:
    """Return what is the same as long as a file is not renamed itself, whatever becomes of the folders above it."""
    folder, _, name = path.rpartition("/")
    above = states.get(folder)
    return above and above.identity, name
