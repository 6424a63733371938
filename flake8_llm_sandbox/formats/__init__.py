"""Reports for people and for programs: a module for each format, with a function ``render(report)``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from flake8_llm_sandbox.formats.report import Report

FORMATS = {
    "text": "text",
    "json": "data",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "rdjson": "rdjson",
}  # name: module, imported when it is asked for


def renderer(name: str) -> Callable[[Report], str]:
    """Return the function that writes a report in the format ``name``."""
    module = import_module(f"{__name__}.{FORMATS[name]}")
    return cast("Callable[[Report], str]", module.render)
