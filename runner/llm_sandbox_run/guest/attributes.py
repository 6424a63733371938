"""Which extended attributes are a program's to set: its own, and lists of who may do what."""

from __future__ import annotations

_THEIRS = ("user.", "system.posix_acl_")
_OVERLAYS_OWN = "user.overlay."


def is_theirs(name: str) -> bool:
    """Tell whether programs can set it: what the project has of these, they see."""
    return name.startswith(_THEIRS) and not is_overlays(name)


def is_overlays(name: str) -> bool:
    """Tell whether overlayfs keeps something of its own in it."""
    return name.startswith(_OVERLAYS_OWN)
