"""Judged is what changed: findings that the text before had not, or whose cause is on a line that it had not."""

from __future__ import annotations

from flake8_llm_sandbox.changed.news import Text, news

__all__ = ["Text", "news"]
