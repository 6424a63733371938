"""Repairs of what a rule reports, where one right answer exists.

A fix is a generator ``fix(node, names)`` in a module of this folder: it gets a call, or an assignment of a call's value,
and yields the edits to try, best first. It looks at the program alone and yields nothing where it is not sure;
``repair`` keeps an edit only if the analysis then has one reason less to complain, and nothing else has changed.

libcst is imported by those who ask for a repair, not by this package: it takes a third of a second.
"""

from __future__ import annotations

FIXES = {
    "LLS101": "literals",
    "LLS111": "imports",
    "LLS307": "archives",
    "LLS713": "models",
    "LLS714": "documents",
}  # code of the rule: module with its fix
