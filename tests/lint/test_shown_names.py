"""Names of others as they are shown: each letter is what it looks like, or spelt out."""

from __future__ import annotations

import pytest

from flake8_llm_sandbox.shown import name


@pytest.mark.parametrize(
    "shown",
    [
        r".\u0435nv",
        r"c\u03bfnftest.py",
        r"\u0441\u043e\u0440\u0443",
        r"a\u2010b",
        r"src\u2215x.py",
        r"\uff43onf",
        r"a\nb\x1b[2J",
        r"x\u200by\u202e",
        r"\udc80",
    ],
)
def test_what_deceives_is_spelt_out(shown: str) -> None:
    assert name(shown.encode().decode("unicode_escape")) == shown


@pytest.mark.parametrize(
    "text", ["данные.csv", "yaz\u0131l\u0131m", "résumé.txt", "αβγ.txt", "日本語", "📁 notes", "naïve ß"]
)
def test_honest_names_are_shown_as_they_are(text: str) -> None:
    assert name(text) == text
