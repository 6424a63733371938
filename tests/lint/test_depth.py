"""No program overflows the stack of the thread that asks about it, and threads that ask at once do not disturb each other."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from flake8_llm_sandbox import depth

STACK_BYTES = 1 << 20  # as little as a thread has by default on the systems that Python is for
ANALYSE = f"""
import sys, threading
from flake8_llm_sandbox import analyze
analyze("pass")
threading.stack_size({STACK_BYTES})
asking = threading.Thread(target=lambda: print(len(analyze(sys.argv[1]))))
asking.start()
asking.join()
"""


def nested(before: str, opening: str, inner: str, closing: str = "", after: str = "") -> str:
    """Nest as deep as so few characters can."""
    fixed = len(before + inner + after)
    times = (depth.SHALLOW - fixed) // len(opening + closing)
    return before + opening * times + inner + closing * times + after


@pytest.mark.parametrize(
    "program",
    [
        nested("", "[", "1", "]"),
        nested("x = a", ".b", ""),
        nested("x = a", "()", ""),
        nested("x = eval", "()", ""),
        nested("x = 1", "+1", ""),
        nested("x = ", "-", "1"),
        nested("x: 'a", "[a", "", "]", "'"),
        nested("def f(): return f()\nx = f", ".a()", ""),
        nested("class A: pass\nx = A", "().a", ""),
    ],
)
def test_short_programs_fit_on_any_stack(program: str) -> None:
    assert depth.SHALLOW - 8 < len(program) <= depth.SHALLOW
    subprocess.run([sys.executable, "-c", ANALYSE, program], check=True, timeout=60)


@pytest.mark.parametrize("characters", [0, depth.SHALLOW + 1])
def test_the_limit_is_raised_until_the_last_is_done(characters: int) -> None:
    usual = sys.getrecursionlimit()
    inside, done = threading.Event(), threading.Event()

    def linger() -> None:
        inside.set()
        done.wait(10)

    other = threading.Thread(target=lambda: depth.recurse(linger, characters))
    other.start()
    inside.wait(10)
    assert depth.recurse(sys.getrecursionlimit, characters) >= depth.MAX_FRAMES
    assert sys.getrecursionlimit() >= depth.MAX_FRAMES
    done.set()
    other.join()
    assert sys.getrecursionlimit() == usual
    assert threading.stack_size() == 0


@pytest.mark.parametrize("characters", [0, depth.SHALLOW + 1])
def test_exceptions_come_back(characters: int) -> None:
    with pytest.raises(ZeroDivisionError):
        depth.recurse(lambda: 1 // 0, characters)
    assert sys.getrecursionlimit() < depth.MAX_FRAMES
