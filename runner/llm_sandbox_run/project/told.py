"""What a review of a run that wrote to the project itself has to say of what it could not, or must not, put right."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from llm_sandbox_run.project.mend import uncovered
from llm_sandbox_run.project.names import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llm_sandbox_run.project.judged import Look, Objection
    from llm_sandbox_run.project.record import Noted
    from llm_sandbox_run.project.survey import Surveyor

_MOST = 50  # lines of one kind
_TOLD = {
    "changed": "a program changed {0}, and {1}: look at it before you go on",
    "moved": "a program moved {2} to {0}, and {1}: it could not be moved back",
    "replaced": "somebody else replaced {0} during the run; no cover was on it from then on, so a program could read and change it: "
    "look at it before you go on",
    "unclear": "{0} was made or moved there by a program whose host died, or by somebody else since, and {1}: look at it "
    "before you go on",
}


def at_most(lines: Iterable[str]) -> list[str]:
    """Return the first lines of one kind, of which a program can cause any number, and how many more there are."""
    found = list(lines)
    more = len(found) - _MOST
    return [*found[:_MOST], *[f"{more} more of that kind"] * (more > 0)]


def told(surveyor: Surveyor, look: Look, noted: Noted, found: list[Objection]) -> Iterator[str]:
    """Yield what people have to look at."""
    for deed, text in _TOLD.items():
        those = (each for each in found if each.deed == deed)
        yield from at_most(text.format(printable(each.path), each.why, printable(each.was)) for each in those)
    yield from at_most(
        f"programs can reach {printable(path)} now, which was protected before the run"
        for path in uncovered(surveyor, look, noted)
    )
    yield from at_most(_of_marks(look, noted))


def _of_marks(look: Look, noted: Noted) -> Iterator[str]:
    """Say what has become of protected names."""
    for mark in noted.survey.marks:
        was = noted.snapshot.states.get(mark.path)
        now = look.origins.is_now(mark.path) if was else mark.path
        if now is None and was and not stat.S_ISSOCK(was.mode) and mark.path not in look.now.states:
            yield f"{printable(mark.path)} was removed during the run, though the host acts on it, or keeps secrets in it"
        elif now and now != mark.path:
            yield f"{printable(mark.path)} was moved during the run, with the folder around it, to {printable(now)}"
