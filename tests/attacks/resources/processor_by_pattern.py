"""Matches a pattern that takes for ever."""

# outcome: timeout
import re

re.match(r"(a+)+$", "a" * 60 + "b")
