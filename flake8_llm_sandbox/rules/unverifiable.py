"""What cannot be analysed is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_llm_sandbox.models import UNREVIEWED
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flake8_llm_sandbox.facts import Call, Mention
    from flake8_llm_sandbox.models import Place


class NotPython(Rule):
    """the file does not parse ({name}), so nothing of it was checked; fix it, or check with the Python it is for.

    Bad:
        print("unclosed"

    Good:
        print("closed")
    """

    code = "LLS901"
    stops_tests = True


class BeyondAnalysis(Rule):
    """the program cannot be analysed ({name}); split it into smaller modules and plainer expressions.

    It is too large, too deep, or the analysis failed on it.

    Bad, as an expression:
        "x = " + "-" * 2500 + "1"

    Good:
        x = -1
    """

    code = "LLS902"
    stops_tests = True


class OddEncoding(Rule):
    """the text is not plain UTF-8 ({name}), so people and parsers may read different programs; save it as UTF-8.

    Bad:
        # coding: rot13
        cevag(1)

    Good:
        # coding: utf-8
        print(1)
    """

    code = "LLS903"
    stops_tests = True


class HiddenCharacter(Rule):
    r"""{name} hides what the program does from its readers; spell names plainly, characters as escapes such as `"\\x1b"`.

    Names in other alphabets are fine; a name that only looks like that of a builtin, a keyword or a library module, or
    that mixes alphabets to look Latin, is not.

    Bad, as an expression:
        "x = '\u202e'"

    Bad, as an expression:
        "import \u043es"

    Good, as an expression:
        r"x = '\x1b[0m'"
    """

    code = "LLS904"
    stops_tests = True


class Notebook(Rule):
    """a part of a notebook cannot be verified ({name}); write plain Python in its cells, or save it as a script.

    Cells are judged in order as one program. Magics that run Python, load modules or show something are understood, those
    that start programs or leave the folder are findings of the rules for that; any other is refused, and so are notebooks
    in other languages.

    Bad, as an expression:
        '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'

    Good, as an expression:
        '{"name": "cells"}'
    """

    code = "LLS907"
    stops_tests = True


class Silencer(Rule):
    r"""a comment turns the check off; remove it, or name the codes that it is for: `# noqa: E501`, `# noqa: LLS301`.

    A code that is named in full is silent in flake8; the sandbox and the gate on commits show what it hides.

    Bad, as an expression:
        "import os  # no" + "qa\n"

    Good, as an expression:
        "import os  # no" + "qa: F401, LLS301\n"
    """

    code = "LLS906"
    exempt = "a line on which nothing is found"
    stops_tests = True


class Unreviewed(Rule):
    """nobody has looked yet at what `{name}` does; call a function of the library that is known, or write it in Python.

    Of Python's own library, each public function of 3.10 to 3.13 is known. This is another one, of a module that can act.

    Bad:
        import os
        os.new_in_some_version("data")

    Good:
        import os
        import string
        print(os.getcwd(), string.capwords("a b"))
    """

    code = "LLS908"
    stops_tests = True
    reaches = frozenset({UNREVIEWED})

    @classmethod
    def decides(cls, call: Call, places: Iterable[Place]) -> bool:
        return call.sure

    @classmethod
    def decides_value(cls, mention: Mention) -> bool:
        """A constant, as a rule, of another system."""
        return False
