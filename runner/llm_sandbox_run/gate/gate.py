"""The one bridge from text to something that may run."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from flake8_llm_sandbox import Capability, Deadline
from llm_sandbox_run.gate import coverage_call
from llm_sandbox_run.gate.checked import Checked, digest
from llm_sandbox_run.gate.closure import Tree, add, files_of, follow, read
from llm_sandbox_run.gate.roots import import_roots
from llm_sandbox_run.model import ANY, CleanCode, Code, Module, Refused, Script
from llm_sandbox_run.policy import packages
from llm_sandbox_run.policy.policy import Policy
from llm_sandbox_run.project.folder import relative

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from flake8_llm_sandbox import Finding
    from llm_sandbox_run.gate.base import Base

_NOTHING = Policy()
_RUNNERS = ("pytest", "unittest")


class Joined(NamedTuple):
    """A step of a session, with what was said of it together with all before it."""

    step: Code
    text: bytes  # of all, the step at the end
    findings: tuple[Finding, ...]  # in that
    imports: bytes  # the part of it that says what is imported


def check(
    program: Code | Script | Module | Joined,
    root: Path,
    cwd: Path | None = None,
    policy: Policy = _NOTHING,
    verdicts: Path | None = None,
    seconds: float | None = None,
    paths: Iterable[Path] = (),
    base: Base | None = None,
    displays: bool = False,
) -> CleanCode | Refused:
    """Analyse a program and every file of the project at ``root`` that it may import.

    ``cwd``, the folder in the project to run in, is ``root`` if it is not given. Config files, ``# noqa`` and other
    words of the code in its own favour count for nothing here; ``policy`` comes from the person who calls. ``verdicts`` is
    the folder of earlier ones, if there is one to trust. What takes more than so many ``seconds`` to analyse is refused.
    ``paths`` are folders of the project to import from, beside those that an installation would have. What stands as it
    stands at ``base`` is approved, and what is new is judged. With ``displays`` the place shows pictures without a viewer.

    Raises:
        UsageError: a file or folder is missing, unreadable or outside of the project, or a model of the policy inside.
    """
    deadline = None if seconds is None else Deadline.after(seconds)
    roots = tuple(dict.fromkeys((*paths, *import_roots(root))))
    checked = Checked(policy, packages.known(policy, root), verdicts, deadline, base, displays=displays)
    return _Gate(root, cwd or root, roots, checked).check(program)


class _Gate:
    """The place for which a program is checked."""

    def __init__(self, root: Path, cwd: Path, roots: tuple[Path, ...], checked: Checked) -> None:
        self._root, self._cwd, self._roots, self._checked = root, cwd, roots, checked

    def check(self, program: Code | Script | Module | Joined) -> CleanCode | Refused:
        if isinstance(program, Joined):
            return self._step(program)
        if isinstance(program, Code):
            return self._text(
                program.source, program.name, program.argv0, program.args, self._cwd, program.kept
            )
        if isinstance(program, Script):
            return self._script(program)
        if program.name == coverage_call.NAME:
            return self._measured(program)
        if program.name in (*_RUNNERS, *self._checked.policy.runners):
            return self._suite(program)
        return self._module(program)

    def _script(self, program: Script) -> CleanCode | Refused:
        path = self._cwd / program.path
        real = path.resolve()
        name = relative(real, self._root)
        argv0 = os.path.relpath(real, self._cwd) if program.path.is_absolute() else str(program.path)
        return self._text(read(real), name, argv0, program.args, real.parent)

    def _text(
        self, source: bytes, name: str, argv0: str, args: tuple[str, ...], folder: Path, keep: bool = True
    ) -> CleanCode | Refused:
        tree, checked = Tree(self._root, (folder,), self._roots), self._checked
        add(source, name, tree, checked, keep)
        follow((), tree, checked, self._cwd, main=(self._root / name, source))
        return self._verdict(source=source, filename=name, argv0=argv0, args=args, folder=folder)

    def _step(self, program: Joined) -> CleanCode | Refused:
        tree, checked = Tree(self._root, (self._cwd,), self._roots), self._checked
        name, source = program.step.name, program.step.source
        checked.known[name] = program.findings
        add(program.text, name, tree, checked, keep=False)
        follow((), tree, checked, self._cwd, main=(self._root / name, program.imports))
        return self._verdict(
            source=source, filename=name, argv0=program.step.argv0, args=(), folder=self._cwd
        )

    def _module(self, program: Module) -> CleanCode | Refused:
        tree, checked = Tree(self._root, (self._cwd,), self._roots), self._checked
        names = program.name.split(".")
        places = [
            each.joinpath(*names) for each in (self._cwd, *self._roots) if all(map(str.isidentifier, names))
        ]
        started = [
            file
            for place in places
            for file in (place.with_suffix(".py"), place / "__main__.py")
            if file.is_file()
        ]
        if not started or names[0] in sys.stdlib_module_names:
            checked.refuse(program.name, "LLS992", _FOREIGN)
        files = [file for each in (self._cwd, *self._roots) for file in files_of(each, names, self._root)]
        follow((*files, *started), tree, checked, self._cwd)
        return self._verdict(module=program.name, args=program.args, folder=self._cwd)

    def _measured(self, program: Module) -> CleanCode | Refused:
        call = coverage_call.read(program.args)
        if not call:
            self._checked.refuse(program.name, "LLS992", _UNCLEAR)
            return self._verdict(folder=self._cwd, args=program.args)
        if not call.program:
            return self._suite(program)
        self._refuse_shadows(program.name)
        verdict = self.check(call.program)
        if isinstance(verdict, Refused):
            return verdict
        name = call.program.name if isinstance(call.program, Module) else str(call.program.path)
        args = (*call.words, name, *verdict.args)
        return replace(verdict, module=program.name, source=b"", filename="", argv0="", args=args)

    def _refuse_shadows(self, name: str) -> None:
        for place in (self._cwd, *self._roots):
            for shadow in files_of(place, [name], self._root):
                path = relative(shadow, self._root)
                self._checked.refuse(path, "LLS991", f"shadows {name}; give it another name")

    def _suite(self, program: Module) -> CleanCode | Refused:
        from llm_sandbox_run.gate import suites  # knows what pytest does, which takes long to load

        checked = self._checked
        self._refuse_shadows(program.name)
        suite = suites.find(program, self._root, self._cwd, self._roots, checked.policy)
        suites.approve_named(suite, checked)
        follow(suite.tests, suite.tree, checked, self._cwd)
        suites.add_examples(suite, checked)
        if not checked.problems:
            suites.approve_rest(suite, checked)
        notes = tuple(suite.call.notes) if suite.call else ()
        return self._verdict(module=program.name, args=suite.args, folder=self._cwd, notes=notes)

    def _verdict(
        self,
        folder: Path,
        args: tuple[str, ...],
        source: bytes = b"",
        module: str = "",
        filename: str = "",
        argv0: str = "",
        notes: tuple[str, ...] = (),
    ) -> CleanCode | Refused:
        sha256, checked = digest(source), self._checked
        checked.compare()
        checked.link()
        checked.cross()
        if checked.problems:
            return Refused(
                tuple(checked.problems),
                sha256,
                tuple(checked.granted),
                checked.accepted,
                len(checked.sources),
            )
        return CleanCode(
            source=source,
            sha256=sha256,
            module=module,
            filename=filename,
            args=args,
            argv0=argv0,
            cwd=relative(self._cwd, self._root),
            path=relative(folder, self._root),
            approved=dict(sorted(checked.approved.items())),
            refused=checked.refused,
            granted=tuple(checked.granted),
            accepted=checked.accepted,
            unused=checked.policy.unused(checked.granted),
            judged=len(checked.sources),
            roots=tuple(relative(each, self._root) for each in self._roots),
            examples=ANY if checked.policy.allows(Capability.CODE) else tuple(sorted(checked.examples)),
            notes=(*notes, *checked.notes),
        )


_FOREIGN = (
    f"is neither a module of the project nor one of the test runners ({', '.join(_RUNNERS)}, {coverage_call.NAME}, and "
    "those that the policy names under runners); other installed modules may run code that nothing has checked"
)
_UNCLEAR = "runs only what it can be seen to run: coverage run [OPTION ...] -m pytest, -m MODULE or FILE, or a report"
