"""Find what code written by a language model could do to the machine that runs it."""

from flake8_llm_sandbox.engine import analyze
from flake8_llm_sandbox.findings import Capability, Finding, Severity
from flake8_llm_sandbox.imports import imported_modules

__all__ = ["Capability", "Finding", "Severity", "analyze", "imported_modules"]
