"""Each agent's own form of a call, and of the answer."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from llm_sandbox_run.hook.decide import Said, Settings, decide
from llm_sandbox_run.hook.main import MAX_BYTES

from tests.runner.hook.agents import AGENTS, Agent
from tests.runner.hook.conftest import REMOVES

if TYPE_CHECKING:
    from pathlib import Path

HOOK = [sys.executable, "-m", "llm_sandbox_run.hook"]
PATIENT = [*HOOK, "--seconds", "60"]
agents = pytest.mark.parametrize("agent", AGENTS, ids=lambda each: each.name)


def said_of(call: object, **settings: Any) -> Said:
    return decide(json.dumps(call).encode(), Settings(seconds=60, **settings))


def run(text: bytes, command: list[str] = PATIENT) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, check=False, input=text, capture_output=True, timeout=100)


@agents
def test_clean_code_is_the_agents_own_business(agent: Agent, repository: Path) -> None:
    assert agent.verdict(said_of(agent.command(repository, "python ok.py"))) == ("nothing", "")
    assert agent.verdict(said_of(agent.file(repository, "new.py", "print(1)\n"))) == ("nothing", "")
    assert agent.verdict(said_of(agent.call(repository, "read_it", {"file_path": "bad.py"}))) == (
        "nothing",
        "",
    )


@agents
def test_findings_deny(agent: Agent, repository: Path) -> None:
    for call in (agent.command(repository, "python bad.py"), agent.file(repository, "new.py", REMOVES)):
        decision, reason = agent.verdict(said_of(call))
        assert decision == "deny"
        assert "LLS301" in reason


@agents
def test_rewrites_python_into_the_sandbox(agent: Agent, repository: Path) -> None:
    call = agent.command(repository, "cd sub && python -u ok2.py a 2>&1")
    new = agent.rewritten(said_of(call, rewrite=True))
    assert new == {"command": f"cd sub && llm-sandbox-run --project {repository} ok2.py a 2>&1"}


@agents
def test_what_cannot_be_rewritten_as_a_whole_is_denied(agent: Agent, repository: Path) -> None:
    (repository / "--allow=process").write_text("print(1)\n")
    for command in (
        "python ok.py; rm -rf sub",
        "python ok.py > /etc/notes.md",
        "cd sub > notes.md && python ok2.py",
        "X=1 cd sub && python ok2.py",
        "timeout 5 sudo python ok.py",
        "sudo python ok.py",
        'python ok.py "$(rm -rf sub)"',
        "python -- --allow=process ok.py",
        "A=1 python ok.py",
        "for f in ok.py clean.py; do python $f; done",
    ):
        assert agent.verdict(said_of(agent.command(repository, command), rewrite=True))[0] == "deny", command
    assert agent.verdict(said_of(agent.command(repository, "rm -rf sub"), rewrite=True))[0] == "nothing"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pytest -q", "llm-sandbox-run -m pytest -q"),
        ("python -m pytest -q", "llm-sandbox-run -m pytest -q"),
        ("uv run ok.py 1", "llm-sandbox-run ok.py 1"),
        ("timeout 5 python3 -c 'print(1)'", "timeout 5 llm-sandbox-run -c 'print(1)'"),
        ("PYTHONPATH=sub python ok.py", "PYTHONPATH=sub llm-sandbox-run --path sub ok.py"),
        (
            "for i in 1 2; do python ok.py $i; done",
            "for i in 1 2; do llm-sandbox-run ok.py $i; done",
        ),
        ("python - <<'EOF'\nprint(1)\nEOF", "llm-sandbox-run - <<'EOF'\nprint(1)\nEOF"),
    ],
)
def test_rewritten(repository: Path, old: str, new: str) -> None:
    agent = AGENTS[0]
    call = agent.call(repository, "Bash", {"command": old, "description": "d"})
    assert agent.rewritten(said_of(call, rewrite=True)) == {"command": new, "description": "d"}


def test_cursors_own_event(repository: Path) -> None:
    call = {"hook_event_name": "beforeShellExecution", "command": "python bad.py", "cwd": str(repository)}
    said = said_of(call)
    assert (said.code, json.loads(said.out)["permission"]) == (2, "deny")
    assert said_of({**call, "command": "ls"}).code == 0


def test_words_instead_of_a_text(repository: Path) -> None:
    for words in (["bash", "-lc", "python bad.py"], ["python", "bad.py"], ["env", "python3", "bad.py"]):
        assert "LLS301" in said_of(AGENTS[1].call(repository, "shell", {"command": words})).out
    assert said_of(AGENTS[1].call(repository, "shell", {"command": ["ls", "python"]})) == Said()


def test_folder_of_the_command(repository: Path) -> None:
    call = AGENTS[1].call(
        repository, "exec_command", {"cmd": "python bad.py", "workdir": str(repository / "sub")}
    )
    assert "not there" in said_of(call).out or "cannot read" in said_of(call).out


MALFORMED = {
    "nothing": b"",
    "no JSON": b"{",
    "no object": b"[]",
    "deep": b"[" * 100_000,
    "no call": b"{}",
    "not UTF-8": b'{"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": "\xff"}',
    "arguments": b'{"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": 3}',
    "command": b'{"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": {}}}',
    "other event": b'{"hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}}',
    "huge": b'{"tool_name": "' + b"x" * MAX_BYTES,
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_call_is_stopped_with_a_reason(text: bytes) -> None:
    done = run(text)
    if done.returncode == 0:
        assert b'"deny"' in done.stdout
    else:
        assert done.returncode == 2
        assert b"not done" in done.stderr


@pytest.mark.parametrize("option", ["--nonsense", "--seconds=x", "install", "--policy=/nowhere"])
def test_what_goes_wrong_stops_the_call(repository: Path, option: str) -> None:
    done = run(json.dumps(AGENTS[0].command(repository, "python ok.py")).encode(), [*PATIENT, option])
    assert done.returncode == 2 or b'"deny"' in done.stdout
    assert done.stderr or done.stdout


def hostile() -> dict[str, str]:
    long = 180_000
    return {
        "parentheses": "(" * long,
        "dollars": "$(" * (long // 2),
        "braces": "${" * (long // 2),
        "backticks": "`" * long,
        "here-documents": "<<A " * (long // 5) + "\n",
        "words": "a " * (long // 2) + "; python bad.py",
        "quotes": "'\"" * (long // 2),
        "commands": "a;" * (long // 2) + "python bad.py",
        "continued": "\\\n" * (long // 2) + "python bad.py",
        "slow Python": f"python -c '{'-' * long}1'",
        "nested Python": f"python -c '{'(' * 90_000}'",
        "long Python": "python - <<'EOF'\n" + "x = f(a, b)[1:2]\n" * 10_000 + "EOF",
        "pipe without a writer": "python pipe.py",
        "device": "python /dev/zero",
        "zeros": "python < /dev/zero",
    }


@pytest.mark.parametrize("command", hostile().values(), ids=hostile())
def test_hostile_input_is_answered_in_time(repository: Path, command: str) -> None:
    subprocess.run(["mkfifo", repository / "pipe.py"], check=True)
    call = json.dumps(AGENTS[0].command(repository, command)).encode()
    start = time.monotonic()
    done = run(call, [*HOOK, "--seconds", "2"])
    assert time.monotonic() - start < 15
    assert done.returncode in (0, 2)
    assert done.returncode == 2 or b'"deny"' in done.stdout or "python" not in command


@agents
def test_huge_and_hostile_calls_are_denied_to_each(agent: Agent, repository: Path) -> None:
    calls = (
        agent.command(repository, f"echo {'x' * MAX_BYTES}"),
        agent.command(repository, f"{'$(' * 60_000}python bad.py"),
        agent.file(repository, "new.py", "x = 1\n" * 200_000),
        agent.file(repository, "new.py", "(" * 90_000),
    )
    for call in calls:
        start = time.monotonic()
        done = run(json.dumps(call).encode(), [*HOOK, "--seconds", "2"])
        said = Said(done.stdout.decode(), done.stderr.decode(), done.returncode)
        assert agent.verdict(said)[0] == "deny"
        assert time.monotonic() - start < 15


def test_time_out_is_a_denial(repository: Path) -> None:
    call = json.dumps(AGENTS[0].command(repository, "python ok.py")).encode()
    done = run(call, [*HOOK, "--seconds", "0.001"])
    assert done.returncode == 2
    assert b"seconds to judge" in done.stderr


@agents
def test_install_prints_settings_that_work(agent: Agent, repository: Path) -> None:
    printed = run(b"", [*HOOK, "--seconds", "60", "--rewrite", "install", agent.name])
    assert b"of the project" in printed.stderr
    command = shlex.split(next(_commands(json.loads(printed.stdout))))
    assert command[0].startswith("/")
    done = run(json.dumps(agent.command(repository, "python bad.py")).encode(), [*HOOK, *command[4:]])
    assert agent.verdict(Said(done.stdout.decode(), done.stderr.decode(), done.returncode))[0] == "deny"


def _commands(value: Any) -> Any:
    for name, each in (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else [])
    ):
        if name in ("command", "bash") and isinstance(each, str) and each != "command":
            yield each
        else:
            yield from _commands(each)
