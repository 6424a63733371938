"""Texts made at random, read by the hook and run by bash: no Python starts there that the hook has not seen."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest
from llm_sandbox_run.hook import follow
from llm_sandbox_run.hook.shell.model import Unclear

TEXTS = 250  # for each seed
FORMS = r"""python @word
python @word
echo @word
@name=@word
for @name in @word @word; do @form; done
for @name in *.py; do @form; done
if @form; then @form; fi
(@form)
{ @form; }
@form | @form
@form && @form
@form; @form
@form & wait
x=$(@form)
echo `@form`
python "$(@form)"
read @name <<< @word
printf -v @name %s @word
printf -v$@name %s @word
eval '@form'
eval @name=@word
bash -c "@form"
bash -c '@form'
g() { @form; }; @form; g
case @word in *) @form;; esac
while @form; do @form; break; done
cd sub && @form
cd sub; @form
unset @name; @form
: ${@name:=@word}
((@name=1))
export @name=@word
echo @word | while read @name; do @form; done
trap '@form' EXIT
$@name @word
@word @form
cat < @word
cat <<A~@form~A~@form
cat <<'A'~@form~A~@form
@form~@form""".splitlines()
WORDS = r"""a.py|b.py|$f|"$f"|${f}|"${h}"|$h.py|a|b|"$f".py|${f%.py}.py|${h:-a}.py|'$f'|\$f|$'\x61.py'|python|"a.py b.py"|"f=b.py"|f|-c|$'\x{62}.py'""".split(
    "|"
)
NOISE = r""" ~|~'~"~\~`~$~$(~)~(~}~{~;~;;~&~#~<<A~>~<~*~?~!~done~do~fi~for f in~in~f=b.py~[[~]]~((~))~${~A~&&""".split(
    "~"
)
SHIM = r"""#!/bin/sh
printf '%s\0' "$1" >> "$SEEN"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("bin", "project/sub"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "bin/python").write_text(SHIM)
    (tmp_path / "bin/python").chmod(0o755)
    for name in ("bash", "cat"):
        (tmp_path / "bin" / name).symlink_to(f"/bin/{name}")
    for name in ("a.py", "b.py", "sub/a.py"):
        (tmp_path / "project" / name).write_text("print(1)\n")
    return tmp_path / "project"


def text_at_random(dice: random.Random) -> str:
    text, forms = "@form", 8
    while "@form" in text:
        text = text.replace("@form", dice.choice(FORMS).replace("~", "\n") if forms > 0 else "python $f", 1)
        forms -= 1
    while "@" in text:
        text = text.replace("@word", dice.choice(WORDS), 1).replace("@name", dice.choice("ffh"), 1)
    if dice.random() < 0.4:
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(NOISE) + text[at:]
    return text


def seen_by_hook(text: str, project: Path) -> set[str] | None:
    """Return the first words of the Python that would start; None if the hook denies it all."""
    try:
        found = list(follow.follow(text, follow.in_call(project, project)))
    except Unclear:
        return None
    files = {Path(each.value).name for each in found if each.kind == "file"}
    return files | ({"-c", "-", ""} if any(each.kind == "text" for each in found) else set())


def started_by_bash(text: str, project: Path) -> set[str]:
    seen = project.parent / "seen"
    seen.write_text("")
    environment = {"PATH": str(project.parent / "bin"), "SEEN": str(seen)}
    command = ["/bin/bash", "--norc", "-c", f"ulimit -u 300 -f 100 -t 2\n{text}"]
    with subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as shell:
        try:
            shell.wait(3)
        except subprocess.TimeoutExpired:
            os.killpg(shell.pid, 9)
    return {
        "-c" if each.startswith("-c") else Path(each).name
        for each in seen.read_bytes().decode().split("\0")[:-1]
    }


@pytest.mark.parametrize("seed", range(2))
def test_bash_starts_no_python_that_the_hook_has_not_seen(project: Path, seed: int) -> None:
    dice = random.Random(seed)
    tried = 0
    for _ in range(TEXTS):
        text = text_at_random(dice)
        seen = seen_by_hook(text, project)
        if seen is not None:
            tried += 1
            assert started_by_bash(text, project) <= seen, text
    assert tried > TEXTS / 10
