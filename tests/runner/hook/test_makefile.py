"""What `make` runs is judged like what an agent runs itself, where the Makefile is simple enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.hook.decide import Said

from tests.runner.hook.test_commands import reason

if TYPE_CHECKING:
    from pathlib import Path

    from tests.runner.hook.conftest import Ask

DENIED = {
    "recipe": "test:\n\tpython bad.py\n",
    "first target": ".PHONY: all\nall: test\n\ntest:\n\t@python bad.py\n",
    "needed": "test: gen\n\techo ok\ngen:\n\t-python bad.py\n",
    "variable": "PY = python\ntest:\n\t$(PY) bad.py\n",
    "variable by default": "PY ?= python\ntest:\n\t${PY} bad.py\n",
    "variable in a variable": "PY = $(X)\nX := python bad.py\ntest:\n\t$(PY)\n",
    "set twice": "PY = echo\nPY = python bad.py\ntest:\n\t$(PY)\n",
    "set behind a tab": "PY = echo\n\tPY = python bad.py\ntest:\n\t$(PY)\n",
    "more of it": "X = a\nX += '; python bad.py; '\ntest:\n\techo '$(X)'\n",
    "function": "test:\n\techo '$(subst x,python bad.py,'; x; ')'\n",
    "run while it is read": "X := $(shell python bad.py)\ntest:\n\tpython ok.py\n",
    "another shell": "SHELL = python\ntest:\n\timport bad\n\tpython ok.py\n",
    "included": "include python.mk\ntest:\n\tpython ok.py\n",
    "condition": "ifdef X\nPY = python bad.py\nendif\ntest:\n\tpython ok.py\n",
    "of one target": "test: PY = python bad.py\ntest:\n\t$(PY)\n",
    "in one line": "test: ; python bad.py\n",
    "pattern": "%: x\n\tpython bad.py\n",
    "suffix": ".md.html:\n\tpython bad.py\n",
    "for the shell": "test:\n\tx=python; $$x bad.py\n",
    "substitution": "X = $$(python bad.py)\ntest:\n\techo $(X)\n",
    "comment that goes on": "test:\n\tpython -c '# \\\n\timport os; os.remove(1)'\n",
    "changed before": "test: gen\n\tpython ok.py\ngen:\n\tcp bad.py ok.py\n",
    "changed after": "test: gen\n\tcp bad.py ok.py\ngen:\n\tpython ok.py\n",
    "function in a function": "X := $(patsubst a,b,$(shell $(PY) bad.py))\ntest:\n\tpython ok.py\n",
    "made of texts": "$(eval X := python bad.py)\ntest:\n\tpython ok.py\n",
    "only dashes": "test:\n\t-@python bad.py\n",
    "of a loop": "test:\n\tfor f in bad.py; do \\\n\t  python $$f; \\\n\tdone\n",
}
PASSES = {
    "tests": ".PHONY: test lint\n\nPY ?= python3 # or another\n\ntest: lint\n\t$(PY) -m pytest -q\n\nlint:\n\truff check .\n",
    "other targets": "test:\n\tpython ok.py\n\nrelease:\n\tpython bad.py\n",
    "continued": "test:\n\tcd sub && \\\n\tpython ok2.py\n",
    "name of the target": "test:\n\techo $@ && python ok.py\n",
    "shell while it is read": "X := $(shell git describe)\ntest:\n\tpython ok.py\n",
    "words of the user": "test:\n\techo $(USER) && python ok.py\n",
    "loop": "test:\n\tfor f in ok.py clean.py; do python $$f; done\n",
}


@pytest.mark.parametrize("text", DENIED.values(), ids=DENIED)
def test_denied(ask: Ask, repository: Path, text: str) -> None:
    (repository / "Makefile").write_text(text)
    assert reason(ask("make" if text.startswith(".PHONY: all") else "make test"))


@pytest.mark.parametrize("text", PASSES.values(), ids=PASSES)
def test_passes(ask: Ask, repository: Path, text: str) -> None:
    (repository / "Makefile").write_text(text)
    assert ask("make -s -j4 test 2>&1 | tail -20") == Said()


@pytest.mark.parametrize(
    "command",
    [
        "make PY='python bad.py' test",
        "PY='sh bad.sh' make test",
        "export PY='sh bad.sh'; make test",
        "PY='sh bad.sh'; export PY; make test",
        "env PY='sh bad.sh' make test",
        "nice env PY='sh bad.sh' make test",
        "for PY in 'sh bad.sh'; do export PY; make test; done",
        "read PY < list.txt; export PY; make test",
        "make -e test",
        "make --eval='x:;sh bad.sh' test",
        "make -f ok.sh test",
        "printf 'test:\\n\\tpython bad.py\\n' > Makefile; make test",
        "cp bad.sh Makefile; make test",
        'make "$X"',
    ],
)
def test_what_is_said_to_make_is_seen(ask: Ask, repository: Path, command: str) -> None:
    (repository / "Makefile").write_text(PASSES["tests"])
    assert reason(ask(command))
