"""The ways in which an edit leaves less of the gate than there was. Each check yields a line and a reason."""

from __future__ import annotations

import posixpath
import re
import sys
from typing import TYPE_CHECKING, Any

from flake8_llm_sandbox.guards import flake8
from flake8_llm_sandbox.guards.flake8 import OUR_CODES
from flake8_llm_sandbox.guards.kinds import EXECUTABLE, OURS, STARTED
from flake8_llm_sandbox.place import Place
from flake8_llm_sandbox.source import NOQA

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flake8_llm_sandbox.guards.edit import Edit

    Reasons = Iterator[tuple[int, str]]

BASELINE = "flake8-llm-sandbox baseline"
HIDDEN_HOOKS = "commits pass no hook"
WORDS = {
    r"--no-verify\b": HIDDEN_HOOKS,
    r"\bgit\b[^|;&]*\bcommit\b[^|;&]*\s-[aepqsv]*n[aemqsv]*(?![\w-])": HIDDEN_HOOKS,
    r"\bHUSKY\b\W{1,4}0": HIDDEN_HOOKS,
    r"\bPRE_COMMIT_ALLOW_NO_CONFIG\b|allowNoVerifyCommit\W+true": HIDDEN_HOOKS,
    r"disableAllHooks\W+true": "an agent's hooks are off",
    r"(?i:core\.hooks_?path|^\s*hooks_?path\s*=)": "git takes its hooks from elsewhere",
    r"\b(?:pre-commit|prek|lefthook)\s+uninstall\b": "hooks are removed",
    r"(?:\b(?:rm|mv|unlink|truncate|chmod\s+\S*-\S*x)\b[^|;&]*|>\s*\S*)\.git/hooks\b": "hooks are removed",
    r"\bSKIP\b[\"']?\s*[=:].*(?:llm-sandbox|\$)": "hooks are skipped",
    r"-p[\s=]*no:(?!cacheprovider|doctest|faulthandler|logging|randomly|warnings|xdist)": "pytest does without a plugin",
}
WORDS_OF_TESTS = {
    r"\b(?:flake8_llm_sandbox|llm_sandbox_run)\b": "tests get at the gate itself",
    r"\bexitstatus\b[\"']?\s*[=,]|\bos\._exit\b|\bpytest\.exit\(.*returncode\s*=\s*0": "tests decide themselves how they ended",
    r"\bitems\.clear\(|\bdel\s+items\[|\bitems\[:\]\s*=\s*\[\]|\bcollect_ignore\w*\s*=.*[\"'][*/.]*[\"']": "no test is left",
}
TAKING_OVER = re.compile(r"(?:^|/)(?:\.husky/_/.*|\.?lefthook-local\..*|prek\.toml)")
# What git or a code host does with programs by their attributes, so that people see another text, or none.
PROGRAMS = re.compile(r"(?:\*\*/)?(?:\*+|.*\.(?:py[iw]?|p?\*))")
FOLDER = re.compile(r".*/\*+")
REWRITTEN = r"(?<!\S)(?:filter=(?!lfs\b)\S*|working-tree-encoding=\S*"
REWRITING = re.compile(f"{REWRITTEN})")
HIDING = re.compile(
    rf"{REWRITTEN}|-diff|binary|diff=(?!lfs\b|python\b)\S+|linguist-generated(?!=false)\S*)(?!\S)"
)
OURS_IN_PYTHON = ("flake8_llm_sandbox", "llm_sandbox_run")


def disarming(edit: Edit) -> Reasons:
    """Yield all reasons to stop at an edit."""
    for check in CHECKS:
        yield from check(edit)


