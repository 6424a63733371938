"""The rules, one file per family; a class in any of these files is found by itself."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from itertools import pairwise

from flake8_llm_sandbox.rule import Rule


@cache
def all_rules() -> tuple[type[Rule], ...]:
    """Return every rule, sorted by code.

    Raises:
        TypeError: two rules have the same code.
    """
    modules = [import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = [item for module in modules for item in vars(module).values() if isinstance(item, type)]
    rules = sorted(
        {rule for rule in found if issubclass(rule, Rule) and rule is not Rule}, key=lambda rule: rule.code
    )
    for one, other in pairwise(rules):
        if one.code == other.code:
            raise TypeError(f"{one.__name__} and {other.__name__} are both {one.code}")
    return tuple(rules)
