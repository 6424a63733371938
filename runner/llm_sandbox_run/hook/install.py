"""What to put into an agent's settings so that it asks before each call."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_SECONDS = 10  # until the agent gives up, which lets the call through; the hook ends long before
_SHELL_AND_FILES = "Bash|Write|Edit|MultiEdit|NotebookEdit"
_WHERE = {
    "claude": ".claude/settings.json of the project, or ~/.claude/settings.json",
    "codex": ".codex/hooks.json of the project, or ~/.codex/hooks.json",
    "copilot": ".github/hooks/llm-sandbox.json of the project",
    "cursor": ".cursor/hooks.json of the project, or ~/.cursor/hooks.json",
    "gemini": ".gemini/settings.json of the project, or ~/.gemini/settings.json",
}


def snippet(agent: str, arguments: Sequence[str]) -> tuple[str, str]:
    """Return where the settings of an agent belong, and the settings. ``arguments`` are those of ``hook`` itself."""
    options = list(arguments[: list(arguments).index("install")])
    command = shlex.join([sys.executable, "-I", "-m", "llm_sandbox_run.hook", *_absolute(options)])
    settings: dict[str, Any] = _SETTINGS[agent](command)
    return f"for {_WHERE[agent]}:", json.dumps(settings, indent=2)


def _absolute(options: list[str]) -> list[str]:
    from pathlib import Path

    named = ("--policy", "--project")
    return [
        str(Path(each).resolve()) if index and options[index - 1] in named else each
        for index, each in enumerate(options)
    ]


def _claude(command: str) -> dict[str, Any]:
    hook = {"type": "command", "command": command, "timeout": _SECONDS, "onFailure": "block"}
    return {"hooks": {"PreToolUse": [{"matcher": _SHELL_AND_FILES, "hooks": [hook]}]}}


def _codex(command: str) -> dict[str, Any]:
    hook = {"type": "command", "command": command, "timeout": _SECONDS}
    return {"hooks": {"PreToolUse": [{"matcher": ".*", "hooks": [hook]}]}}


def _copilot(command: str) -> dict[str, Any]:
    return {
        "version": 1,
        "hooks": {"preToolUse": [{"type": "command", "bash": command, "timeoutSec": _SECONDS}]},
    }


def _cursor(command: str) -> dict[str, Any]:
    return {
        "version": 1,
        "hooks": {
            "beforeShellExecution": [{"command": command}],
            "preToolUse": [{"command": command, "matcher": "Shell|Write|StrReplace|Edit|TabWrite"}],
        },
    }


def _gemini(command: str) -> dict[str, Any]:
    hook = {"name": "llm-sandbox", "type": "command", "command": command, "timeout": _SECONDS * 1000}
    return {"hooks": {"BeforeTool": [{"matcher": "run_shell_command|write_file|replace", "hooks": [hook]}]}}


_SETTINGS = {"claude": _claude, "codex": _codex, "copilot": _copilot, "cursor": _cursor, "gemini": _gemini}
