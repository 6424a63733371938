"""Turns what a supervisor observed into a result."""

from __future__ import annotations

import os
from collections import Counter
from signal import SIGXFSZ
from typing import TYPE_CHECKING

from llm_sandbox_run.guest import tally
from llm_sandbox_run.model import EXIT_CODES, Outcome, RunResult, Tests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llm_sandbox_run.conversation.protocol import Answer
    from llm_sandbox_run.guest.messages import Report
    from llm_sandbox_run.model import Accepted, CleanCode, Limits, Refused, Setting

_TOO_LARGE = b"File too large"
_OTHER_DEVICE = b"Invalid cross-device link"
_REFUSALS = (b"Permission denied", b"Read-only file system")
_VERDICTS = {
    "timeout": Outcome.TIMEOUT,
    "memory": Outcome.MEMORY,
    "output": Outcome.OUTPUT,
    "disk": Outcome.DISK,
    "cancelled": Outcome.CANCELLED,
}


def blocked(refused: Refused, backend: str) -> RunResult:
    """Return the result of a program that was not run."""
    return RunResult(
        Outcome.BLOCKED,
        EXIT_CODES[Outcome.BLOCKED],
        refused.sha256,
        backend,
        findings=refused.problems,
        granted=refused.granted,
        accepted=refused.accepted,
        judged=refused.judged,
    )


def lost(code: CleanCode, backend: str, reason: str) -> RunResult:
    """Return the result of a run whose supervisor went away in the middle."""
    log = (f"{reason}; the program may have run in part, so it is not run again by itself",)
    return RunResult(
        Outcome.ERROR,
        EXIT_CODES[Outcome.ERROR],
        code.sha256,
        backend,
        started=True,
        log=log,
        granted=code.granted,
        accepted=code.accepted,
        unused=code.unused,
        judged=code.judged,
    )


def cancelled(code: CleanCode, backend: str) -> RunResult:
    """Return the result of a run that was cancelled before it started."""
    log = ("cancelled before the program started",)
    return RunResult(
        Outcome.CANCELLED,
        EXIT_CODES[Outcome.CANCELLED],
        code.sha256,
        backend,
        log=log,
        granted=code.granted,
        accepted=code.accepted,
        unused=code.unused,
        judged=code.judged,
    )


def finished(code: CleanCode, setting: Setting, backend: str, answer: Answer) -> RunResult:
    """Return the result of a run that was observed to its end."""
    report = answer.report
    signal = os.WTERMSIG(report.status) if os.WIFSIGNALED(report.status) else None
    own_code = 128 + signal if signal is not None else os.WEXITSTATUS(report.status)
    tests = _tests(code, report)
    outcome = _outcome(report, own_code, tests)
    return RunResult(
        outcome=outcome,
        exit_code=EXIT_CODES.get(outcome) or own_code or int(outcome is Outcome.FAIL),
        sha256=code.sha256,
        backend=backend,
        started=True,
        signal=signal,
        stdout_bytes=answer.stdout,
        stderr_bytes=answer.stderr,
        stdout_size=report.stdout_bytes,
        stderr_size=report.stderr_bytes,
        stdout_truncated=report.stdout_bytes > setting.limits.output_bytes,
        stderr_truncated=report.stderr_bytes > setting.limits.output_bytes,
        wall_ms=report.wall_ms,
        cpu_ms=report.cpu_ms,
        max_rss_bytes=report.max_rss,
        granted=code.granted,
        accepted=code.accepted,
        unused=code.unused,
        judged=code.judged,
        log=(*_passed(code), *code.notes, *_log(setting, answer, outcome, signal, tests)),
        protections=tuple(sorted(report.protections)),
        missing=tuple(report.missing),
        tests=tests,
    )


def _tests(code: CleanCode, report: Report) -> Tests | None:
    if not tally.counts(code.module, code.args):
        return None
    said = {letter.encode(): count for letter, count in report.tally.items()}
    return Tests(
        collected=said.get(tally.COLLECTED, 0),
        passed=said.get(tally.PASSED, 0),
        failed=said.get(tally.FAILED, 0),
        skipped=said.get(tally.SKIPPED, 0),
        errors=said.get(tally.BROKEN, 0),
        finished=tally.ENDED in said,
    )


def _outcome(report: Report, own_code: int, tests: Tests | None) -> Outcome:
    if report.verdict:
        return _VERDICTS.get(report.verdict, Outcome.ERROR)
    return Outcome.FAIL if own_code or (tests and not _credible(tests)) else Outcome.PASS


