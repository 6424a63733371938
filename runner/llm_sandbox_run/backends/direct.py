"""A running container of a local engine, reached without the engine's library, whose import takes longer than a run."""

from __future__ import annotations

import json
import os
import socket
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote

from llm_sandbox_run.backends import container
from llm_sandbox_run.links import DockerLink, SocketLink

FAILURES = (OSError, HTTPException, ValueError, KeyError)
_SECONDS = 5.0
_DEFAULT = "/var/run/docker.sock"


class DirectEngine:
    """Asks as little as a warm start needs. Whatever goes wrong (see FAILURES), the library may know better."""

    def __init__(self, path: str) -> None:
        self._path = path

    def image_id(self, image: str) -> str:
        """Return what the name of an image stands for now."""
        with closing(_Connection(self._path)) as connection:
            return str(_json(_ask(connection, "GET", f"/images/{quote(image)}/json"), 200)["Id"])

    def connect(self, name: str) -> DockerLink:
        """Open a link to the supervisor in a container."""
        wanted = {"Cmd": container.bridge(), "User": "0:0"}
        streams = {"AttachStdin": True, "AttachStdout": True, "AttachStderr": True}
        with closing(_Connection(self._path)) as connection:
            job = _json(_ask(connection, "POST", f"/containers/{name}/exec", {**wanted, **streams}), 201)[
                "Id"
            ]
        connection = _Connection(self._path)
        answer = _ask(
            connection, "POST", f"/exec/{job}/start", {}, {"Connection": "Upgrade", "Upgrade": "tcp"}
        )
        if answer.status != 101 or not connection.sock:
            connection.close()
            raise ValueError(f"the engine answered {answer.status}")
        return DockerLink(SocketLink(connection.sock, owner=connection))


def local_engine() -> DirectEngine | None:
    """Return the engine that the ``docker`` command would use, if it has a socket on this machine."""
    host = os.environ.get("DOCKER_HOST") or ("" if _has_context() else f"unix://{_DEFAULT}")
    path = host.removeprefix("unix://")
    return DirectEngine(path) if host.startswith("unix://") and Path(path).is_socket() else None


def _has_context() -> bool:
    folder = Path(os.environ.get("DOCKER_CONFIG") or Path.home() / ".docker")
    try:
        settings = json.loads((folder / "config.json").read_bytes())
        return "DOCKER_CONTEXT" in os.environ or "currentContext" in settings
    except FileNotFoundError:
        return "DOCKER_CONTEXT" in os.environ
    except (OSError, ValueError):
        return True  # let the library find out


class _Connection(HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(_SECONDS)
        self.sock.connect(self._path)


def _ask(
    connection: _Connection,
    method: str,
    path: str,
    body: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> HTTPResponse:
    text = None if body is None else json.dumps(body)
    connection.request(method, path, text, {"Content-Type": "application/json", **(headers or {})})
    return connection.getresponse()


def _json(answer: HTTPResponse, status: int) -> dict[str, Any]:
    text = answer.read()
    if answer.status != status:
        raise ValueError(f"the engine answered {answer.status}")
    return dict(json.loads(text))
