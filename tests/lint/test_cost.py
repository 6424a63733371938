"""What an analysis costs does not grow beyond what the program is long."""

from __future__ import annotations

import time

import pytest

from flake8_llm_sandbox import analyze

GRIDS = [
    "g = [[i * j for j in range(4000)] for i in range(4000)]\nprint(g)\n",
    "print([[[[a + b + c + d for a in range(100)] for b in range(100)] for c in range(100)] for d in range(100)])\n",
    "print([a + b + c for a in range(100) for b in range(100) for c in range(100)])\n",
    "g = list(map(lambda i: list(map(lambda j: i * j, range(4000))), range(4000)))\nprint(g)\n",
    "g = [tuple(i * j for j in range(4000)) for i in range(4000)]\nfor row in g:\n    print(*row)\n",
    "print([x for x in [y for y in [z for z in range(4000)]]])\n",
    "".join(f"a{n} = [x * {n} for x in range(4000)]\nprint(a{n})\n" for n in range(100)),
    "x = [i for i in range(4000)]\ny = [(i, x) for i in x]\nprint([(i, y) for i in y])\n",
]


@pytest.mark.parametrize("program", GRIDS)
def test_grids_are_clean_in_no_time(program: str) -> None:
    start = time.process_time()
    assert analyze(program) == ()
    assert time.process_time() - start < 5


def branches(number: int) -> str:
    rest = "".join(f"elif x == '{each}':\n    y = y + '{each}'\n" for each in range(number))
    return f"x = y = input()\nif x:\n    pass\n{rest}print(y)\n"


@pytest.mark.parametrize(
    "program",
    [
        branches(400),
        "x = 1\nprint(" + " + ".join(["x"] * 600) + ")\n",
        "print(" + " + ".join(f"'{each}'" for each in range(600)) + ")\n",
        "x = 'a'\nprint(x" + ".strip()" * 300 + ")\n",
        "import pandas as pd\nframe = pd.read_csv('a.csv')" + ".assign(a=1)" * 300 + "\nprint(frame)\n",
    ],
)
def test_long_chains_are_judged(program: str) -> None:
    assert analyze(program) == ()


@pytest.mark.parametrize("depth", [600, 3_000, 30_000])
def test_what_hides_at_the_end_of_a_long_chain_is_found(depth: int) -> None:
    assert analyze("x = eval\nx" + ".__call__" * depth + "('1')\n")
    assert analyze("print(" + "1 + " * depth + "eval('1'))\n")


def test_a_comprehension_spells_names_turn_by_turn() -> None:
    pairs = [(ord(letter) ^ 5, 5) for letter in "eval"]
    assert analyze(f"import builtins\ngetattr(builtins, ''.join(chr(a ^ b) for a, b in {pairs}))('1')\n")
