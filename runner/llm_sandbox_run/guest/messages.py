"""The two JSON messages: what shall be run, and what was observed."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .frames import FrameError

if TYPE_CHECKING:
    from typing_extensions import Self

_SHAPES = {"str": str, "bool": bool, "int": int, "float": (int, float), "list": list, "dict": dict}
_NUMBERS = (int, (int, float))
_MOST = 1 << 62


@dataclass(frozen=True)
class _Message:
    def to_json(self) -> dict[str, Any]:
        """Return the fields as a JSON object."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Build the message.

        Raises:
            FrameError: a field is missing, unknown or of another type, or a number is negative or beyond all bounds.
        """
        types = _types(cls)  # type: ignore[arg-type]  # mypy: no class of a TypeVar can be hashed
        if value.keys() != types.keys():
            raise FrameError(f"{cls.__name__} does not have the fields {sorted(value)}")
        for name, type_ in types.items():
            shape = _SHAPES[type_]
            if not isinstance(value[name], shape):  # type: ignore[arg-type]
                raise FrameError(f"{cls.__name__}.{name} is not {type_}")
            if shape in _NUMBERS and not 0 <= value[name] < _MOST:
                raise FrameError(f"{cls.__name__}.{name} is {value[name]}")
        return cls(**value)


@lru_cache(maxsize=None)
def _types(message: type[_Message]) -> dict[str, str]:
    return {each.name: str(each.type).partition("[")[0] for each in fields(message)}


@dataclass(frozen=True)
class Request(_Message):
    """One run. Paths are those of the guest; sizes are in bytes."""

    module: str  # runs like ``python -m``; empty: the SOURCE frame is the program
    filename: str  # what tracebacks call the program
    argv: list[str]
    cwd: str
    path: str  # becomes sys.path[0]
    roots: list[str]  # come next
    approved: dict[
        str, str
    ]  # file in the project -> SHA-256 of the text that may be compiled or imported from there
    refused: dict[str, str]  # file in the project -> why the gate did not approve it
    examples: list[str]  # SHA-256 of those that doctest may run; "*" for all
    # what in the project must be read-only, or hidden: path, hidden?, folder?, the inode of each part of the path
    covers: list[tuple[str, bool, bool, list[int]]]
    files: dict[str, str]  # path in ``cwd`` -> what lies there first, in base64
    environment: dict[str, str]  # what the program gets on top of the plain one
    stdin: bool  # STDIN frames follow
    stream: bool  # send what is printed while the run goes on, too
    displays: bool  # and what it shows
    session: bool  # the program comes step by step; see steps.py
    isolated: bool  # do not run where facts.isolated does not hold
    seconds: float
    memory: int
    memory_watched: bool  # the place itself allows more
    processes: int
    open_files: int
    file_size: int
    disk_bytes: int  # that the run may add to the project
    disk_files: int
    output_keep: int  # per stream
    output_cap: int  # both streams together

    def __post_init__(self) -> None:
        if not all(map(_is_cover, self.covers)):
            raise FrameError("a cover is a path, two yes or no, and a number for each part of the path")


def _is_cover(value: Any) -> bool:
    shape = [type(part) for part in value] if isinstance(value, (list, tuple)) else []
    return (
        shape == [str, bool, bool, list]
        and {*map(type, value[3])} <= {int}
        and len(value[3]) in (0, value[0].count("/") + 1)
    )


@dataclass(frozen=True)
class Report(_Message):
    """What the supervisor itself observed of one run."""

    status: int  # as os.wait4 gives it
    verdict: str  # "" (ended by itself), "timeout", "memory", "output", "disk", "cancelled"
    wall_ms: float
    cpu_ms: float
    max_rss: int
    stdout_bytes: int
    stderr_bytes: int
    protections: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # those that do not hold
    unmet: list[str] = field(default_factory=list)  # what was granted and does not hold
    leftovers: int = 0  # processes that the program had left running
    layer: str = ""  # where what was written is, if it is not in the project
    tally: dict[str, int] = field(
        default_factory=dict
    )  # how often a test runner said each letter of tally.py
