"""The examples in docstrings, as those who run them get them."""

from __future__ import annotations

import doctest

from flake8_llm_sandbox import analyze, doctest_examples, imported_modules

SHOWN = '''
def double(x):
    """Double it.

    >>> import math
    >>> for each in (1, 2):
    ...     print(double(each))
    2
    4
    >>> 1 +
    """
    return 2 * x
'''


def test_examples_are_what_doctest_compiles() -> None:
    def double() -> None: ...

    double.__doc__ = SHOWN
    found = [example.source for test in doctest.DocTestFinder().find(double) for example in test.examples]
    assert [*doctest_examples(SHOWN)] == found
    assert len(found) == 3


def test_examples_that_others_run_are_judged() -> None:
    text = '"""\n>>> import os\n>>> os.system("id")\n"""\n'
    assert analyze(text) == ()
    assert [(each.line, each.code) for each in analyze(text, doctests=True)] == [(3, "LLS202")]


def test_imports_of_examples_that_run_are_imports() -> None:
    assert imported_modules(SHOWN) == ()
    assert imported_modules(SHOWN, doctests=True) == ("math",)
    assert imported_modules(SHOWN + "import doctest\ndoctest.testmod()\n") == ("doctest", "math")


def test_broken_examples_are_none() -> None:
    assert doctest_examples('"""\n  >>>1\n"""\n') == ()
    assert analyze('"""\n  >>>1\n >>> )\n"""\n', doctests=True) == ()
