"""Tracebacks as the program's own."""

from __future__ import annotations

from traceback import StackSummary, TracebackException
from types import TracebackType

_OURS = "<guest"  # what bundle.py calls our files


def without_our_frames(trace: TracebackType | None) -> TracebackType | None:
    """Return the part of a traceback that begins with the program."""
    while trace and trace.tb_frame.f_code.co_filename.startswith(_OURS):
        trace = trace.tb_next
    return trace


def without_our_lines(told: TracebackException) -> None:
    """Take out all that is ours, also where the program has called it, and from what led to an exception."""
    told.stack = StackSummary.from_list([each for each in told.stack if not each.filename.startswith(_OURS)])
    for other in (told.__cause__, told.__context__):
        if other:
            without_our_lines(other)
