"""Agents are known by the marks that they leave, people are not taken for them."""

from __future__ import annotations

import pytest

from flake8_llm_sandbox.agents import Mark, by_commit, by_environment

PERSON = "Ada <ada@example.org>"


@pytest.mark.parametrize(
    ("author", "message", "agent"),
    [
        (PERSON, "Fix\n\nCo-Authored-By: Claude <noreply@anthropic.com>", "claude"),
        (PERSON, "Fix\n\nCo-Authored-By: Claude Opus 4 (1M context) <NoReply@Anthropic.com>\r", "claude"),
        (PERSON, "Fix\n\n🤖 Generated with [Claude Code](https://claude.ai/code)", "claude"),
        (PERSON, "Fix\n\nGenerated with Claude Code", "claude"),
        ("Claude <noreply@anthropic.com>", "Fix", "claude"),
        ("claude[bot] <41898282+claude[bot]@users.noreply.github.com>", "Fix", "claude"),
        ("Copilot <198982749+Copilot@users.noreply.github.com>", "Fix", "copilot"),
        ("Ada (aider) <ada@example.org>", "Fix", "aider"),
        (PERSON, "Fix\n\nCo-authored-by: openhands openhands@all-hands.dev", "openhands"),
        (PERSON, "Fix\n\nAmp-Thread-ID: https://ampcode.com/threads/T-1", "amp"),
        (PERSON, "Fix\n\nAssisted-by: Codex (model: GPT-5, autonomous)", "codex"),
        (PERSON, "Fix\n\nMade-with: Cursor", "cursor"),
        (PERSON, "aider: fix", "aider"),
    ],
)
def test_marks(author: str, message: str, agent: str) -> None:
    assert by_commit(author, message) == agent


@pytest.mark.parametrize(
    ("author", "message"),
    [
        (PERSON, "Fix what Claude Code has made"),
        ("Eve <eve@anthropic.com>", "Fix"),
        ("github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>", "Fix"),
        (PERSON, "Fix\n\nCo-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>"),
        (PERSON, "Fix\n\nCo-authored-by: Bob <bob+noreply@anthropic.com.example.org>"),
        ("aider <ada@example.org>", "Describe aider: the tool"),
        ("", ""),
    ],
)
def test_people_are_no_agents(author: str, message: str) -> None:
    assert by_commit(author, message) is None


@pytest.mark.parametrize(
    ("variables", "agent"),
    [
        ({"CLAUDECODE": "1"}, "claude"),
        ({"AGENT": "amp", "CLAUDECODE": "1"}, "amp"),
        ({"AI_AGENT": "mine"}, "agent"),
        ({"AGENT": "ssh"}, None),
        ({"CLAUDECODE": ""}, None),
        ({"CURSOR_TRACE_ID": "1"}, None),
    ],
)
def test_variables(variables: dict[str, str], agent: str | None) -> None:
    assert by_environment(variables) == agent


def test_marks_of_ones_own() -> None:
    marks = [
        Mark.parse(text) for text in ("author=bot@corp.example", "line=ticket: AI-\\d+", "variable=MY_BOT")
    ]
    assert by_commit("Bot <bot@corp.example>", "Fix", marks) == "bot@corp.example"
    assert by_commit(PERSON, "Fix\n\nTicket: AI-12", marks) == "ticket: AI-\\d+"
    assert by_environment({"MY_BOT": "1"}, marks) == "MY_BOT"


@pytest.mark.parametrize("text", ["author", "author=", "domain=corp.example", "line=("])
def test_what_is_no_mark(text: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        Mark.parse(text)
