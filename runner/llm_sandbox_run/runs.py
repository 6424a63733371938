"""Runs of programs that the gate has let through: each on a layer over the project or live, and what becomes of its changes."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from llm_sandbox_run import result
from llm_sandbox_run.backends import BACKENDS
from llm_sandbox_run.errors import (
    ChangedError,
    EngineError,
    GuestLostError,
    GuestSilentError,
    MountsError,
    SandboxError,
)
from llm_sandbox_run.model import Outcome
from llm_sandbox_run.project.collected import collected
from llm_sandbox_run.project.folder import programs_user
from llm_sandbox_run.project.review import Review, started_by_people

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from llm_sandbox_run.conversation.wires import Wires
    from llm_sandbox_run.model import Change, ChangeMode, CleanCode, RunResult, Setting
    from llm_sandbox_run.project.layered import Written
    from llm_sandbox_run.project.moment import Before
    from llm_sandbox_run.project.names import Names

_UNLAYERED = (
    "no layer over the project can be made here, so what the program wrote went to the project itself, as with --live: "
    "llm-sandbox-run doctor says what a layer takes (copy-on-write)"
)
_TRIES = 10  # to start a program, while the host changes what is to be covered
_LOSSES = 2  # of places, after which another try makes no sense


class Runs:
    """All runs of one sandbox, one after the other, on a place that stays."""

    def __init__(self, setting: Setting, backend: str, names: Names, changes: ChangeMode) -> None:
        self.backend = BACKENDS[backend]()
        self._setting, self._name, self._changes = setting, backend, changes
        self._review = Review(setting.project, names, programs_user(setting.project).uid)
        self._undecided: list[Written] = []
        self._met_others = False  # those that have died on this project
        self._unlayered = False  # a layer was wanted, and cannot be had

    def close(self) -> None:
        """End the place, unless others use it, and discard what nobody has applied."""
        for written in self._undecided:
            written.discard()
        self._undecided.clear()
        self.backend.close()
        self._review.let_go()

    def leave(self) -> None:
        """Let go, but leave the place for later."""
        self.backend.close(keep=True)
        self._review.let_go()

    def run(self, code: CleanCode, wires: Wires) -> RunResult:
        """Run a program to its end, and do with what it has written as was asked.

        Raises:
            SandboxError: there is no place to run in. The program has not started.
        """
        seen = self._review.before()
        said = () if self._met_others else self._review.finish_others()
        outcome = self._persist(code, seen, wires)
        if not self._met_others:  # after the run: by now a place has noticed that its last host died
            said, self._met_others = said + self._review.roll_back_others(), True
        shown = wires.partner.shown
        if shown.lost:
            said = (*said, f"{shown.lost} more displays are left out: there were too many, or too large")
        if said or shown.bundles:
            outcome = replace(outcome, log=said + outcome.log, displays=tuple(shown.bundles))
        return outcome

    def _persist(self, code: CleanCode, seen: Before, wires: Wires) -> RunResult:
        """Try again where a place was lost, or what is to be covered has changed: nothing has run, so that is safe."""
        for left in reversed(range(_TRIES)):
            try:
                return self._attempt(code, seen, wires)
            except (GuestLostError, EngineError) as error:
                before, seen = seen, self._review.before()
                again = isinstance(error, ChangedError) or seen.covers != before.covers
                if not left or not (
                    again or (left >= _TRIES - _LOSSES and isinstance(error, GuestLostError))
                ):
                    raise
                if not isinstance(error, ChangedError):
                    self.backend.close()
        raise AssertionError("the last try returns or raises")

    def _attempt(self, code: CleanCode, seen: Before, wires: Wires) -> RunResult:
        try:
            setting, layered = self._reach(code, seen)
        except MountsError:
            with (
                self._review.stillness()
            ):  # others' programs had to end for it, which have changed the project
                seen = self._review.before()
                setting, layered = self._reach(code, seen, still=True)
        if layered:
            return self._run_on_layer(code, setting, seen, wires)
        if self._changes != "apply":
            raise SandboxError(
                "what a program writes can be discarded or reviewed only where it goes to a layer over the project, and here it "
                "cannot: llm-sandbox-run doctor says what that takes (copy-on-write); nothing must be mounted in the project"
            )
        outcome = self._run_live(code, setting, seen, wires)
        return replace(outcome, log=(*outcome.log, *[_UNLAYERED] * self._unlayered))

    def _reach(self, code: CleanCode, seen: Before, still: bool = False) -> tuple[Setting, bool]:
        """Reach the place; return what it is like, and whether there is a layer over the project."""
        execute = self._setting.execute or bool(code.accepted and code.accepted.starts_programs)
        setting = replace(self._setting, identity=seen.folder.identity, execute=execute)
        if seen.survey.mounts:  # which a layer would hide
            setting = replace(setting, mounts=tuple(sorted(seen.survey.mounts)), layers=None)
            setting = replace(setting, live=not setting.read_only)
        said = self.backend.reach(setting, seen.covers, still)
        if not (said.layered or said.writable or setting.read_only) and self._changes == "apply":
            self._setting, self._unlayered = replace(self._setting, live=True, layers=None), True
            setting = replace(setting, live=True, layers=None)
            self.backend.reach(setting, seen.covers, still)
        return setting, said.layered

    def _run_on_layer(self, code: CleanCode, setting: Setting, seen: Before, wires: Wires) -> RunResult:
        try:
            answer = self.backend.run(code, setting, seen.covers, wires)
        except GuestSilentError as error:
            self._met_others = False
            return result.lost(code, self._name, f"{error}; what it had written is thrown away")
        outcome = result.finished(code, _limited(setting, wires), self._name, answer)
        if said := self._review.shown(seen):
            outcome = replace(outcome, log=(*outcome.log, *said))
        if not answer.layer:
            return outcome
        return self._decide(outcome, self._review.written(seen, answer.layer), wires.files.wanted)

    def _decide(self, outcome: RunResult, written: Written, wanted: tuple[str, ...]) -> RunResult:
        if wanted:
            outcome = _collect(outcome, written.folder, written.look("")[1], wanted)
        if outcome.outcome is Outcome.DISK or self._changes == "discard":
            why = "it was too much" if outcome.outcome is Outcome.DISK else "changes are discarded"
            log, changes = written.look(why)
            written.discard()
        elif self._changes == "review":
            log, changes = written.review()
            self._undecided.append(written)
            outcome = replace(outcome, pending=written)
        else:
            log, changes = written.apply()
        return replace(outcome, log=(*outcome.log, *log, *started_by_people(changes)), changes=changes)

    def _run_live(self, code: CleanCode, setting: Setting, seen: Before, wires: Wires) -> RunResult:
        with ExitStack() as stack:
            record = self._review.note(seen, (wires.limits or setting.limits).seconds, stack)
            try:
                answer = self.backend.run(code, setting, seen.covers, wires)
                outcome = result.finished(code, _limited(setting, wires), self._name, answer)
                self._review.covered = "covered-names" in outcome.protections
            except GuestSilentError as error:
                outcome = result.lost(code, self._name, str(error))
            finally:
                met, self._met_others = self._met_others, False  # of a run whose review is cut short
                log, changes = self._review.after(seen, record)
                self._met_others = met
        if wires.files.wanted:
            stayed = (each for each in changes if not each.withheld)
            outcome = _collect(outcome, self._setting.project, stayed, wires.files.wanted)
        return replace(outcome, log=(*outcome.log, *log, *started_by_people(changes)), changes=changes)


def _limited(setting: Setting, wires: Wires) -> Setting:
    """Return a setting with the limits of one run."""
    return setting if wires.limits in (None, setting.limits) else replace(setting, limits=wires.limits)


def _collect(
    outcome: RunResult, folder: Path, changes: Iterable[Change], wanted: tuple[str, ...]
) -> RunResult:
    files, left = collected(folder, changes, wanted)
    said = (
        f"{left} more files are not collected: there were too many, or they are too large or not to be read"
    )
    return replace(outcome, files=files, log=(*outcome.log, *[said] * bool(left)))
