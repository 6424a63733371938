"""Operations on meanings: folding where both sides are constants, holes where one is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.meaning import folding
from flake8_llm_sandbox.meaning.kinds import (
    MAX_MEANINGS,
    UNKNOWN,
    Const,
    Getter,
    Items,
    Ref,
    Value,
    Values,
    as_text,
    is_path,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def folded(work: Callable[..., Any], *args: Any) -> Value:
    """Return the constant that ``work(*args)`` gives, or the unknown."""
    try:
        return Const(folding.checked(lambda: work(*args)))
    except folding.CannotFold:
        return UNKNOWN


def named(name: str) -> Value:
    """Return the library's ``name``, as an instance where it ends in `()`, or the unknown for no name."""
    return Ref(name.removesuffix("()"), instance=name.endswith("()")) if name else UNKNOWN


def getter(kind: str, value: Value) -> Value:
    """Return a getter of ``value``, never one of a getter: a loop could nest them without end."""
    if not isinstance(value, Getter):
        return Getter(kind, value)
    return value if kind == value.kind == "partial" else UNKNOWN


def joined(args: Iterable[Values]) -> str:
    """Return the text of ``Path(*args)``."""
    parts = [
        next((text for text in map(as_text, found) if text != folding.HOLE), folding.HOLE) for found in args
    ]
    return str(folding.function("os.path.join", parts, {})) if parts else "."


def operate(symbol: str, left: Values, right: Values) -> Iterator[Value]:
    """Yield ``left <symbol> right`` for every pair of meanings; text with an unknown part keeps the known one."""
    for one in left[:MAX_MEANINGS]:
        for other in right[:MAX_MEANINGS]:
            if symbol == "/" and (is_path(one) or is_path(other)):
                yield Ref("pathlib.Path", instance=True, path=joined(((one,), (other,))))
            elif isinstance(one, Const) and isinstance(other, Const):
                yield folded(folding.binary, symbol, one.value, other.value)
            elif symbol == "+" and (_is_text(one) or _is_text(other)):
                yield Const("".join(v.value if isinstance(v, Const) else folding.HOLE for v in (one, other)))
            elif symbol == "%" and isinstance(one, Const):
                yield folded(folding.binary, "%", one.value, folding.HOLE)
            else:
                yield from (part for part in (one, other) if symbol in "+*" and isinstance(part, Items))
                yield UNKNOWN


def _is_text(value: Value) -> bool:
    return isinstance(value, Const) and isinstance(value.value, str)