def _credible(tests: Tests) -> bool:
    return tests.finished and not tests.failed and not tests.errors


def _passed(code: CleanCode) -> Iterator[str]:
    if code.granted:
        count = len(code.granted)
        names = ", ".join(sorted({problem.finding.capability.value for problem in code.granted}))
        yield f"the policy let {count} finding{'s' * (count != 1)} pass: {names}"
    if code.unused and code.module in tally.RUNNERS:  # a suite is all that the policy is for
        yield f"the policy allows what nothing needed: {', '.join(code.unused)}"
    if code.accepted:
        yield _stands(code.accepted, len(code.approved))


def _stands(accepted: Accepted, files: int) -> str:
    kinds = Counter(each.finding.capability.value for each in accepted.findings)
    names = ", ".join(f"{name} {count}" for name, count in sorted(kinds.items())) or "none"
    where = f"{accepted.base} ({accepted.commit[:12]})"
    may = ", so the program may start others" if accepted.starts_programs else ""
    return f"{len(accepted.unchanged)} of {files} files are as they are at {where}; findings that stand so there: {names}{may}"


def _log(
    setting: Setting, answer: Answer, outcome: Outcome, signal: int | None, tests: Tests | None
) -> Iterator[str]:
    limits = setting.limits
    if outcome is Outcome.TIMEOUT:
        yield f"the program and all it started were ended after {limits.seconds:g} seconds (seconds, --timeout)"
    elif outcome is Outcome.MEMORY:
        yield f"the program was ended for taking more than {limits.memory_bytes >> 20} MiB of memory (memory_bytes, --memory)"
    elif outcome is Outcome.CANCELLED:
        yield "the program and all it started were ended because the run was cancelled"
    elif outcome is Outcome.DISK:
        yield (
            f"the program was ended for adding more than {limits.disk_bytes >> 20} MiB or {limits.disk_files} files to the "
            "project (disk_bytes, --disk; disk_files, --disk-files)"
        )
    elif outcome is Outcome.OUTPUT:
        yield f"the program was ended for printing more than {limits.output_cap_bytes >> 20} MiB (output_cap_bytes, --output-cap)"
    if tests and not answer.report.status and not _credible(tests):
        yield "the process ended with 0, but its tests did not come to their end, or failed: that is no success"
    for said in answer.report.unmet:
        yield f"the policy grants it, but {said}"
    if answer.report.leftovers:
        yield f"{answer.report.leftovers} processes that the program had left running were ended"
    if outcome is Outcome.FAIL and any(text in answer.stderr for text in _REFUSALS):
        yield _why_not_writable(setting)
    if outcome is Outcome.FAIL and (_TOO_LARGE in answer.stderr or signal == SIGXFSZ):
        yield _why_too_large(setting, answer)
    if outcome is Outcome.FAIL:
        yield from _limits_met(limits, answer.stderr + answer.stdout * bool(tests))
    if outcome is Outcome.FAIL and answer.layers and _OTHER_DEVICE in answer.stderr:
        yield "a folder of the project cannot be renamed on a layer over it: use shutil.move, or --live"


def _limits_met(limits: Limits, said: bytes) -> Iterator[str]:
    """Yield which limits the errors are of that a program has shown."""
    if b"No space left on device" in said:
        yield f"the folder of tempfile.gettempdir() holds no more than {limits.temp_bytes >> 20} MiB (temp_bytes, --temp)"
    if b"can't start new thread" in said or b"Resource temporarily unavailable" in said:
        yield f"there can be no more than {limits.processes} processes and threads at a time (processes, --processes)"
    if b"Too many open files" in said:
        yield f"a process can have no more than {limits.open_files} files open (open_files, --open-files)"


def _why_too_large(setting: Setting, answer: Answer) -> str:
    copied = (
        "; on a layer this holds for opening one to write, too, since it is copied then"
        if answer.layers
        else ""
    )
    return f"no file can be made larger than {setting.limits.file_bytes >> 20} MiB (file_bytes, --file-size){copied}"


def _why_not_writable(setting: Setting) -> str:
    if setting.read_only:
        return "the project is read-only here: leave --read-only out, or write to the folder of tempfile.gettempdir()"
    if setting.project.stat().st_uid == 0:
        return (
            "the project belongs to root, so the program, which does not run as root, cannot write to it: name a folder "
            "for its files with --writable DIR, or give the project to an ordinary user"
        )
    return "the program can write only to the project, without what the host acts on, and to tempfile.gettempdir()"
