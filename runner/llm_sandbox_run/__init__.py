"""Run what a language model wrote, after a check, where it can do no harm."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llm_sandbox_run.aio import AsyncSandbox
    from llm_sandbox_run.errors import EngineError, SandboxError, UsageError
    from llm_sandbox_run.model import Change, Code, Limits, Module, Outcome, Problem, RunResult, Script, Tests
    from llm_sandbox_run.policy.policy import Policy
    from llm_sandbox_run.pool import SandboxPool
    from llm_sandbox_run.repair import for_model
    from llm_sandbox_run.sandbox import Sandbox
    from llm_sandbox_run.session.session import Session
    from llm_sandbox_run.session.step import Step

__all__ = [
    "AsyncSandbox",
    "Change",
    "Code",
    "EngineError",
    "Limits",
    "Module",
    "Outcome",
    "Policy",
    "Problem",
    "RunResult",
    "Sandbox",
    "SandboxError",
    "SandboxPool",
    "Script",
    "Session",
    "Step",
    "Tests",
    "UsageError",
    "for_model",
]

_ROOMS = {
    "aio": "AsyncSandbox",
    "errors": "EngineError SandboxError UsageError",
    "model": "Change Code Limits Module Outcome Problem RunResult Script Tests",
    "policy.policy": "Policy",
    "pool": "SandboxPool",
    "repair": "for_model",
    "sandbox": "Sandbox",
    "session.session": "Session",
    "session.step": "Step",
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Import what is asked for: to import all takes longer than a run, or an answer to an agent."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
