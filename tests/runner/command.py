"""The command, as this interpreter has it."""

from __future__ import annotations

import sys

COMMAND = [
    sys.executable,
    "-c",
    "import sys; from llm_sandbox_run.command.start import main; sys.exit(main())",
]
