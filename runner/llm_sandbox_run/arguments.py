"""Looks at what callers hand over, so that a wrong type is said at once and by the name of its argument."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from llm_sandbox_run.errors import UsageError

_MOST_SHOWN = 100


def require(name: str, value: object, *types: type) -> None:
    """Look whether a value has one of these types; a truth value is no number.

    Raises:
        UsageError: it has not.
    """
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        wanted = " or ".join(type_.__name__ for type_ in types)
        raise UsageError(f"{name} has to be {wanted}, not {repr(value)[:_MOST_SHOWN]}")


def several(name: str, values: Any, *types: type) -> tuple[Any, ...]:
    """Return the values, each of one of these types; a single text is not several.

    Raises:
        UsageError: they are something else.
    """
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise UsageError(f"{name} takes a list, not {repr(values)[:_MOST_SHOWN]}")
    chosen = tuple(values)
    for value in chosen:
        require(f"each of {name}", value, *types)
    return chosen
