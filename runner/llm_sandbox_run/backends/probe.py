"""Where an image has its interpreter: asked of a container that is shown nothing."""

from __future__ import annotations

import json
import time
from contextlib import closing
from typing import TYPE_CHECKING

from llm_sandbox_run.backends import bundle, container
from llm_sandbox_run.errors import EngineError
from llm_sandbox_run.guest.packages import is_below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llm_sandbox_run.backends.container import Image
    from llm_sandbox_run.backends.engine import Engine

_SECONDS = 30.0


def interpreter(engine: Engine, image: Image, shown: Sequence[str]) -> str:
    """Return the absolute path of an image's interpreter, which does not lead through any of the paths ``shown``.

    Raises:
        EngineError: the image has none, or only one that what is shown could replace.
    """
    name = f"llm-sandbox-probe-{time.time_ns():x}"
    config = {
        "Image": image.id,
        "Entrypoint": bundle.command("python3", {"mode": "tell", "shown": [*shown]}),
        "Cmd": [],
        "Env": list(container.environment(image, shown)),
        "User": "65534:65534",
        "NetworkDisabled": True,
        "Healthcheck": {"Test": ["NONE"]},
        "HostConfig": {
            "NetworkMode": "none",
            "CapDrop": ["ALL"],
            "SecurityOpt": ["no-new-privileges"],
            "ReadonlyRootfs": True,
            "LogConfig": {"Type": "none", "Config": {}},
        },
    }
    printed = engine.start(name, config)
    assert printed, "nobody else has this name"
    said = b""
    with closing(printed):
        while data := printed.receive(time.monotonic() + _SECONDS):
            said += data
    engine.remove(name)
    try:
        paths, places = json.loads(said)
    except ValueError:
        raise EngineError(
            f"the image {image.id} has no python3 that runs: {printed.complaints[-300:]!r}"
        ) from None
    for path in paths:
        if is_below(path, (*shown, *places)):
            raise EngineError(
                f"the image's python3 leads through {path}, where the project appears: use an image that has it elsewhere"
            )
    return str(paths[0])
