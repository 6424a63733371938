"""``llm-sandbox-run withheld``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.command import show
from llm_sandbox_run.errors import SandboxError
from llm_sandbox_run.project.names import printable
from llm_sandbox_run.project.stores import stores

if TYPE_CHECKING:
    from argparse import Namespace

    from llm_sandbox_run.project.stores import Store


def main(options: Namespace) -> int:
    """Print what is kept, and remove of it what the options say; return the exit code."""
    code = 0
    for store in stores():
        done = ""
        if options.remove and store.is_left:
            try:
                store.remove()
                done = "; removed"
            except OSError as error:
                done, code = f"; it could not be removed: {error.strerror}", SandboxError.exit_code
        show.line(_described(store) + done)
    return code


def _described(store: Store) -> str:
    whose = f"of {printable(str(store.project))}" if store.project else "of a project that is not known"
    gone = ", which is gone" * store.is_left
    size = f"{store.size / (1 << 20):.1f} MiB"
    return f"{printable(str(store.folder))}: {store.runs} run{'s' * (store.runs != 1)}, {size}, {whose}{gone}"
