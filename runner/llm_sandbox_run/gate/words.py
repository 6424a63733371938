"""What the words on a command line of a test runner say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Options whose value may be a word of its own; with "=" any may have one.
PYTEST = frozenset(
    """-W -c -k -m -n -o -p -r --assert --basetemp --capture --code-highlight --color --config-file --confcutdir --deselect
    --dist --doctest-glob --doctest-report --durations --durations-min --ignore --ignore-glob --import-mode --junit-prefix
    --junit-xml --junitxml --log-cli-format --log-cli-level --log-date-format --log-file --log-file-level --log-format
    --log-level --maxfail --maxprocesses --numprocesses --override-ini --pastebin --pdbcls --pythonwarnings --rootdir
    --show-capture --tb --timeout --tx --verbosity""".split()
)
UNITTEST = frozenset("-k -p -s -t --pattern --start-directory --top-level-directory".split())
_FLAGS = frozenset(
    """--cache-clear --co --collect-only --cov-branch --doctest-continue-on-failure --doctest-modules --exitfirst
    --failed-first --ff --last-failed --lf --new-first --nf --no-cov --no-header --no-summary --pyargs --quiet --runxfail
    --showlocals --stepwise --strict --strict-config --strict-markers --sw --verbose""".split()
)
_CLUSTER = re.compile(r"-([hlqsvxV]+)([Wckmnopr].*)", re.DOTALL)


class Word(NamedTuple):
    """An option with its value, if it has one, or an argument."""

    option: str  # empty for an argument
    value: str
    written: tuple[str, ...]
    doubtful: bool = False  # an argument that may as well be the value of the option before it


def read(words: Iterable[str], with_value: frozenset[str] = PYTEST) -> Iterator[Word]:
    """Yield what each of the words, or each pair of them, says; ``with_value`` are options of which a value may follow."""
    rest, before = iter([part for word in words for part in _parts(word)]), ""
    for word in rest:
        if word == "--":
            yield Word("--", "", (word,))
            yield from (Word("", each, (each,)) for each in rest)
            return
        if not word.startswith("-"):
            yield Word("", word, (word,), doubtful=before.startswith("--") and "=" not in before)
        elif word in with_value:
            value = next(rest, "")
            yield Word(word, value, (word, value))
            word = ""
        elif word[:2] in with_value and not word.startswith("--"):
            yield Word(word[:2], word[2:].removeprefix("="), (word,))
            word = ""
        else:
            option, _, value = word.partition("=")
            yield Word(option, value, (word,))
        before = "" if word in _FLAGS else word


def _parts(word: str) -> list[str]:
    """Return the flags of one letter that stand before an option with a value, and that option: `-qp`, `-xk`."""
    cluster = _CLUSTER.fullmatch(word)
    return [*(f"-{flag}" for flag in cluster[1]), f"-{cluster[2]}"] if cluster else [word]


def values(words: Iterable[Word], *options: str) -> list[str]:
    """Return the values of options, in their order."""
    return [word.value for word in words if word.option in options]
