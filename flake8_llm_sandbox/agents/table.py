"""The marks that coding agents leave, as of 2026-11-27.

Counted in the histories of 41 public repositories (602,245 commits, of which 54,816 carry one), beside what the agents' own
documentation says; the variables are those of `vercel/detect-agent` (agents.json) and of `cli/cli`
(internal/agents/detect.go). Addresses count as a whole: people work at the same domains, and one bot appears under the
number of another. Left out, since people's commits have them as well: who accepted a review's suggestion
(`175728472+Copilot`, `gemini-code-assist[bot]`), a tool that is the committer alone, variables that are set wherever an
agent is installed.
"""

from __future__ import annotations

GITHUB = "@users.noreply.github.com"

# Of the author, or of a `Co-authored-by` trailer.
ADDRESSES = {
    "amp@ampcode.com": "amp",
    "aider@aider.chat": "aider",
    "noreply@aider.chat": "aider",
    "noreply@aider.dev": "aider",
    "claude@anthropic.com": "claude",
    "noreply@anthropic.com": "claude",
    f"209825114+claude[bot]{GITHUB}": "claude",
    f"41898282+claude[bot]{GITHUB}": "claude",
    "codex@openai.com": "codex",
    "noreply@openai.com": "codex",
    "copilot@github.com": "copilot",
    f"198982749+copilot{GITHUB}": "copilot",
    f"223556219+copilot{GITHUB}": "copilot",
    "cursoragent@cursor.com": "cursor",
    f"158243242+devin-ai-integration[bot]{GITHUB}": "devin",
    f"devin-ai-integration[bot]{GITHUB}": "devin",
    f"138933559+factory-droid[bot]{GITHUB}": "droid",
    f"161369871+google-labs-jules[bot]{GITHUB}": "jules",
    "sisyphus@opencode.ai": "opencode",
    "openhands@all-hands.dev": "openhands",
    f"open-swe{GITHUB}": "openswe",
    "qwen-coder@alibabacloud.com": "qwen",
    "clio-agent@sisyphuslabs.ai": "sisyphus",
    f"128439645+sweep-ai[bot]{GITHUB}": "sweep",
}

# Regular expressions for the whole of an author's name; the address is the person's own.
NAMES = {r".+ \(aider\)": "aider"}

# Regular expressions for a whole line of the message, whatever the case.
LINES = {
    r"agent-logs-url: \S+": "copilot",
    r"aider: .+": "aider",
    r"amp-thread-id: \S+": "amp",
    r"assisted-by: claude\b.*": "claude",
    r"assisted-by: github copilot\b.*": "copilot",
    r"assisted-by: (openai )?codex\b.*": "codex",
    r"assisted-by: opencode\b.*": "opencode",
    r"claude-session: \S+": "claude",
    r"co-authored-by: claude mpm <https://\S+>": "claude",
    r"copilot-session: \S+": "copilot",
    r"made-with: cursor": "cursor",
    r"\W*generated with \[?claude code\b.*": "claude",
}

# Variables that an agent sets for what it starts, some with one value alone. The first one counts.
VARIABLES = {
    "AGENT=amp": "amp",  # sets Claude's as well
    "ANTIGRAVITY_AGENT": "antigravity",
    "AUGMENT_AGENT": "augment",
    "CLAUDECODE": "claude",
    "CLAUDE_CODE": "claude",
    "CLAUDE_CODE_ENTRYPOINT": "claude",
    "CLINE_ACTIVE": "cline",
    "CODEX_CI": "codex",
    "CODEX_SANDBOX": "codex",
    "CODEX_SANDBOX_NETWORK_DISABLED": "codex",
    "CODEX_THREAD_ID": "codex",
    "COPILOT_CLI": "copilot",
    "CURSOR_AGENT": "cursor",
    "CURSOR_EXTENSION_HOST_ROLE=agent-exec": "cursor",
    "GEMINI_CLI": "gemini",
    "OPENCLAW_SHELL": "openclaw",
    "OPENCODE": "opencode",
    "OPENCODE_CLIENT": "opencode",
    "AI_AGENT": "agent",  # whatever it calls itself
}
