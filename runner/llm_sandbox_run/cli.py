"""The command ``llm-sandbox-run``."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run import gate, policy_file, report, verdicts
from llm_sandbox_run.closure import files_below
from llm_sandbox_run.errors import SandboxError, UsageError
from llm_sandbox_run.model import Code, Limits, Module, Outcome, Refused, Script
from llm_sandbox_run.options import parse
from llm_sandbox_run.policy import Policy
from llm_sandbox_run.project import locate
from llm_sandbox_run.sandbox import Sandbox

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from llm_sandbox_run.model import Problem, RunResult

_BLOCKED = 126


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit code."""
    _occupy_standard_streams()
    try:
        options = parse(arguments)
        if options.stop:
            return _stop(options)
        return _check(options) if options.check else _run(options)
    except SandboxError as error:
        _say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - never a silent pass, whatever happens
        _say(f"internal error, nothing follows from it for the program: {type(error).__name__}: {error}")
        return SandboxError.exit_code


def _occupy_standard_streams() -> None:
    # Where the caller has closed one, the next file that is opened would be taken for it.
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)


def _run(options: Namespace) -> int:
    limits = Limits(seconds=options.timeout, memory_bytes=options.memory)
    root, cwd = _places(options)
    box = Sandbox(
        root,
        options.backend,
        options.image,
        limits,
        options.writable,
        options.read_only,
        cwd=cwd,
        policy=_policy(options, root),
    )
    try:
        result = box.run(_program(options), stdin=_stdin(options))
    except SandboxError as error:
        if options.json:
            _write_json({"outcome": Outcome.ERROR, "exit_code": error.exit_code, "log": [str(error)]})
        raise
    finally:
        box.leave()
    if options.json:
        _write_json(report.result_json(result))
    else:
        _show(result)
    return result.exit_code


def _places(options: Namespace) -> tuple[Path, Path]:
    """Return the project and the folder in it to run in."""
    here = Path.cwd()
    root = locate(options.project or here)
    return root, here if here.is_relative_to(root) else root


def _policy(options: Namespace, root: Path) -> Policy:
    base = policy_file.load(options.policy, root) if options.policy else Policy()
    return replace(
        base,
        allow=[*base.allow, *options.allow],
        profile=options.profile or base.profile,
        environment=[*base.environment, *options.env],
        readable=[*base.readable, *options.readable],
    )


def _program(options: Namespace) -> Code | Script | Module:
    if options.code:
        return Code(options.code[0].encode("utf-8", "surrogateescape"), tuple(options.code[1:]), kept=True)
    if options.module:
        return Module(options.module[0], tuple(options.module[1:]))
    name, args = options.program[0], tuple(options.program[1:])
    if name == "-":
        return Code(_own_stdin(), args, name="<stdin>", argv0="-", kept=True)
    return Script(Path(name) if options.project is None else Path.cwd() / name, args)


def _own_stdin() -> bytes:
    if sys.stdin is None:
        raise UsageError("there is no standard input to read a program from")
    return sys.stdin.buffer.read()


def _stdin(options: Namespace) -> int | None:
    """Return the descriptor to forward: not a terminal, which nobody types into here, nor what the program came from."""
    if sys.stdin is None or options.program[:1] == ["-"] or sys.stdin.isatty():
        return None
    try:
        return sys.stdin.fileno()
    except OSError:  # something that only looks like a stream, inside of a Python program
        return None


def _check(options: Namespace) -> int:
    root, cwd = _places(options)
    policy = _policy(options, root)
    known = verdicts.out_of_reach(root, options.backend)
    problems: dict[Problem, None] = {}
    granted: dict[Problem, None] = {}
    for path in _scripts(options.check, root):
        verdict = gate.check(Script(path), root, cwd, policy, known)
        granted.update(dict.fromkeys(verdict.granted))
        if isinstance(verdict, Refused):
            problems.update(dict.fromkeys(verdict.problems))
    if options.json:
        _write_json(report.check_json(problems, granted))
    else:
        _say_problems(problems)
    return _BLOCKED if problems else 0


def _scripts(names: Iterable[str], root: Path) -> Iterator[Path]:
    for path in (Path.cwd() / name for name in names):
        yield from files_below(path, root) if path.is_dir() else [path]


def _stop(options: Namespace) -> int:
    from llm_sandbox_run.backends.engine import Engine  # takes 100 ms that others need not wait for

    root, _ = _places(options)
    engine = Engine()
    found = engine.containers_of(root)
    for each in found:
        engine.remove(each)
    _say(f"containers of {root} ended: {len(found)}")
    return 0


def _show(result: RunResult) -> None:
    _emit(sys.stdout, result.stdout_bytes)
    _emit(sys.stderr, result.stderr_bytes)
    _say_problems(result.findings)
    if result.outcome is Outcome.BLOCKED:
        count = len(result.findings)
        _say(f"not run: {count} finding{'s' * (count != 1)}")
    for line in result.log:
        _say(line)


def _emit(stream: TextIO | None, data: bytes) -> None:
    """Pass bytes on as they are, but not to a terminal, which would obey some of them."""
    if stream is None or not data:
        return
    if stream.isatty():
        data = report.harmless(data.decode("utf-8", "backslashreplace")).encode()
    with suppress(OSError):  # nobody reads: then nobody minds
        stream.buffer.write(data)
        stream.buffer.flush()


def _say_problems(problems: Iterable[Problem]) -> None:
    for line in report.problem_lines(problems):
        _print(line)


def _say(text: str) -> None:
    _print(f"llm-sandbox-run: {report.harmless(text)}")


def _print(line: str) -> None:
    with suppress(OSError, AttributeError):
        print(line, file=sys.stderr, flush=True)


def _write_json(value: object) -> None:
    print(json.dumps(value, indent=2), flush=True)
