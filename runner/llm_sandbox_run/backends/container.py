"""How a container is called, and how its supervisor is started and reached."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from llm_sandbox_run.backends import bundle
from llm_sandbox_run.model import Limits

if TYPE_CHECKING:
    from llm_sandbox_run.model import Setting

ROOT = "/app"
SOCKET = "/run/llm-sandbox/socket"
LABEL = "llm-sandbox"
EMPTY = Path(__file__).parent / "empty"  # a file of no bytes, to lie over files whose text nobody may see
_PYTHON = "python3"
_LIMITS_OF_A_RUN = frozenset({"seconds", "output_bytes", "output_cap_bytes"})  # they travel with each request
_ANY = Limits()


def name(setting: Setting, image_id: str) -> str:
    """Return the container's name: the same for all who want the same, and for nobody else."""
    limits = {key: value for key, value in vars(setting.limits).items() if key not in _LIMITS_OF_A_RUN}
    shape = json.dumps(
        [
            str(replace(setting, limits=_ANY, isolated=False)),
            setting.environment,
            limits,
            image_id,
            bundle.digest(),
            LABEL,
        ],
        sort_keys=True,
    )
    slug = re.sub(r"[^a-zA-Z0-9]+", "-", setting.project.name).strip("-").lower()[:30] or "project"
    return f"llm-sandbox-{slug}-{hashlib.sha256(shape.encode()).hexdigest()[:12]}"


def supervisor(setting: Setting) -> list[str]:
    """Return the container's command."""
    return bundle.command(
        _PYTHON,
        {
            "mode": "serve",
            "socket": SOCKET,
            "project": ROOT,
            "read_only": setting.read_only,
            "network": bool(setting.network),
            "readable": setting.readable,
            "preload": setting.preload,
            "idle": setting.idle_seconds,
        },
    )


def bridge() -> list[str]:
    """Return the command that joins its standard streams to the supervisor."""
    return bundle.bridge(_PYTHON, SOCKET)
