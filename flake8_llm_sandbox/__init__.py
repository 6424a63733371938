"""Find what code written by a language model could do to the machine that runs it."""

from flake8_llm_sandbox.catalog import Remedy, remedy
from flake8_llm_sandbox.engine import analyze
from flake8_llm_sandbox.files import python_files
from flake8_llm_sandbox.findings import Capability, Finding, Severity
from flake8_llm_sandbox.imports import imported_modules
from flake8_llm_sandbox.pure import is_pure

__all__ = [
    "Capability",
    "Finding",
    "Remedy",
    "Severity",
    "analyze",
    "imported_modules",
    "is_pure",
    "python_files",
    "remedy",
]
