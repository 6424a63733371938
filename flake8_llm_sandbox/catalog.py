"""The rules' own documentation: for `--explain`, `docs/rules.md`, and whoever is to write something better."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING

from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.fixes import FIXES
from flake8_llm_sandbox.guards.codes import EXPLANATIONS, SEVERITIES
from flake8_llm_sandbox.rule import examples
from flake8_llm_sandbox.rules import all_rules

if TYPE_CHECKING:
    from flake8_llm_sandbox.findings import Finding
    from flake8_llm_sandbox.rule import Rule

HEAD = """\
# Rules

Written by `python -m flake8_llm_sandbox --docs > docs/rules.md` from the rules themselves. Every *Bad* example fires exactly its
own rule, every *Good* example fires none: both are tests. LLS951 to LLS953, at the end, are about changes, and are found
where those are judged. LLS990 to LLS996 are not here: they come from the runner's gate,
which looks at files (links out of the project, names that shadow the standard library, modules that are not the project's).
"""


@dataclass(frozen=True)
class Remedy:
    """What to tell the author of a finding: ``example`` is a clean program, ``fixable`` whether `--fix` may know a way."""

    why: str
    instead: str
    example: str | None
    fixable: bool


def remedy(finding: Finding) -> Remedy:
    """Return why a finding matters and what to write instead, from the documentation of its rule.

    A code that no rule has (``LLS95x`` of changes, ``LLS99x`` from the runner) has its message and no example.
    """
    rule = _rule(finding.code)
    if rule is None:
        why, _, instead = finding.message.partition("; ")
        return Remedy(why, instead, None, fixable=False)
    title, _, more = inspect.cleandoc(rule.__doc__ or "").partition("\n")
    instead = title.partition("; ")[2]
    explanation = " ".join(re.split(r"^(?:Bad|Good)\b", more, maxsplit=1, flags=re.MULTILINE)[0].split())
    why = f"{finding.message.removesuffix(instead).removesuffix('; ')}. {explanation}".rstrip()
    return Remedy(why, instead, examples(rule, "Good")[0], rule.code in FIXES)


def explain(code: str) -> str:
    """Return the documentation of one rule.

    Raises:
        KeyError: no rule has this code.
    """
    rule = _rule(code.upper())
    if rule is None:
        return f"{code.upper()} ({SEVERITIES[code.upper()].value})\n\n{EXPLANATIONS[code.upper()]}"
    return _documentation(rule)


def markdown() -> str:
    """Return ``docs/rules.md``."""
    parts = [HEAD]
    for capability, rules in groupby(all_rules(), key=lambda rule: rule.capability()):
        parts.append(f"\n## {capability.value}\n")
        parts.extend(_section(rule) for rule in rules)
    parts.append("\n## changes\n")
    for code, text in EXPLANATIONS.items():
        parts.append(f"\n### {code}\n\nSeverity: {SEVERITIES[code].value}.\n\n{text}")
    return "".join(parts)


def _rule(code: str) -> type[Rule] | None:
    return next((rule for rule in all_rules() if rule.code == code), None)


def _documentation(rule: type[Rule]) -> str:
    title = f"{rule.code} {_spaced(rule.__name__)} ({rule.capability().value}, {rule.severity.value})"
    return f"{title}\n\n{inspect.cleandoc(rule.__doc__ or '')}\n{_names(rule)}{_fix(rule)}"


def _section(rule: type[Rule]) -> str:
    text = inspect.cleandoc(rule.__doc__ or "").replace("`{name}`", "*name*").replace("{name}", "*name*")
    text = re.sub(r"((?:^ {4}.*\n|^\n(?= {4}))+)", _fenced, text + "\n", flags=re.MULTILINE)
    return (
        f"\n### {rule.code} {_spaced(rule.__name__)}\n\n{_severity(rule)}\n\n{text}{_names(rule)}{_fix(rule)}"
    )


def _severity(rule: type[Rule]) -> str:
    """Say when a finding of ``rule`` stops, and when it only tells."""
    if rule.severity is Severity.TELL:
        return "Severity: tell."
    exempt = f"; tell for {rule.exempt}" if rule.exempt else ""
    return f"Severity: stop{exempt}{'' if rule.stops_tests else '; tell in tests'}."


def _fenced(block: re.Match[str]) -> str:
    code = re.sub(r"^ {4}", "", block[1], flags=re.MULTILINE).rstrip("\n")
    return f"\n```python\n{code}\n```\n"


def _names(rule: type[Rule]) -> str:
    kinds = (
        ("Any mention of", rule.named() | rule.leaks),
        ("Some calls of", rule.calls),
        ("Attributes", rule.attributes),
        ("Methods of what is not known", rule.methods),
        ("Calls of these, by their arguments", rule.anywhere),
        ("Definitions of", rule.defines),
    )
    lines = [
        f"{title}: {', '.join(f'`{name}`' for name in sorted(names))}." for title, names in kinds if names
    ]
    return "".join(f"\n{line}\n" for line in lines)


def _fix(rule: type[Rule]) -> str:
    if rule.code not in FIXES:
        return ""
    fix = import_module(f"flake8_llm_sandbox.fixes.{FIXES[rule.code]}").fix
    return f"\nRepaired by `--fix` where all is plain: {fix.__doc__}\n"


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
