"""Where ``llm-sandbox-run`` begins: an agent waits for the hook at each call, so that loads nothing of the rest."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["hook"]:
        from llm_sandbox_run.hook.main import main as answer

        return answer(words[1:])
    from llm_sandbox_run.command.cli import main as run

    return run(words)
