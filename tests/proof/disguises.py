"""Programs that do something dangerous, or something harmless, in a disguise that is put together from `forms/`.

The folder's files hold the disguises: titles `# --- ...`, each followed by statements and, at the end, an expression
for what the disguise gives. `VALUE` stands for what it is given, one letter and `_` for a name of its own, and `text`
in backquotes for a string that may be disguised in turn.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.proof.sinks import SINKS, Sink
from tests.proof.spellings import COMPUTED, OPAQUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Choose = Callable[[Sequence[str]], str]

TEXT = "`"
FORMS = Path(__file__).parent / "forms"
# Modules of the forms, imported where they are mentioned.
PRELUDE = """ast asyncio atexit base64 binascii builtins bz2 codecs collections concurrent.futures contextlib contextvars
    copy dataclasses enum functools heapq html importlib importlib.util inspect io itertools json lzma operator pkgutil
    pydoc queue quopri random re sched shlex string struct sys textwrap threading types typing unicodedata urllib.parse
    weakref zlib""".split()
DANGEROUS = st.sampled_from(SINKS)
# What harmless code does not do, or what is a finding whatever it is done to.
SUSPICIOUS = re.compile(
    r"__import__|import_module|sys\b|locals|__globals__|__dict__|__getattribute__|eval\(|exec\(|exec_module|import \*"
    r"|load_module|pydoc|resolve_name|inspect\.|reduce\(getattr|map\(getattr|partial\(getattr|= getattr|builtins\."
    r"|__wrapped__|vars\(VALUE|vars\(\)|globals\(\)|dir\(o\)|getattr\(o, n\)"
)


@dataclass(frozen=True)
class Form:
    """One disguise: statements, and the expression that gives the value afterwards."""

    lines: tuple[str, ...]
    value: str


@cache
def forms(name: str) -> dict[str, Form]:
    """Return the disguises of one file by their titles; the first is none at all."""
    parts = re.split(
        r"^# --- (.+)\n", (FORMS / f"{name}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return {title: _form(body.splitlines()) for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def _form(lines: list[str]) -> Form:
    try:
        ast.parse(lines[-1].replace("`", '"'), mode="eval")
    except SyntaxError:
        return Form(tuple(lines), "None")
    return Form(tuple(lines[:-1]), lines[-1])


@dataclass
class Writer:
    """Writes one program; `choose` takes one of several titles; the first is the plainest."""

    choose: Choose
    honest: bool = False
    lines: list[str] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def program(self, sink: Sink) -> str:
        """Return the text of a program that does what ``sink`` says."""
        value, steps = self._start(sink)
        for number, step in enumerate(steps):
            value = self._flow(value)
            if step.startswith("."):
                value = self._put(
                    self._attributes(number == 0 and steps is sink.steps), VALUE=value, NAME=step[1:]
                )
            else:
                value = self._put(
                    self._calls(step, last=number == len(steps) - 1),
                    VALUE=value,
                    ARGS=self._texts(step[1:-1], False),
                )
        text = "\n".join(self._placed([*self.lines, value])) + "\n"
        return (
            "".join(f"import {name}\n" for name in PRELUDE if re.search(rf"\b{re.escape(name)}\b", text))
            + text
        )

    def _start(self, sink: Sink) -> tuple[str, tuple[str, ...]]:
        """Write how the module or its first member is come by; return it, and the steps that are left."""
        first = sink.steps[0][1:]
        if sink.module == "builtins" and (self.honest or self._decide("a bare name", plain=True)):
            return first, sink.steps[1:]
        if self._decide("a member"):
            return self._put(self._form("members"), MODULE=sink.module, NAME=first), sink.steps[1:]
        return self._put(self._form("modules"), MODULE=sink.module), sink.steps

    def _attributes(self, of_module: bool) -> Form:
        return self._form("attributes", "namespaces") if of_module else self._form("attributes")

    def _calls(self, step: str, last: bool) -> Form:
        one = step.count(",") == 0 and "=" not in step and step != "()"
        return self._form("calls", "last_calls") if last and one else self._form("calls")

    def _form(self, *names: str) -> Form:
        known = {f"{name}: {title}": form for name in names for title, form in forms(name).items()}
        return known[self._pick([title for title, form in known.items() if self._allows(form)])]

    def _allows(self, form: Form) -> bool:
        return not (self.honest and SUSPICIOUS.search("\n".join((*form.lines, form.value))))

    def _pick(self, titles: list[str]) -> str:
        title = self.choose(titles)
        if title != titles[0]:
            self.used.append(title)
        return title

    def _decide(self, title: str, plain: bool = False) -> bool:
        no, yes = f"not {title}", title
        return self.choose([yes, no] if plain else [no, yes]) == yes

    def _flow(self, value: str) -> str:
        return self._put(self._form("flows"), VALUE=value) if self._decide("a flow") else value

    def _put(self, form: Form, **given: str) -> str:
        """Add the statements of ``form`` to the program and return its expression."""
        number = next(self.numbers)
        is_name = bool({"MODULE", "NAME"} & set(given))
        filled = [self._fill(line, number, given, is_name) for line in (*form.lines, form.value)]
        self.lines += filled[:-1]
        return _atom(filled[-1])

    def _fill(self, line: str, number: int, given: dict[str, str], is_name: bool) -> str:
        own = re.sub(r"\b([a-zA-Z])_(?!\w)", rf"\g<1>{number}", line)
        named = re.sub(r"\b(MODULE|NAME)\b", lambda found: given.get(found[1], found[1]), own)
        spelt = self._texts(named, is_name)
        return re.sub(r"\b(VALUE|ARGS)\b", lambda found: given.get(found[1], found[1]), spelt)

    def _texts(self, line: str, is_name: bool) -> str:
        """Replace each `text` of a line by an expression for it."""
        return re.sub(f"{TEXT}(.*?){TEXT}", lambda found: self._text(found[1], is_name), line)

    def _text(self, text: str, is_name: bool) -> str:
        if len(text) < 2 or (is_name and self.honest):
            return repr(text)
        if not self._decide("a spelling"):
            return self._flow(repr(text))
        known = COMPUTED if self.honest or not is_name else {**COMPUTED, **OPAQUE}
        spellings = {f"spellings: {title}": spell for title, spell in known.items()}
        return self._flow(_atom(spellings[self._pick(list(spellings))](text)))

    def _placed(self, lines: list[str]) -> list[str]:
        """Put the program into a function, if that is possible."""
        names_of_module = any(
            re.search(r"globals\(\)|vars\(\)|import \*|global |exec\(|locals", line) for line in lines
        )
        if names_of_module or not self._decide("in a function"):
            return lines
        self.used.append("in a function")
        return ["def main():", *(f"    {line}" for line in lines), "main()"]


def _atom(text: str) -> str:
    expression = ast.parse(text, mode="eval").body
    plain = isinstance(expression, (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict))
    return text if plain else f"({text})"


def program(sink: Sink, choose: Choose, honest: bool = False) -> tuple[str, tuple[str, ...]]:
    """Return a program's text and the titles of the disguises in it."""
    writer = Writer(choose, honest)
    text = writer.program(sink)
    return text, tuple(writer.used)


@st.composite
def programs(
    draw: st.DrawFn, sinks: st.SearchStrategy[Sink] = DANGEROUS, honest: bool = False
) -> tuple[Sink, str]:
    """A sink, and a program that does it."""
    sink = draw(sinks)
    return sink, program(sink, lambda titles: draw(st.sampled_from(titles)), honest)[0]
