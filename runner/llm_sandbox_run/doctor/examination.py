"""Runs the checks on one backend."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from llm_sandbox_run.backends.cleanup import end_containers
from llm_sandbox_run.conversation.wires import Wires
from llm_sandbox_run.doctor import advice, limits, reach, traces, unchecked
from llm_sandbox_run.doctor.check import LIMITS, Check, Trial
from llm_sandbox_run.doctor.findings import Examination, Finding
from llm_sandbox_run.doctor.scene import scene
from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.guest.facts import isolated
from llm_sandbox_run.model import Outcome
from llm_sandbox_run.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from llm_sandbox_run.doctor.scene import Scene
    from llm_sandbox_run.model import RunResult

CHECKS = (*limits.CHECKS, *reach.CHECKS, *traces.CHECKS)
_NEVER_MISSING = ("no-capabilities", "no-new-privileges")  # whatever the machine
_IDLE_SECONDS = 60.0  # for containers, should this process be killed
_SAID = "it could "
_PRELUDE = f"""\
import json, sys
scene = json.loads(sys.argv[1])
def could(what): print({_SAID!r} + what)
"""


def examine(backend: str, image: str, runtime: str, tell: Callable[[Finding], object]) -> Examination:
    """Put every claim to the test, and ``tell`` each finding as soon as it is there.

    Takes some seconds. Whatever happens, nothing is left of it.
    """
    found = []
    try:
        with closing(_findings(backend, image, runtime)) as findings:
            for finding in findings:
                found.append(finding)
                tell(finding)
    except SandboxError as error:
        return Examination(backend, tuple(found), unreachable=str(error))
    return Examination(backend, tuple(found))


def _findings(backend: str, image: str, runtime: str) -> Generator[Finding, None, None]:
    with scene() as there, ExitStack() as stack:
        if backend == "docker":
            stack.callback(_end_containers, there.project)
        boxes = {
            seconds: stack.enter_context(
                Sandbox(
                    there.project,
                    backend,
                    image,
                    replace(LIMITS, seconds=seconds),
                    idle_seconds=_IDLE_SECONDS,
                    runtime=runtime if backend == "docker" else "",
                )
            )
            for seconds in {check.seconds for check in CHECKS}
        }
        for box in boxes.values():  # from now on they are warm
            box._run_clean(unchecked.program("pass"), Wires())
        yield from _of_results(boxes[LIMITS.seconds].run_code("print(6 * 7)"))
        for check in CHECKS:
            yield attempt(check, boxes[check.seconds], there, backend)


def _end_containers(project: Path) -> None:
    with suppress(SandboxError):  # the engine has gone, or was never there
        end_containers(project)


def _of_results(result: RunResult) -> Iterator[Finding]:
    wrong = "" if result.stdout == "42\n" else _last_words(result)
    yield Finding("a program runs that has passed the check", not wrong, essential=True, detail=wrong)
    yield Finding(
        "--require-isolation lets programs run",
        isolated([*result.protections], network=False),
        essential=True,
        advice=f"{advice.NAMESPACES}; or {advice.LANDLOCK}",
    )
    yield Finding(
        "the kernel confirms protections",
        bool(result.protections),
        essential=True,
        detail=", ".join(result.protections),
    )
    for name in result.missing:
        yield Finding(f"{name} is in force", False, name in _NEVER_MISSING, advice=advice.PROTECTIONS[name])


def attempt(check: Check, box: Sandbox, there: Scene, backend: str) -> Finding:
    """Put one claim to the test."""
    essential = backend in check.essential_on
    try:
        trial = _trial(check, box, there)
        wrong = _wrong(check, trial)
        if wrong and check.protection in trial.result.protections:
            wrong, essential = f"{wrong}, and results claim {check.protection} all the same", True
        detail = wrong or check.measured(trial)
    except SandboxError as error:
        wrong = detail = str(error)
    return Finding(check.claim, not wrong, essential, detail, check.advice)


def _trial(check: Check, box: Sandbox, there: Scene) -> Trial:
    code = unchecked.program(_PRELUDE + check.program, (json.dumps(there.told()),))
    took = []
    for _ in range(check.runs):
        began = time.monotonic()
        result = box._run_clean(code, Wires())
        took.append(time.monotonic() - began)
    return Trial(there, took, result)


def _wrong(check: Check, trial: Trial) -> str:
    result = trial.result
    reached = [line for line in result.stdout.splitlines() if line.startswith(_SAID)]
    if reached:
        return "; ".join(reached)
    if result.outcome is not check.outcome:
        return _last_words(result)
    return check.objection(trial)


def _last_words(result: RunResult) -> str:
    why = [*result.log, *result.stderr.splitlines()[-1:]] if result.outcome is not Outcome.PASS else []
    return ": ".join([f"the program ended with {result.outcome.value}", *why[-1:]])
