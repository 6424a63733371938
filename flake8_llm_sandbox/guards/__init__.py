"""What stands guard over code, and is no Python: hooks, CI, settings of linters. Changes are told; one that disarms is a stop."""

from __future__ import annotations

from flake8_llm_sandbox.guards.edit import Version
from flake8_llm_sandbox.guards.judge import guarded
from flake8_llm_sandbox.guards.kinds import is_python, is_wanted

__all__ = ["Version", "guarded", "is_python", "is_wanted"]
