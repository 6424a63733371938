"""What a hook says, in the form that each agent expects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from llm_sandbox_run.hook.calls import Call

MAX_REASON = 1000  # characters
BLOCKS = 2  # the one exit code by which all of them stop
_PLAIN = (
    "What passes is plain Python: python FILE, python -m MODULE, python -c '...', or python - <<'EOF' with the text below; "
    "each may begin with cd FOLDER &&. In a sandbox the same runs as llm-sandbox-run FILE, -m MODULE, -c '...' or -."
)


def nothing(call: Call) -> str:
    """Return what leaves the decision to the agent."""
    return "{}" if call.dialect == "cursor" else ""


def denial(call: Call, reason: str) -> str:
    """Return what has the agent not do it, and its model read why."""
    if call.dialect == "copilot":
        return _json(permissionDecision="deny", permissionDecisionReason=reason)
    if call.dialect == "gemini":
        return _json(decision="deny", reason=reason)
    if call.dialect == "cursor":
        return _json(permission="deny", user_message=reason.partition("\n")[0], agent_message=reason)
    return _json(
        hookSpecificOutput={
            "hookEventName": "PreToolUse",
            "permissionDecision": "deny",
            "permissionDecisionReason": reason,
        }
    )


def rewriting(call: Call, command: str) -> str | None:
    """Return what has the agent run ``command`` instead; None if it takes no other."""
    given = call.rewritten(command)
    if call.dialect == "copilot":
        return _json(permissionDecision="allow", modifiedArgs=given)
    if call.dialect == "gemini":
        return _json(
            decision="allow", hookSpecificOutput={"hookEventName": "BeforeTool", "tool_input": given}
        )
    if call.dialect == "cursor":
        return _json(permission="allow", updated_input=given) if call.event == "preToolUse" else None
    return _json(
        hookSpecificOutput={
            "hookEventName": "PreToolUse",
            "permissionDecision": "allow",
            "updatedInput": given,
        }
    )


def _json(**values: Any) -> str:
    return json.dumps(values)


def unclear(reason: str) -> str:
    """Return why a call cannot be judged, and what can."""
    shown = "".join(each if each.isprintable() else "?" for each in reason[:MAX_REASON])
    return f"Not done: this call {shown}.\n{_PLAIN}"
