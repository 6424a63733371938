"""Calls as five agents describe them, and their answers as values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from llm_sandbox_run.hook.decide import Said

COMMON = {"session_id": "s", "transcript_path": None}


class Agent(NamedTuple):
    """How an agent calls its tools for commands and for files."""

    name: str
    shell: str
    write: str

    def call(self, root: Path, tool: str, given: dict[str, Any]) -> dict[str, Any]:
        cwd = str(root)
        if self.name == "copilot":
            return {
                "sessionId": "s",
                "timestamp": 1,
                "cwd": cwd,
                "toolName": tool,
                "toolArgs": json.dumps(given),
            }
        events = {"gemini": "BeforeTool", "cursor": "preToolUse"}
        event = events.get(self.name, "PreToolUse")
        more = {"turn_id": "t", "model": "m", "permission_mode": "default", "tool_use_id": "u"}
        extra = more if self.name == "codex" else {}
        return {
            **COMMON,
            **extra,
            "cwd": cwd,
            "hook_event_name": event,
            "tool_name": tool,
            "tool_input": given,
        }

    def command(self, root: Path, command: str) -> dict[str, Any]:
        return self.call(root, self.shell, {"command": command})

    def file(self, root: Path, name: str, text: str) -> dict[str, Any]:
        path = str(root / name)
        if self.name == "codex":
            lines = "".join(f"+{line}\n" for line in text.splitlines())
            patch = f"*** Begin Patch\n*** Add File: {name}\n{lines}*** End Patch\n"
            return self.call(root, self.write, {"command": patch})
        if self.name == "copilot":
            return self.call(root, self.write, {"path": path, "file_text": text})
        return self.call(root, self.write, {"file_path": path, "content": text})

    def verdict(self, said: Said) -> tuple[str, str]:
        """Return what the agent takes the answer for, and what its model reads."""
        if said.code == 2:
            assert said.error
            return "deny", said.error
        if not said.out or said.out == "{}":
            return "nothing", ""
        answer = json.loads(said.out)
        if self.name == "gemini":
            return answer["decision"], answer.get("reason", "")
        if self.name == "cursor":
            return answer["permission"], answer.get("agent_message", "")
        inner = answer if self.name == "copilot" else answer["hookSpecificOutput"]
        return inner["permissionDecision"], inner.get("permissionDecisionReason", "")

    def rewritten(self, said: Said) -> dict[str, Any]:
        answer = json.loads(said.out)
        if self.name == "gemini":
            found = answer["hookSpecificOutput"]["tool_input"]
        elif self.name == "cursor":
            found = answer["updated_input"]
        else:
            found = (
                answer["modifiedArgs"]
                if self.name == "copilot"
                else answer["hookSpecificOutput"]["updatedInput"]
            )
        assert isinstance(found, dict)
        return found


AGENTS = [
    Agent("claude", "Bash", "Write"),
    Agent("codex", "Bash", "apply_patch"),
    Agent("copilot", "bash", "create"),
    Agent("cursor", "Shell", "Write"),
    Agent("gemini", "run_shell_command", "write_file"),
]
