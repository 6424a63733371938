"""``llm-sandbox-run doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.backends import BACKENDS
from llm_sandbox_run.command import show
from llm_sandbox_run.doctor import lines
from llm_sandbox_run.doctor.examination import examine
from llm_sandbox_run.errors import SandboxError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from llm_sandbox_run.doctor.findings import Examination


def main(options: Namespace) -> int:
    """Examine the backends that the options name, and print what was found; return the exit code."""
    tell = _keep_quiet if options.json else show.line
    names = [options.backend] if options.backend else list(BACKENDS)
    done = [_examine(name, options.image, options.runtime, tell) for name in names]
    code = _exit_code(done)
    if options.json:
        show.as_json({"exit_code": code, "backends": [lines.as_json(each) for each in done]})
    return code


def _examine(backend: str, image: str, runtime: str, tell: Callable[[str], None]) -> Examination:
    tell(lines.heading(backend, image))
    done = examine(backend, image, runtime, lambda found: tell(lines.finding(found)))
    for line in lines.ending(done):
        tell(line)
    return done


def _exit_code(done: list[Examination]) -> int:
    checked = [each for each in done if not each.unreachable]
    if not checked:
        return SandboxError.exit_code
    return int(any(each.broken for each in checked))


def _keep_quiet(_: str) -> None:
    """Print nothing."""
