"""What the gate says to the Python of a call."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.gate import gate, verdicts, written
from llm_sandbox_run.gate.closure import read
from llm_sandbox_run.hook.shell.model import Unclear
from llm_sandbox_run.model import Code, Module, Refused, Script
from llm_sandbox_run.policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llm_sandbox_run.hook.programs import Python
    from llm_sandbox_run.model import Problem


def problems(
    programs: Iterable[Python], root: Path, policy_file: str, base: str, seconds: float
) -> tuple[Problem, ...]:
    """Return what speaks against ``programs``, which are started or written in the project at ``root``.

    Raises:
        Unclear: it cannot be told.
    """
    found: dict[Problem, None] = {}
    try:
        judge = _Judge(root, policy_file, base, seconds)
        for each in programs:
            found.update(
                dict.fromkeys(judge.written(each) if each.kind == "written" else judge.started(each))
            )
    except SandboxError as error:
        raise Unclear(f"could not be judged: {error}") from None
    return tuple(found)


class _Judge:
    """The gate for one call."""

    def __init__(self, root: Path, policy_file: str, base: str, seconds: float) -> None:
        self._root, self._seconds = root, seconds
        self._policy = Policy()
        if policy_file:
            from llm_sandbox_run.policy import policy_file as files

            self._policy = files.load(policy_file, root)
        self._base = None
        if base:
            from llm_sandbox_run.gate.base import Base  # asks git

            self._base = Base.of(root, base)
        self._known = verdicts.out_of_reach(root, "docker")

    def started(self, it: Python) -> tuple[Problem, ...]:
        """Return what speaks against running a program."""
        folder = it.folder.resolve()
        path = (folder / it.value).resolve() if it.kind == "file" else folder
        root, base = self._root, self._base
        if not folder.is_relative_to(root) or not path.is_relative_to(root):
            root, base = (path.parent if it.kind == "file" else folder), None
            folder = root
        paths = [(it.folder / each).resolve() for each in it.paths]
        for each in (path.parent if it.kind == "file" else folder, *paths):
            found = tuple(self._stand_ins(each))
            if found:
                return found
        verdict = gate.check(
            _program(it, path),
            root,
            folder,
            self._policy,
            self._known,
            self._seconds,
            _inside(paths, root),
            base,
        )
        if isinstance(verdict, Refused):
            return verdict.problems
        if it.after and len(verdict.approved) > 1:
            raise Unclear(
                f"may change files ({it.after}) and then starts Python that imports some; do that in two calls"
            )
        return ()

    def _stand_ins(self, folder: Path) -> Iterator[Problem]:
        """Yield what is found in files that Python's own library would load instead of its own."""
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            name = path.stem if path.suffix == ".py" else path.name
            if name not in _LOADED_BY_ITSELF:
                continue
            if path.suffix == ".py" and path.is_file():
                yield from self._found(read(path).decode("utf-8", "surrogateescape"), path)
            elif (path / "__init__.py").is_file():
                raise Unclear(
                    f"runs where {path.name} stands in for a module of Python's own; give it another name"
                )

    def written(self, it: Python) -> Iterator[Problem]:
        """Yield what is found in the new text of a file, and was not there before."""
        path = Path(it.args[0])
        old = Counter(map(_sign, self._found(it.before, path))) if it.before else Counter()
        for problem in self._found(it.value, path):
            old[_sign(problem)] -= 1
            if old[_sign(problem)] < 0:
                yield problem

    def _found(self, text: str, path: Path) -> tuple[Problem, ...]:
        real = path.resolve()
        name = real.relative_to(self._root).as_posix() if real.is_relative_to(self._root) else path.name
        source = text.encode("utf-8", "surrogateescape")
        return written.problems(source, name, self._root, self._policy, self._known, self._seconds)


_LOADED_BY_ITSELF = sys.stdlib_module_names | {"sitecustomize", "usercustomize"}


def _program(it: Python, path: Path) -> Code | Script | Module:
    if it.kind == "text":
        return Code(it.value.encode("utf-8", "surrogateescape"), it.args, kept=True)
    return Script(path, it.args) if it.kind == "file" else Module(it.value, it.args)


def _inside(paths: Iterable[Path], root: Path) -> list[Path]:
    for each in paths:
        if not each.is_relative_to(root):
            raise Unclear(f"imports from {each}, which is not in the project")
    return [each for each in paths if each.is_dir()]


def _sign(problem: Problem) -> tuple[str, str]:
    return problem.finding.code, problem.text.strip()
