"""What the command line names, as values: a project, a policy, a program, its standard input."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llm_sandbox_run import fences
from llm_sandbox_run.command import paths
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.model import Code, Limits, Module, Script
from llm_sandbox_run.policy.policy import Policy
from llm_sandbox_run.project.folder import locate
from llm_sandbox_run.sandbox import Sandbox

if TYPE_CHECKING:
    from argparse import Namespace

    from llm_sandbox_run.aio import AsyncSandbox


def places(options: Namespace) -> tuple[Path, Path]:
    """Return the project and the folder in it to run in.

    Raises:
        UsageError: the project is no folder.
    """
    here = Path.cwd()
    root = locate(options.project or here)
    paths.leave_out(root)
    return root, here if here.is_relative_to(root) else root


def policy(options: Namespace, root: Path) -> Policy:
    """Return what the options and the file that they name allow.

    Raises:
        UsageError: that makes no sense.
    """
    base = Policy()
    if options.policy:
        from llm_sandbox_run.policy import policy_file  # the parser of TOML is slow to load

        base = policy_file.load(options.policy, root)
    return replace(
        base,
        allow=[*base.allow, *options.allow],
        place=[*base.place, *options.place],
        network=options.network or base.network,
        profile=options.profile or base.profile,
        environment=[*base.environment, *options.env],
        readable=[*base.readable, *options.readable],
        runners=[*base.runners, *options.runner],
    )


def sandbox(options: Namespace, slot: int = 0) -> Sandbox:
    """Return the place to run in.

    Raises:
        UsageError: an option makes no sense.
    """
    return Sandbox(slot=slot, **_of_place(options))


def several(options: Namespace) -> AsyncSandbox:
    """Return the places to run in side by side.

    Raises:
        UsageError: an option makes no sense.
    """
    from llm_sandbox_run.aio import AsyncSandbox

    return AsyncSandbox(size=options.size, **_of_place(options))


def _of_place(options: Namespace) -> dict[str, Any]:
    root, cwd = places(options)
    return {
        "project": root,
        "backend": options.backend,
        "image": options.image,
        "limits": Limits(**{each.name: getattr(options, each.name) for each in fields(Limits)}),
        "writable": options.writable,
        "read_only": options.read_only,
        "cwd": cwd,
        "policy": policy(options, root),
        "preload": options.preload,
        "require_isolation": options.require_isolation,
        "live": options.live,
        "changes": options.changes,
        "runtime": options.runtime,
        "environment": dict(options.set),
        "base": options.base,
        "paths": import_roots(options),
    }


def import_roots(options: Namespace) -> list[Path]:
    """Return the folders to import from that the options name."""
    return [Path.cwd() / path for path in options.path]


def program(options: Namespace) -> Code | Script | Module:
    """Return what to run; for "-", read it.

    Raises:
        UsageError: there is no standard input.
    """
    if options.code:
        source = _taken(options.code[0].encode("utf-8", "surrogateescape"), options)
        return Code(source, tuple(options.code[1:]), kept=True)
    if options.fenced and options.program[:1] != ["-"]:
        raise UsageError("--fenced goes with -c CODE and with - (standard input)")
    if options.module:
        return Module(options.module[0], tuple(options.module[1:]))
    name, args = options.program[0], tuple(options.program[1:])
    if name == "-":
        return Code(_taken(_own_stdin(), options), args, name="<stdin>", argv0="-", kept=True)
    return Script(Path(name) if options.project is None else Path.cwd() / name, args)


def _taken(text: bytes, options: Namespace) -> bytes:
    return fences.of_bytes(text) if options.fenced else text


def stdin(options: Namespace) -> int | None:
    """Return the descriptor to forward, a terminal too; not what the program came from."""
    if sys.stdin is None or options.program[:1] == ["-"]:
        return None
    try:
        return sys.stdin.fileno()
    except OSError:  # something that only looks like a stream, inside of a Python program
        return None


def _own_stdin() -> bytes:
    if sys.stdin is None:
        raise UsageError("there is no standard input to read a program from")
    return sys.stdin.buffer.read()
