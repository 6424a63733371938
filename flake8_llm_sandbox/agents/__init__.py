"""Which coding agent a commit is by."""

from __future__ import annotations

from flake8_llm_sandbox.agents.recognize import Mark, by_commit, by_environment

__all__ = ["Mark", "by_commit", "by_environment"]
