"""Random steps: whatever the analysis finds in all of them as one text, and can still run, a step is refused for."""

from __future__ import annotations

import ast
import random
from contextlib import suppress

import pytest

from flake8_llm_sandbox import analyze
from flake8_llm_sandbox.series import Series

START = "from pathlib import Path\nu = []\nv = []\nw = []\n"
STATEMENTS = """\
{x} = Path('q')
{x} = []
{x} = {y}
def {f}():\\n    {x}.unlink()
def {f}({x}):\\n    {x}.unlink()
{f}({x})
{x} = [{y}]
for {x} in {y}: pass
{x}.append({y})
class {k}: pass
{k}.a = {x}
def {f}():\\n    {k}.a.unlink()
{x} = {k}.a
{f} = lambda {x}: {x}.unlink()
def {f}({x}):\\n    return {x}
{x} = {f}({y})
{x}[0] = {y}
setattr({k}, 'a', {x})
{x}, {y} = {y}, {x}
def {f}():\\n    global {x}\\n    {x} = Path('z')
{x} = map({f}, {y})
from pathlib import Path
{x} = (i.unlink() for i in {y})
@{f}\\ndef {g}({x}):\\n    {x}.unlink()
class {k}:\\n    def m(self):\\n        {x}.unlink()
{x} = {k}()
{x} += {y}
{x} = {{'k': {y}}}
{f}(*{x})
{f}(**{{'{x}': {y}}})
class {k}:\\n    a = {x}
class {k}({k2}):\\n    def n(self): self.a.unlink()
def {f}():\\n    for i in {x}: i.unlink()
def {f}():\\n    {g}({x})
{f} = {g}
import functools\\n{f} = functools.partial({g}, {x})
def {f}(*{x}):\\n    {x}[0].unlink()
def {f}(**{x}):\\n    {x}['a'].unlink()
{f}(a={x})
{k}({x})
class {k}:\\n    def __init__(self, {x}): self.a = {x}
{k}.m = {f}
sorted({x}, key={f})
async def {f}({x}):\\n    {x}.unlink()
def {f}():\\n    yield {x}
for i in {f}(): {x} = i
del {x}
try:\\n    {x} = Path('e')\\nexcept ValueError: pass
with {x} as {y}: pass
def {f}():\\n    with {x} as i: i.unlink()
raise_ = {x}
{x} = {y} or {x}
{x} = {y} if {y} else Path('i')
print({x})
def {f}():\\n    eval({x})
def eval({x}): return {x}
from ast import literal_eval as eval
def {f}():\\n    globals()['{x}'].unlink()
globals()['{x}'] = {y}
{x} = vars()
def {f}():\\n    locals()
""".splitlines()
NAMES = {"x": "uvw", "y": "uvw", "f": "fgh", "g": "fgh", "k": "AB", "k2": "AB"}
LASTING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)


def steps(seed: int) -> list[str]:
    chance = random.Random(seed)

    def statement() -> str:
        names = {name: chance.choice(pool) for name, pool in NAMES.items()}
        return chance.choice(STATEMENTS).replace("\\n", "\n").format(**names) + "\n"

    made = ["".join(statement() for _ in range(chance.randint(1, 2))) for _ in range(14)]
    return [step for step in made if is_program(step)]


def is_program(text: str) -> bool:
    with suppress(SyntaxError):
        compile(text, "<step>", "exec")
        return True
    return False


def lasting(text: str) -> set[int]:
    """Return the lines that may run again."""
    nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, LASTING))
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or 0) + 1)}


@pytest.mark.parametrize("seed", range(60))
def test_steps_are_judged_as_the_text_that_they_are_together(seed: int) -> None:
    series = Series()
    series.judge(START)
    series.keep()
    text = START
    for step in steps(seed):
        found, whole = series.judge(step), analyze(text + step)
        alive = lasting(text + step)
        live = [each for each in whole if each.line > text.count("\n") or each.line in alive]
        assert bool(live) <= bool(found) <= bool(whole), text + step
        if not found:
            series.keep()
            text += step