def _lost(edit: Edit) -> Reasons:
    """What called the gate does so no more, or in another way."""
    if not edit.old or not edit.old.kind or not OURS.search(edit.before):
        return
    from flake8_llm_sandbox.guards.units import UnreadableError, units  # and with it a parser of YAML

    path = edit.old.path
    try:
        before = units(path, edit.before)
    except UnreadableError:
        before = {"a file that calls the gate": edit.before}
    if not before:
        return
    if not edit.new or edit.new.path != path:
        yield 1, f"`{path}`, which calls the gate, is gone"
    elif edit.old.mode == EXECUTABLE != edit.new.mode:
        yield 1, f"`{path}`, which calls the gate, can no longer be executed"
    else:
        try:
            after = units(path, edit.after)
        except UnreadableError as error:
            yield 1, str(error)
            return
        changed = [name for name, value in before.items() if name not in after or after[name] != value]
        yield from ((edit.line(name), f"in `{path}`, {name} has changed or is gone") for name in changed)


def _policy(edit: Edit) -> Reasons:
    if edit.path.endswith(".toml") and _table(edit.before) != _table(edit.after):
        yield edit.line("llm-sandbox"), "the policy that says what programs may do is another one"


def _table(text: str) -> Any:
    if "llm-sandbox" not in text:
        return None
    try:
        return tomllib.loads(text).get("tool", {}).get("llm-sandbox")
    except (ValueError, AttributeError, RecursionError):
        return text


def _baseline(edit: Edit) -> Reasons:
    if edit.path.endswith(".json") and BASELINE in edit.before[:200] + edit.after[:200]:
        yield 1, "the baseline of accepted findings is another one"


def _started(edit: Edit) -> Reasons:
    if edit.new and edit.kind == STARTED:
        yield 1, f"`{edit.path}` runs at every start of Python, the gate's too"


def _shadowed(edit: Edit) -> Reasons:
    name = posixpath.basename(edit.path.removesuffix("/__init__.py").removesuffix(".py"))
    if not edit.old and edit.path.endswith(".py") and name in OURS_IN_PYTHON:
        yield 1, f"`{edit.path}` stands in for the gate where that is started without `-I`"


def _linter(edit: Edit) -> Reasons:
    yield from ((edit.line(word), reason) for word, reason in flake8.disarmed(edit))


def _said(edit: Edit) -> Reasons:
    is_program = edit.path.endswith(".py") and not Place(edit.path).in_tests
    words: dict[str, str] = WORDS if edit.kind or is_program else {}
    if posixpath.basename(edit.path) == "conftest.py":
        words = words | WORDS_OF_TESTS
    for number, line in edit.added if words else ():
        if not line.lstrip().startswith("#"):
            reasons = [reason for pattern, reason in words.items() if re.search(pattern, line)]
            if reasons and (edit.kind or edit.armed()):
                yield from ((number, reason) for reason in reasons)


def _taken_over(edit: Edit) -> Reasons:
    """A file by which a manager of hooks no longer goes by the one that calls the gate."""
    if edit.new and not edit.old and TAKING_OVER.search(edit.path) and edit.armed():
        yield 1, f"`{edit.path}` comes before the file that calls the gate"


def _attributes(edit: Edit) -> Reasons:
    if posixpath.basename(edit.path) != ".gitattributes":
        return
    for number, line in edit.added:
        pattern, _, attributes = line.strip().partition(" ")
        said = HIDING if PROGRAMS.fullmatch(pattern) else REWRITING if FOLDER.fullmatch(pattern) else None
        unseen = said and said.search(attributes)
        if unseen:
            yield number, f"`{unseen[0]}` has people see something else than the program"


def _silenced(edit: Edit) -> Reasons:
    for number, line in edit.added if edit.path.endswith(".py") else ():
        hidden = any(OUR_CODES.search((each["codes"] or "").upper()) for each in NOQA.finditer(line))
        if hidden and edit.armed():
            yield number, "a comment hides findings from flake8"


CHECKS: tuple[Callable[[Edit], Reasons], ...] = (
    _lost, _policy, _baseline, _started, _shadowed, _linter, _said, _silenced, _taken_over,
    _attributes,
)  # fmt: skip
