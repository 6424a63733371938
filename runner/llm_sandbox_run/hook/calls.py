"""Tool calls as agents describe them to their hooks, told apart by their shape."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

_COMMAND = ("command", "cmd", "script")
_FOLDER = ("workdir", "cwd", "directory", "dir_path", "working_directory")


class Malformed(Exception):  # noqa: N818 - the caller's fault
    """The text on standard input is no tool call of a known agent."""


class Call(NamedTuple):
    """What an agent wants to do. ``dialect`` says in which form it expects the answer."""

    dialect: str  # claude (and Codex), copilot, gemini, cursor
    tool: str
    given: dict[str, Any]
    folder: str = ""  # where the agent works
    event: str = ""

    @property
    def commands(self) -> list[str | list[str]]:
        """The shell texts, or the words of a command, if this runs any: one by each name, whichever the tool goes by."""
        found = [self.given[name] for name in _COMMAND if name in self.given]
        if not all(isinstance(each, (str, list)) for each in found):
            raise Malformed("its command is neither a text nor a list")
        return [[str(word) for word in each] if isinstance(each, list) else each for each in found]

    @property
    def command_folder(self) -> str:
        """Where the command says that it runs; "" if it does not."""
        return next((self.given[name] for name in _FOLDER if isinstance(self.given.get(name), str)), "")

    def rewritten(self, command: str) -> dict[str, Any]:
        """Return the tool's arguments with another command."""
        name = next(name for name in _COMMAND if name in self.given)
        return {**self.given, name: command}


def read(text: bytes) -> Call:
    """Return the call that ``text`` describes.

    Raises:
        Malformed: it does not.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"it is no JSON ({type(error).__name__})") from None
    if not isinstance(data, dict):
        raise Malformed("it is no JSON object")
    folder = data.get("cwd") or next(iter(_list(data.get("workspace_roots"))), "")
    event = str(data.get("hook_event_name") or "")
    if not isinstance(folder, str):
        raise Malformed("its folder is no text")
    if "toolName" in data:
        return Call("copilot", str(data["toolName"]), _object(data.get("toolArgs")), folder, event)
    if "tool_name" in data:
        dialect = {"BeforeTool": "gemini", "preToolUse": "cursor"}.get(event, "claude")
        if dialect == "claude" and event != "PreToolUse":
            raise Malformed(f"it is about the event {event!r}, not PreToolUse")
        return Call(dialect, str(data["tool_name"]), _object(data.get("tool_input")), folder, event)
    if event == "beforeShellExecution" or "command" in data:
        return Call("cursor", "Shell", {"command": data.get("command")}, folder, event)
    raise Malformed("it is of no agent that is known")


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise Malformed("its arguments are no JSON") from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Malformed("its arguments are no JSON object")
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
