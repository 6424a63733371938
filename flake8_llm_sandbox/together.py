"""What modules of one project could do that import each other: what one takes from another has its meaning there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from flake8_llm_sandbox.deadline import NEVER, OutOfTime
from flake8_llm_sandbox.depth import SHALLOW, recurse
from flake8_llm_sandbox.engine import MAX_SECONDS, TOO_LONG, placed, refusal
from flake8_llm_sandbox.facts import Call
from flake8_llm_sandbox.gather import gather
from flake8_llm_sandbox.library import is_module
from flake8_llm_sandbox.matching import match, paths
from flake8_llm_sandbox.meaning.cycles import Cycles
from flake8_llm_sandbox.meaning.resolver import Resolver
from flake8_llm_sandbox.models import SHIPPED
from flake8_llm_sandbox.names.project import Project
from flake8_llm_sandbox.names.scan import scan
from flake8_llm_sandbox.source import Unverifiable, load, uncollected

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

    from flake8_llm_sandbox.deadline import Deadline
    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.matching import Hit
    from flake8_llm_sandbox.models import Models
    from flake8_llm_sandbox.names.scopes import Program, Scope

OF_ONE_FILE = frozenset(
    {"LLS803"}
)  # a text of which nothing is known, given what others define, is what projects are full of

COMPUTED = "LLS804"
STREAMS = "sys.__std", "sys.std"


def analyze_together(
    sources: Mapping[str, str | bytes], deadline: Deadline | None = None, models: Models = SHIPPED
) -> dict[str, tuple[Finding, ...]]:
    """Return what modules of one project could do that import each other, by their paths in it, as ``analyze`` does for one.

    What a module takes from another has its meaning there. A path that leads out of the project is told where one file hands
    it to another. Texts that cannot be analysed have no part in it: whoever analyses them alone knows why. Where all of them
    together take too long or too much, that is a finding of the first.

    Raises:
        OutOfTime: ``deadline`` has passed.
    """
    try:
        with uncollected():
            return recurse(
                lambda: _analyze_together(sources, deadline or NEVER.computing(MAX_SECONDS), models),
                SHALLOW + 1,
            )
    except OutOfTime:
        if deadline:
            raise
        error = Unverifiable("LLS902", f"all of its files together {TOO_LONG.format(MAX_SECONDS)}")
    except Unverifiable as each:
        error = each
    except Exception as each:  # noqa: BLE001 - whatever went wrong, the program was not verified
        error = Unverifiable("LLS902", f"{type(each).__name__} in the analysis of its files together")
    return {path: (refusal(error),) for path in [*sources][:1]}


def _analyze_together(
    sources: Mapping[str, str | bytes], deadline: Deadline, models: Models
) -> dict[str, tuple[Finding, ...]]:
    project, beside = Project(), None
    programs: dict[str, Program] = {}
    texts: dict[str, str] = {}
    for path, source in sources.items():
        with suppress(Unverifiable):
            loaded = load(source)
            programs[path] = beside = scan(loaded.tree, deadline, beside)
            texts[path] = loaded.text
            project.add(path, beside)
    project.join()
    cycles: Cycles = Cycles(deadline, len(programs))
    resolvers: dict[Scope, Resolver] = {}
    for path, program in programs.items():
        Resolver(program, deadline, path, project, cycles, resolvers, models)
    facts = {path: list(gather(resolvers[program.root])) for path, program in programs.items()}
    origins = {id(fact): path for path, found in facts.items() for fact in found}
    hits: dict[str, list[Hit]] = {path: [] for path in programs}
    for hit in match(chain.from_iterable(facts.values())):
        if hit.rule.code not in OF_ONE_FILE and _is_sure(project, hit):
            hits[origins[id(hit.fact)]].append(hit)
    paths_of = {program.root: path for path, program in programs.items()}
    found: dict[str, dict[tuple[int, str], Finding]] = {path: {} for path in programs}
    for path, each in hits.items():
        staying = [hit for hit in each if not _handing(project, hit)]
        for one in placed(texts[path], staying, False):
            found[path].setdefault((one.line, one.code), one)
    for path, each in hits.items():
        for hit in each:
            for call, scope in _handing(project, hit):
                found[paths_of[scope.root]].setdefault(
                    (call.lineno, hit.rule.code), _told_at(call, hit, path)
                )
    return {path: tuple(sorted(each.values())) for path, each in found.items()}


def _is_sure(project: Project, hit: Hit) -> bool:
    """Return whether a hit counts: files together know more types, and more texts that may be a path, than they are sure of.

    A path out of the project can be nothing else, or is handed over as it is; a name that is computed is one of a module.
    """
    if hit.rule.code == COMPUTED:
        return is_module(hit.name.removesuffix(".?")) and not hit.name.startswith(STREAMS)
    if "shows" not in vars(hit.rule):
        return True
    return isinstance(hit.fact, Call) and (
        any(map(hit.rule.shows, hit.fact.certain)) or bool(_handing(project, hit))
    )


def _told_at(call: ast.Call, hit: Hit, path: str) -> Finding:
    [finding] = placed("", [hit], False)
    reason = f"(in {path}, by this call)"
    return replace(finding, line=call.lineno, column=call.col_offset, message=f"{finding.message} {reason}")


def _handing(project: Project, hit: Hit) -> dict[tuple[ast.Call, Scope], None]:
    """Return the calls in other modules that hand over each path out of the project that a hit is about."""
    found: dict[tuple[ast.Call, Scope], None] = {}
    if isinstance(hit.fact, Call) and "shows" in vars(hit.rule):
        for text in filter(hit.rule.shows, paths(hit.fact)):
            call = _handed(project, hit.fact.resolver.root, text)
            if not call:
                return {}
            found[call] = None
    return found


def _handed(project: Project, root: Scope, text: str) -> tuple[ast.Call, Scope] | None:
    """Return the call in another module that ``text`` came by to that of ``root``, and the module before, and so on."""
    found, seen = None, {root}
    while True:
        ways = project.handed.get(root, {}).items()
        call = next((call for way, call in ways if text.startswith(way)), None)
        if not call:
            return found
        found, root = call, call[1].root
        if root in seen:
            return found
        seen.add(root)
