"""What contributors run: `nox` for everything, `nox -s tests-3.12` for one."""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = True


def install(session: nox.Session, group: str) -> None:
    """Install the project and a dependency group."""
    session.install("--upgrade", "pip")
    session.install("--editable", ".", "--group", group)


@nox.session(python=["3.10", "3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """The tests; `eval "$(scripts/docker-engine)"` first, or those that need Docker are skipped."""
    install(session, "test")
    session.run("pytest", *session.posargs)


@nox.session
def podman(session: nox.Session) -> None:
    """What the backend promises, on Podman; `eval "$(scripts/podman-engine)"` first."""
    install(session, "test")
    session.run(
        "pytest", "tests/runner/test_contract.py", "tests/runner/test_podman.py", "-k", "not subprocess"
    )


@nox.session
def lint(session: nox.Session) -> None:
    """Format and lint."""
    install(session, "dev")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Static types."""
    install(session, "dev")
    session.run("mypy")


@nox.session
def contracts(session: nox.Session) -> None:
    """Which module may import which."""
    install(session, "dev")
    session.run("lint-imports")


@nox.session(python="3.13")
def table(session: nox.Session) -> None:
    """Make the table of Python's library anew, from each version: it has to be the one that is there."""
    install(session, "test")
    interpreters = ("python3.10", "python3.11", "python3.12", "python3.13")
    session.run("python", "-m", "tests.proof.model", *interpreters)
    session.run("git", "diff", "--exit-code", "flake8_llm_sandbox/data", external=True)


@nox.session
def integrations(session: nox.Session) -> None:
    """Frameworks for agents, with scripted models."""
    session.install("--upgrade", "pip")
    session.install(
        "--editable",
        ".[adk,deepagents,langchain,openai-agents,pydantic-ai,smolagents]",
        "--group",
        "test",
        "langchain>=1",
    )
    session.run("pytest", "tests/integrations", *session.posargs)
