"""The command ``llm-sandbox-run``."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.command import inputs, page, report, show
from llm_sandbox_run.command.options import parse
from llm_sandbox_run.errors import SandboxError, UsageError
from llm_sandbox_run.gate import gate, verdicts
from llm_sandbox_run.gate.closure import files_below
from llm_sandbox_run.model import EXIT_CODES, Outcome, Refused, Script
from llm_sandbox_run.policy.origin import lies_in
from llm_sandbox_run.project import slots, withheld

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from llm_sandbox_run.gate.base import Base
    from llm_sandbox_run.model import CleanCode, Problem, RunResult
    from llm_sandbox_run.policy.policy import Policy
    from llm_sandbox_run.sandbox import Sandbox


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit code."""
    _occupy_standard_streams()
    try:
        options = parse(arguments)
        jobs = {
            "doctor": _doctor,
            "list": _list,
            "mcp": _serve,
            "withheld": _withheld,
            "stop": _stop,
            "check": _check,
            "draft": _draft,
            "run": _run,
        }
        return jobs[options.job](options)
    except SandboxError as error:
        show.say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return EXIT_CODES[Outcome.CANCELLED]
    except Exception as error:  # noqa: BLE001 - never a silent pass, whatever happens
        show.say(f"internal error, nothing follows from it for the program: {type(error).__name__}: {error}")
        return SandboxError.exit_code


def _occupy_standard_streams() -> None:
    # Where the caller has closed one, the next file that is opened would be taken for it.
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)


def _run(options: Namespace) -> int:
    root, _ = inputs.places(options)
    with slots.free(root) if options.parallel else slots.usual(root) as slot:
        return _run_in(inputs.sandbox(options, slot), options)


def _run_in(box: Sandbox, options: Namespace) -> int:
    try:
        with _interrupts_end(box):
            return _run_as_json(box, options) if options.json else _run_shown(box, options)
    except SandboxError as error:
        page.add(page.of_failure(str(error)), options)
        raise
    finally:
        box.leave()


def _run_shown(box: Sandbox, options: Namespace) -> int:
    output = show.Output()
    try:
        result = box.run(inputs.program(options), stdin=inputs.stdin(options), on_output=output)
    except SandboxError:
        output.end(more=True)
        raise
    output.end(more=bool(result.log or result.findings or result.pending))
    show.result(result)
    page.add(page.of_run(result), options)
    if result.pending:
        _decide(result)
    return result.exit_code


def _decide(result: RunResult) -> None:
    """Ask a person whether what a program has written may become part of the project."""
    assert result.pending
    show.changes(result)
    if show.asked("apply these changes?"):
        applied = result.apply()
        for line in applied.log[len(result.log) :]:
            show.say(line)
    else:
        result.pending.discard()
        show.say("the project is as it was")


def _run_as_json(box: Sandbox, options: Namespace) -> int:
    try:
        result = box.run(inputs.program(options), stdin=inputs.stdin(options))
    except SandboxError as error:
        show.as_json({"outcome": Outcome.ERROR, "exit_code": error.exit_code, "log": [str(error)]})
        raise
    show.as_json(result.to_dict())
    page.add(page.of_run(result), options)
    if result.pending:
        result.pending.discard()
    return result.exit_code


@contextmanager
def _interrupts_end(box: Sandbox) -> Iterator[None]:
    """Have the first interrupt end the program, and the next one not wait for that."""
    usual = signal.getsignal(signal.SIGINT)

    def end(*_: object) -> None:
        signal.signal(signal.SIGINT, usual)
        threading.Thread(target=box.cancel).start()  # not from here: this thread may hold the lock it needs

    if usual is signal.SIG_IGN:  # as shells have it for jobs in the background
        yield
        return
    signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _serve(options: Namespace) -> int:
    try:
        from llm_sandbox_run.mcp import server
    except ImportError as error:
        raise UsageError(
            f"it takes the package mcp ({error}): pip install 'flake8-llm-sandbox[mcp]'"
        ) from None
    server.serve(inputs.several(options), options.seconds, options.http)
    return 0


def _check(options: Namespace) -> int:
    root, cwd = inputs.places(options)
    policy = inputs.policy(options, root)
    base = _base(options, root)
    known = verdicts.out_of_reach(root, options.backend)
    problems: dict[Problem, None] = {}
    granted: dict[Problem, None] = {}
    paths = list(_scripts(options.check, root))
    roots = inputs.import_roots(options)
    for path in paths:
        verdict = gate.check(Script(path), root, cwd, policy, known, paths=roots, base=base)
        granted.update(dict.fromkeys(verdict.granted))
        if isinstance(verdict, Refused):
            problems.update(dict.fromkeys(verdict.problems))
    page.add(page.of_check(len(paths), problems, granted), options)
    unused = policy.unused(granted)
    if options.json:
        show.as_json(report.check_json(problems, granted, unused))
    else:
        show.problems(problems)
        if unused:
            show.say(f"the policy allows what nothing needed: {', '.join(unused)}")
    return EXIT_CODES[Outcome.BLOCKED] if problems else 0


def _draft(options: Namespace) -> int:
    from llm_sandbox_run.command import draft

    root, cwd = inputs.places(options)
    target = Path.cwd() / options.write_policy
    if lies_in(target.parent.resolve(), root):
        raise UsageError(
            f"{target} would lie in the project, from where no policy is taken: keep it elsewhere"
        )
    given = inputs.policy(options, root)
    base = _base(options, root)
    known = verdicts.out_of_reach(root, options.backend)
    scripts = map(Script, _scripts(options.check or (), root))
    programs = [*scripts] if options.check else [inputs.program(options)]
    roots = inputs.import_roots(options)

    def check(policy: Policy) -> list[CleanCode | Refused]:
        return [gate.check(each, root, cwd, policy, known, paths=roots, base=base) for each in programs]

    wanted, never = draft.needs(check, given)
    draft.write(target, draft.text_of(wanted, never))
    show.problems(never)
    show.say(f"{target} grants what {len(wanted)} findings want: read it, and cut it; nothing has run")
    return EXIT_CODES[Outcome.BLOCKED] if never else 0


def _base(options: Namespace, root: Path) -> Base | None:
    if options.base is None:
        return None
    from llm_sandbox_run.gate.base import Base

    return Base.of(root, options.base)


def _scripts(names: Iterable[str], root: Path) -> Iterator[Path]:
    for path in (Path.cwd() / name for name in names):
        yield from files_below(path, root) if path.is_dir() else [path]


def _list(options: Namespace) -> int:
    from llm_sandbox_run.backends import cleanup

    rows = [
        {**each._asdict(), "withheld_bytes": withheld.size(Path(each.project))}
        for each in cleanup.containers()
    ]
    if options.json:
        show.as_json(rows)
    else:
        show.table(rows)
    return 0


def _stop(options: Namespace) -> int:
    from llm_sandbox_run.backends.cleanup import end_containers

    root = None if options.all else inputs.places(options)[0]
    show.say(f"containers of {root or 'all your projects'} ended: {end_containers(root)}")
    return 0


def _doctor(options: Namespace) -> int:
    from llm_sandbox_run.command import doctor

    return doctor.main(options)


def _withheld(options: Namespace) -> int:
    from llm_sandbox_run.command import withheld

    return withheld.main(options)
