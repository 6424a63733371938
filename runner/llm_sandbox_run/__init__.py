"""Run what a language model wrote, after a check, where it can do no harm."""

from llm_sandbox_run.errors import EngineError, SandboxError, UsageError
from llm_sandbox_run.model import Limits, Outcome, Problem, RunResult
from llm_sandbox_run.policy import Policy
from llm_sandbox_run.sandbox import Sandbox

__all__ = [
    "EngineError",
    "Limits",
    "Outcome",
    "Policy",
    "Problem",
    "RunResult",
    "Sandbox",
    "SandboxError",
    "UsageError",
]
