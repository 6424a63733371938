"""What programs see of the project, and what covers the parts of it that are not theirs."""

from __future__ import annotations

import os
from typing import Sequence

from . import covers, libc
from .covers import ChangedError, Cover, Empty
from .disk import Written
from .identity import Identity, acting_as
from .layer import Layer


class FixedView:
    """What the engine has mounted when it started the container, or all that a process without mounts of its own sees."""

    fixed = True
    layered = False

    def __init__(self, project: str, identity: Identity, covered: bool) -> None:
        self._project, self._identity, self._covered = project, identity, covered
        self.writable = _is_writable(project)

    def show(self, wanted: Sequence[Cover]) -> None:
        """Look whether it is what the next run is to see.

        Raises:
            ChangedError: it is not.
        """
        if self._covered and wanted:
            with acting_as(self._identity):
                if not covers.in_place(self._project, wanted):
                    raise ChangedError

    def written(self) -> Written:
        """Return where programs write."""
        return Written(self._project, self._project)

    def lend(self) -> None:
        """Programs write to the project itself."""

    def give_back(self, layer: Layer) -> None:
        """Nothing was lent."""

    def rest(self) -> None:
        """Nothing is remembered."""


class View:
    """Shows the folder ``source`` at the path ``target``, by mounts that are made as they are needed.

    Programs write to a layer, made in the folder ``layers``; without one, or where that cannot be, to ``source`` itself.
    """

    fixed = False

    def __init__(
        self, source: str, target: str, layers: str, read_only: bool, empty: Empty, identity: Identity
    ) -> None:
        self._source, self._target = _open(source), target
        self._layers, self._read_only = layers, read_only
        self._empty, self._identity = empty, identity
        self._layer: Layer | None = None
        self._lent = False
        self._covers: Sequence[Cover] | None = None  # None if nothing is shown
        self._lifted: Sequence[Cover] = ()  # those of them that do not lie where they should
        try:
            self.show(())
        except OSError:
            self._layers = ""
            self.show(())
        self.writable = _is_writable(target)

    @property
    def layered(self) -> bool:
        """Whether programs write to a layer."""
        return bool(self._layers)

    def show(self, wanted: Sequence[Cover]) -> None:
        """Make it ready for the next run.

        Raises:
            ChangedError: the project is not any more as it was when the covers were chosen.
            OSError: it cannot be shown.
        """
        self._renew()
        if wanted != self._covers:
            self._drop()
            self._show_project()
            self._covers = self._lifted = wanted
        if self._lifted:
            try:
                self._put_covers()
            except (ChangedError, OSError):
                self._drop()
                raise

    def _put_covers(self) -> None:
        shown = _open(self._target)
        try:
            self._lifted = covers.put(self._source, shown, self._lifted, self._empty)
        finally:
            os.close(shown)

    def _drop(self) -> None:
        layer = self._hide()
        if layer:
            layer.remove()

    def written(self) -> Written:
        """Return where programs write."""
        return Written(self._layer.folder if self._layer else self._target, self._target)

    def lend(self) -> Layer | None:
        """After a run, return what it has written, to be taken over and emptied; None if it is nothing, or in the project."""
        if not (self._layer and self._layer.written()):
            return None
        self._forget(self._layer)
        self._lent = True
        return self._layer

    def give_back(self, layer: Layer) -> None:
        """Take back a layer whose client is done with it, or has gone."""
        if layer is self._layer:
            self._lent = False
            if layer.emptied():
                return
            self._hide()  # others will find it
        layer.let_go()

    def rest(self) -> None:
        """Remember nothing of the project until the next run."""
        if self._layer and not self._lent:
            self._forget(self._layer)

    def _forget(self, layer: Layer) -> None:
        # A cover has the kernel remember all folders on the way to it.
        lifted = {path for path, *_ in self._lifted}
        deep = {path for path, *_ in self._covers or () if "/" in path}
        for path in sorted(deep - lifted, reverse=True):
            libc.unmount(os.path.join(self._target, path))
        self._lifted = [cover for cover in self._covers or () if cover[0] in deep | lifted]
        layer.forget(self._target)

    def _renew(self) -> None:
        """Have nothing in the layer."""
        if not self._layer:
            return
        if not self._lent:
            self._forget(self._layer)
            self._layer.align(self._target)
            return
        self._lent = False
        self._hide()

    def _show_project(self) -> None:
        if self._layers:
            layer = Layer(self._layers, self._source, self._identity)
            try:
                layer.put_over(self._target)
            except OSError:
                layer.remove()
                raise
            self._layer = layer
            return
        target = _open(self._target)
        libc.put_over(self._source, target, self._read_only)
        os.close(target)

    def _hide(self) -> Layer | None:
        if self._covers is not None:
            libc.unmount(self._target)
        layer, self._layer, self._covers, self._lifted = self._layer, None, None, ()
        return layer


def _is_writable(project: str) -> bool:
    """Tell whether anything can be written there at all, by programs whose rights suffice."""
    return not os.statvfs(project).f_flag & os.ST_RDONLY


def _open(folder: str) -> int:
    return os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
