"""What a finding stands in, as it was written: exact ends, and what stays the same when text is moved or laid out anew.

``places`` do without libcst, which takes a third of a second to import.
"""

from __future__ import annotations

from flake8_llm_sandbox.statements.statement import Place, Statement, contents, laid_out, places, statements

__all__ = ["Place", "Statement", "contents", "laid_out", "places", "statements"]
