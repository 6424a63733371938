"""Verdicts of earlier checks, as far as no program that runs here could have written them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from flake8_llm_sandbox import cache

if TYPE_CHECKING:
    from pathlib import Path


def out_of_reach(root: Path, backend: str) -> Path | None:
    """Return the folder of verdicts; None if a program run on the project at ``root`` might be able to write to it.

    As a plain process without namespaces it can, unless root started it, who gives it another user.
    """
    return None if backend == "subprocess" and os.geteuid() else cache.folder([root])


def distrust() -> None:
    """Drop all verdicts, since a program ran that might have written some."""
    place = cache.folder([])
    if place:
        cache.empty(place)
