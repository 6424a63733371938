"""What a finding stands in, as it was written: exact ends, and what stays the same when text is moved or laid out anew.

Looked at only where something was found: libcst takes a third of a second to import.
"""

from __future__ import annotations

from flake8_llm_sandbox.statements.statement import Statement, statements

__all__ = ["Statement", "statements"]
