"""What a person allows to programs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from flake8_llm_sandbox import Capability
from llm_sandbox_run.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from flake8_llm_sandbox import Finding

PROFILES = ("default", "strict")
BRIDGE = "bridge"  # the network that every Docker engine has, unless told otherwise
_NEVER_WHOLE = {Capability.INTROSPECTION, Capability.UNVERIFIABLE}
_WHOLE = [each.value for each in Capability if each not in _NEVER_WHOLE]
# The only ones of LLS9xx that are found beside everything else in a file, not instead of it.
_ANALYSED = frozenset({"LLS906", "LLS994"})
_CODE = re.compile(r"LLS[1-9]\d\d")


@dataclass(frozen=True)
class Policy:
    """What programs may do. Each grant opens the gate, and the place where programs run, to the same thing.

    Args:
        allow: capabilities ("network"), or single codes for a single file of the project ("LLS804:tools/load.py").
        profile: "default", or "strict": only modules of the project and reviewed modules of the standard library that
            can do nothing to the host may be imported.
        environment: names of the caller's environment variables to pass on; takes a grant of "secrets".
        readable: absolute paths of the host to show to programs, read-only; takes a grant of "scope".
        network: the Docker network to join if "network" is granted.
        hidden: names of files and folders that programs must not read, at any depth of the project, with the wildcards of
            ``fnmatch``; beside those that are always hidden.
        protected: names that programs must not write, in the same way.
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
    runners: Collection[str] = ()
    _grants: frozenset[Capability | tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("allow", "environment", "readable", "hidden", "protected", "runners"):
            object.__setattr__(self, name, _strings(name, getattr(self, name)))
        for pattern in (*self.hidden, *self.protected):
            if "/" in pattern or not pattern.strip("*?."):
                raise UsageError(
                    f"{pattern!r} is no name to protect: give that of a file or folder, without its path"
                )
        object.__setattr__(self, "_grants", frozenset(map(_grant, self.allow)))
        if not isinstance(self.network, str):
            raise UsageError(f"network in a policy has to be a text, not {self.network!r}")
        if self.profile not in PROFILES:
            raise UsageError(f"there is no profile {self.profile!r}; choose one of {', '.join(PROFILES)}")
        self._require(Capability.SECRETS, bool(self.environment), "environment variables")
        self._require(Capability.SCOPE, bool(self.readable), "paths of the host")
        self._require(Capability.NETWORK, self.network != BRIDGE, "a network of its own")

    def _require(self, capability: Capability, wanted: bool, what: str) -> None:
        if wanted and not self.opens(capability):
            raise UsageError(
                f"the policy names {what} but does not allow {capability.value!r}: add that to allow"
            )

    @property
    def strict(self) -> bool:
        """Whether imports are restricted."""
        return self.profile == "strict"

    def grants(self, finding: Finding, path: str) -> bool:
        """Tell whether ``finding`` may pass in the file at ``path`` of the project."""
        return finding.capability in self._grants or (finding.code, path) in self._grants

    def opens(self, capability: Capability) -> bool:
        """Tell whether ``capability`` is granted at all, if only to one file: the place is the same for all files."""
        return any(_capability(grant) is capability for grant in self._grants)


def _capability(grant: Capability | tuple[str, str]) -> Capability:
    return grant if isinstance(grant, Capability) else Capability.of(grant[0])


def _strings(name: str, values: Collection[str]) -> tuple[str, ...]:
    plain = isinstance(values, (list, tuple, set, frozenset)) and all(
        isinstance(each, str) for each in values
    )
    if not plain:
        raise UsageError(f"{name} in a policy has to be a list of texts, not {values!r}")
    return tuple(sorted({value.value if isinstance(value, Capability) else value for value in values}))


def _grant(text: str) -> Capability | tuple[str, str]:
    code, colon, path = text.partition(":")
    if colon:
        return _single(code, path)
    if text in _WHOLE:
        return Capability(text)
    if text in {each.value for each in _NEVER_WHOLE} or _CODE.fullmatch(text):
        raise UsageError(
            f"{text!r} cannot be granted to all files: name one code and one file, as in LLS804:tools/load.py"
        )
    raise UsageError(
        f"there is no capability {text!r} to grant; choose from {', '.join(_WHOLE)}, or CODE:FILE"
    )


def _single(code: str, path: str) -> tuple[str, str]:
    if not _CODE.fullmatch(code):
        raise UsageError(f"{code!r} is no code such as LLS804")
    if Capability.of(code) is Capability.UNVERIFIABLE and code not in _ANALYSED:
        raise UsageError(
            f"{code} cannot be granted: what it reports has not been analysed; change the file instead"
        )
    plain = PurePosixPath(path)
    if not path or plain.is_absolute() or ".." in plain.parts or path.startswith("<"):
        raise UsageError(
            f"{path!r} is no file of the project: write it as findings do, relative to the project"
        )
    return code, plain.as_posix()
