"""What a rule says about itself. A rule is a class that is never instantiated: a record with a docstring."""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import TYPE_CHECKING, ClassVar

from flake8_llm_sandbox.findings import Capability, Severity
from flake8_llm_sandbox.packages import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from flake8_llm_sandbox.facts import Call, Fact, Mention, Text
    from flake8_llm_sandbox.models import Place


class Rule:
    """One reason to refuse a program.

    The docstring is the documentation: its first line is the message (``{name}`` stands for what was found) and says
    what could happen and what to write instead; ``Bad:`` and ``Good:`` blocks are examples and are run as tests. A block
    headed ``Bad, as an expression:`` holds a Python expression that gives the program's text.
    """

    code: ClassVar[str] = ""
    severity: ClassVar[Severity] = Severity.STOP  # at worst
    exempt: ClassVar[str] = ""  # what `level` only tells of, in words
    stops_tests: ClassVar[bool] = False  # whether a test that does it is stopped too
    names: ClassVar[AbstractSet[str]] = frozenset()  # library names, or modules, of which any mention counts
    calls: ClassVar[AbstractSet[str]] = (
        frozenset()
    )  # library names of which a call counts if `matches` agrees
    as_value: ClassVar[bool] = (
        False  # whether one of `calls` always counts uncalled too: `map(yaml.load, texts)`
    )
    attributes: ClassVar[AbstractSet[str]] = frozenset()  # attributes of anything
    methods: ClassVar[AbstractSet[str]] = (
        frozenset()
    )  # calls of these methods on something of unknown type, if `matches` agrees
    anywhere: ClassVar[AbstractSet[str]] = (
        frozenset()
    )  # the same on anything at all, where the arguments alone tell
    packaged: ClassVar[re.Pattern[str] | None] = (
        None  # what the name of a function or method of others' packages has, of which calls count if `matches` agrees
    )
    reaches: ClassVar[AbstractSet[str]] = (
        frozenset()
    )  # kinds of `models.py`: calls count of what no rule names, if `decides` agrees
    defines: ClassVar[AbstractSet[str]] = frozenset()  # functions and methods that a program defines
    reached: ClassVar[bool] = False  # whether a string counts only where something may open it, or go by it
    leaks: ClassVar[AbstractSet[str]] = (
        frozenset()
    )  # library names that must not leave sight: be stored, passed or returned

    @classmethod
    def named(cls) -> AbstractSet[str]:
        """Return ``names``, and those of packages that others publish."""
        return cls.names | PACKAGES.get(cls.code, frozenset())

    @staticmethod
    def matches(call: Call) -> bool:
        """Return whether this call of one of ``calls`` or ``methods`` is to be reported."""
        return True

    @classmethod
    def decides(cls, call: Call, places: Iterable[Place]) -> bool:
        """Return whether a call that reaches one of ``reaches`` is to be reported: if something is given at ``places``."""
        return any(argument.given for place in places for argument in call.at(place))

    @classmethod
    def decides_value(cls, mention: Mention) -> bool:
        """Return whether what reaches one of ``reaches`` is to be reported where it stands uncalled."""
        return True

    @classmethod
    def matches_value(cls, mention: Mention) -> bool:
        """Return whether one of ``calls`` that stands somewhere uncalled is to be reported."""
        return cls.as_value

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        """Return how much a finding weighs outside of tests."""
        return cls.severity

    @classmethod
    def weigh(cls, fact: Fact, in_tests: bool) -> Severity:
        """Return how much a finding weighs: tests start programs, touch files and so on as a matter of course."""
        is_told = getattr(fact, "exported", False) or (in_tests and not cls.stops_tests)
        return Severity.TELL if is_told else cls.level(fact)

    @staticmethod
    def matches_text(text: Text) -> bool:
        """Return whether a string of the program is to be reported."""
        return False

    @staticmethod
    def shows(text: str) -> bool:
        """Return whether a path is what is reported: then whatever hands it on is not, too. Never, unless a rule says so."""
        return False

    @classmethod
    def echoes(cls, call: Call) -> bool:
        """Return whether ``call`` says no more than what is reported where its path is put together."""
        return True

    def __init_subclass__(cls) -> None:
        if not re.fullmatch(r"LLS[1-9]\d\d", cls.code):
            raise TypeError(f"{cls.__name__}: code {cls.code!r} is not LLS and three digits")
        if not cls.__doc__ or not examples(cls, "Bad") or not examples(cls, "Good"):
            raise TypeError(f"{cls.__name__}: needs a docstring with Bad: and Good: examples")

    @classmethod
    def message(cls, name: str) -> str:
        """Return the message for ``name``, which was found."""
        return inspect.cleandoc(cls.__doc__ or "").partition("\n")[0].replace("{name}", name)

    @classmethod
    def capability(cls) -> Capability:
        """Return what the rule guards."""
        return Capability.of(cls.code)


def examples(rule: type[Rule], kind: str) -> list[str]:
    """Return the programs in the blocks headed ``Bad`` or ``Good`` of a rule's docstring."""
    found = []
    blocks = re.split(
        r"^(Bad|Good)(, as an expression)?:\n", inspect.cleandoc(rule.__doc__ or ""), flags=re.MULTILINE
    )
    for head, expression, body in zip(blocks[1::3], blocks[2::3], blocks[3::3], strict=True):
        lines = re.match(r"(?:(?: {4}.*)?\n?)*", body)
        program = textwrap.dedent(lines[0] if lines else "").strip("\n") + "\n"
        if head == kind:
            found.append(eval(program, {}) if expression else program)
    return found
