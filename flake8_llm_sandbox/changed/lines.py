"""Which lines of a text stand in another one as well."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from flake8_llm_sandbox.source import LINE_END

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet


def kept(old: bytes, new: bytes) -> dict[int, int]:
    """Return the number of each line of ``new`` that ``old`` has as well, in the same order, with its number there."""
    before, after = _lines(old), _lines(new)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    found = {number: number for number in range(1, start + 1)}
    middle = SequenceMatcher(None, before[start : len(before) - end], after[start : len(after) - end])
    for block in middle.get_matching_blocks():
        first, other = start + 1 + block.b, start + 1 + block.a
        found.update((first + number, other + number) for number in range(block.size))
    shift = len(before) - len(after)
    found.update((number, number + shift) for number in range(len(after) - end + 1, len(after) + 1))
    return found


def removed(pairs: Iterable[tuple[bytes, bytes]]) -> set[str]:
    """Return the lines, without indentation, that texts had and their successors have not in their place."""
    return {
        line.strip()
        for old, new in pairs
        for stayed in [set(kept(old, new).values())]
        for number, line in enumerate(_lines(old), 1)
        if number not in stayed
    }


def changed(new: bytes, same: dict[int, int], gone: AbstractSet[str]) -> set[int]:
    """Return the lines of ``new`` that are neither the ``same`` as before nor ``gone`` from elsewhere: moved, indented."""
    lines = enumerate(_lines(new), 1)
    return {number for number, line in lines if number not in same and line.strip() not in gone}


def _common(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next(
        (number for number, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other))
    )


def _lines(source: bytes) -> list[str]:
    return LINE_END.split(source.decode("utf-8", "surrogateescape"))
