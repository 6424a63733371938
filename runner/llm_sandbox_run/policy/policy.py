"""What a person allows to programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from flake8_llm_sandbox import Capability
from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.policy.patterns import fits, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from flake8_llm_sandbox import Finding
    from llm_sandbox_run.model import Problem

PROFILES = ("default", "strict")
BRIDGE = "bridge"  # the network that every Docker engine has, unless told otherwise
LOOPBACK = "loopback"  # a network that the place has for itself: what listens there is the program's own
NONE = "none"  # no network, though the gate passes code that could use one
_NEVER_WHOLE = {Capability.INTROSPECTION, Capability.UNVERIFIABLE}
_WHOLE = [each.value for each in Capability if each not in _NEVER_WHOLE]
# The only ones of LLS9xx that are found beside everything else in a file, not instead of it.
_ANALYSED = frozenset({"LLS906", "LLS994"})
_CODE = re.compile(r"LLS[1-9]\d\d")


class Grant(NamedTuple):
    """A capability or a code, and the files that may want it: a plain pattern, or all of them if that is empty."""

    what: Capability | str
    pattern: str = ""

    def covers(self, finding: Finding, path: str, here: bool) -> bool:
        """Tell whether a finding in a file may pass; ``here`` says that it names no other machine."""
        wanted = (finding.capability, finding.code)
        if self.what == LOOPBACK and not (here and finding.capability is Capability.NETWORK):
            return False
        return (self.what == LOOPBACK or self.what in wanted) and (
            not self.pattern or fits(self.pattern, path)
        )

    @property
    def capability(self) -> Capability | None:
        """What the place gives; None for its loopback."""
        if self.what == LOOPBACK:
            return None
        return self.what if isinstance(self.what, Capability) else Capability.of(self.what)

    def __str__(self) -> str:
        what = self.what.value if isinstance(self.what, Capability) else self.what
        return f"{what}:{self.pattern}" if self.pattern else what


@dataclass(frozen=True)
class Policy:
    """What programs may do. Each grant opens the gate, and the place where programs run, to the same thing.

    Args:
        allow: capabilities ("network"), and capabilities or codes for some files ("process:tests/**", "LLS804:tools/load.py").
            "loopback" lets code use the network that names no other machine, in a place whose network is its own.
        profile: "default", or "strict": only modules of the project and reviewed modules of the standard library that
            can do nothing to the host may be imported, and packages of ``models``.
        environment: names of the caller's environment variables to pass on; takes a grant of "secrets".
        readable: absolute paths of the host to show to programs, read-only; takes a grant of "scope".
        network: the Docker network to join if "network" is granted; "none" keeps the place without one.
        hidden: names of files and folders that programs must not read, at any depth of the project, with the wildcards of
            ``fnmatch``; beside those that are always hidden.
        protected: names that programs must not write, in the same way.
        paths: what is allowed to some files, by pattern ({"tests/**": ["process", "files"]}), beside ``allow``; a file may
            want what any pattern that it fits grants. A pattern leads from the project to a file or a folder with all in it;
            `*` and `?` stay in one folder, `**` stands for any number.
        place: capabilities that the place gives, though the gate passes no code for that: for what a base lets pass.
        models: absolute paths of files, outside of the project, with what `flake8-llm-sandbox --model` has printed of
            packages: they are known by that, and the strict profile lets them be imported.
        runners: modules of the sandbox that may be run since they only run tests, beside pytest, unittest and coverage.

    Raises:
        UsageError: an argument makes no sense, or grants what cannot be granted.
    """

    allow: Collection[Capability | str] = ()
    profile: str = "default"
    environment: Collection[str] = ()
    readable: Collection[str] = ()
    network: str = BRIDGE
    hidden: Collection[str] = ()
    protected: Collection[str] = ()
    paths: Mapping[str, Collection[Capability | str]] = field(default_factory=dict, hash=False)
    place: Collection[Capability | str] = ()
    runners: Collection[str] = ()
    models: Collection[str] = ()
    _grants: frozenset[Grant] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("allow", "environment", "readable", "hidden", "protected", "place", "runners", "models"):
            object.__setattr__(self, name, _strings(name, getattr(self, name)))
        for pattern in (*self.hidden, *self.protected):
            if "/" in pattern or not pattern.strip("*?."):
                raise UsageError(
                    f"{pattern!r} is no name to protect: give that of a file or folder, without its path"
                )
        object.__setattr__(self, "paths", _by_pattern(self.paths))
        of_files = (f"{what}:{pattern}" for pattern, wanted in self.paths.items() for what in wanted)
        object.__setattr__(self, "_grants", frozenset(map(_grant, (*self.allow, *of_files))))
        for name in set(self.place) - {*_WHOLE, LOOPBACK}:
            raise UsageError(f"there is no capability {name!r} of a place; choose from {', '.join(_WHOLE)}")
        if not isinstance(self.network, str):
            raise UsageError(f"network in a policy has to be a text, not {self.network!r}")
        if self.profile not in PROFILES:
            raise UsageError(f"there is no profile {self.profile!r}; choose one of {', '.join(PROFILES)}")
        self._require(Capability.SECRETS, bool(self.environment), "environment variables")
        self._require(Capability.SCOPE, bool(self.readable), "paths of the host")
        self._require(Capability.NETWORK, self.network not in (BRIDGE, NONE), "a network of its own")

    def _require(self, capability: Capability, wanted: bool, what: str) -> None:
        if wanted and not self.opens(capability):
            raise UsageError(
                f"the policy names {what} but does not allow {capability.value!r}: add that to allow"
            )

    @property
    def strict(self) -> bool:
        """Whether imports are restricted."""
        return self.profile == "strict"

    def grants(self, finding: Finding, path: str, here: bool = False) -> bool:
        """Tell whether ``finding`` may pass in the file at ``path`` of the project; ``here``: it names no other machine."""
        return any(grant.covers(finding, path, here) for grant in self._grants)

    @property
    def loopback(self) -> bool:
        """Whether the place gives a network of its own, with nobody else in it."""
        return LOOPBACK in self.place or any(grant.what == LOOPBACK for grant in self._grants)

    def opens(self, capability: Capability) -> bool:
        """Tell whether the place gives ``capability``, if only for one file: it is the same for all files."""
        if capability is Capability.NETWORK and self.network == NONE:
            return False
        return capability.value in self.place or self.allows(capability)

    def allows(self, capability: Capability) -> bool:
        """Tell whether ``capability`` is granted to code at all, if only to one file."""
        return any(grant.capability is capability for grant in self._grants)

    def unused(self, granted: Iterable[Problem]) -> tuple[str, ...]:
        """Return the grants that none of the findings needed, nor anything that the policy names beside them."""
        found = list(granted)
        named = {
            Capability.SECRETS: bool(self.environment),
            Capability.SCOPE: bool(self.readable),
        }
        return tuple(
            sorted(
                str(grant)
                for grant in self._grants
                if not any(grant.covers(each.finding, each.path, here=True) for each in found)
                and not (not grant.pattern and grant.capability and named.get(grant.capability))
            )
        )


def _strings(name: str, values: Collection[str]) -> tuple[str, ...]:
    plain = isinstance(values, (list, tuple, set, frozenset)) and all(
        isinstance(each, str) for each in values
    )
    if not plain:
        raise UsageError(f"{name} in a policy has to be a list of texts, not {values!r}")
    return tuple(sorted({value.value if isinstance(value, Capability) else value for value in values}))


def _by_pattern(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value):
        raise UsageError(f"paths in a policy has to be a table of patterns, not {value!r}")
    return {plain(pattern): _strings(f"{pattern!r}", wanted) for pattern, wanted in sorted(value.items())}


def _grant(text: str) -> Grant:
    what, colon, pattern = text.partition(":")
    if colon:
        return _of_files(what, plain(pattern))
    if text == LOOPBACK:
        return Grant(text)
    if text in _WHOLE:
        return Grant(Capability(text))
    if text in {each.value for each in _NEVER_WHOLE} or _CODE.fullmatch(text):
        raise UsageError(
            f"{text!r} cannot be granted to all files: name one code and one file, as in LLS804:tools/load.py"
        )
    raise UsageError(
        f"there is no capability {text!r} to grant; choose from {', '.join(_WHOLE)}, or WHAT:FILE"
    )


def _of_files(what: str, pattern: str) -> Grant:
    if what == LOOPBACK:
        return Grant(what, pattern)
    if what in _WHOLE:
        return Grant(Capability(what), pattern)
    if not _CODE.fullmatch(what):
        raise UsageError(f"{what!r} is no code such as LLS804, and no capability that files can be granted")
    capability = Capability.of(what)
    if capability is Capability.UNVERIFIABLE and what not in _ANALYSED:
        raise UsageError(
            f"{what} cannot be granted: what it reports has not been analysed; change the file instead"
        )
    if capability in _NEVER_WHOLE and {"*", "?"} & set(pattern.partition("/")[0]):
        raise UsageError(f"{what} cannot be granted to all files: name a file or a folder, not {pattern!r}")
    return Grant(what, pattern)
