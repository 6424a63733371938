"""A running container of a local engine, reached without the engine's library and without one for HTTP.

To import either would take longer than what is asked of it here.
"""

from __future__ import annotations

import json
import os
import re
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

from llm_sandbox_run.backends import container
from llm_sandbox_run.backends.multiplexed import DockerLink
from llm_sandbox_run.conversation.links import SocketLink

FAILURES = (OSError, ValueError, KeyError, TypeError)
_SECONDS = 5.0
_DEFAULT = "/var/run/docker.sock"
_MOST_BYTES, _MOST_HEAD_BYTES = 16 << 20, 64 << 10


class DirectEngine:
    """Asks as little as a warm start needs. Whatever goes wrong (see FAILURES), the library may know better."""

    def __init__(self, path: str) -> None:
        self._path = path

    def image(self, name: str) -> container.Image:
        """Return what the name of an image stands for now."""
        return container.Image.of(self._ask("GET", f"/images/{name}/json"))

    def connect(self, wanted: container.Container) -> DockerLink:
        """Open a link to the supervisor in a container."""
        command = {"Cmd": wanted.bridge, "User": "0:0"}
        streams = {"AttachStdin": True, "AttachStdout": True, "AttachStderr": True}
        job = self._ask("POST", f"/containers/{wanted.name}/exec", {**command, **streams})["Id"]
        link = self._send("POST", f"/exec/{job}/start", "1.1", {}, "Connection: Upgrade", "Upgrade: tcp")
        try:
            _check(_head(link), 101)
        except BaseException:
            link.close()
            raise
        return DockerLink(SocketLink(link))

    def _ask(self, method: str, target: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        # To version 1.0 of HTTP the answer comes in one piece, and ends with the connection.
        with closing(self._send(method, target, "1.0", body)) as link:
            _check(_head(link), 200, 201)
            with link.makefile("rb") as answer:
                return dict(json.loads(answer.read(_MOST_BYTES)))

    def _send(
        self, method: str, target: str, version: str, body: dict[str, Any] | None, *headers: str
    ) -> socket.socket:
        if not re.fullmatch(r"[\w./:@-]+", target, re.ASCII):
            raise ValueError(f"{target!r} would have to be quoted")
        text = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {target} HTTP/{version}", "Host: docker", "Content-Type: application/json"]
        lines += [f"Content-Length: {len(text)}", *headers, "", ""]
        link = socket.socket(socket.AF_UNIX)
        try:
            link.settimeout(_SECONDS)
            link.connect(self._path)
            link.sendall("\r\n".join(lines).encode() + text)
        except BaseException:
            link.close()
            raise
        return link


def _head(link: socket.socket) -> bytes:
    # Byte by byte, since what comes after it belongs to others.
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = link.recv(1)
        if not byte or len(head) > _MOST_HEAD_BYTES:
            raise ValueError("the engine hung up")
        head += byte
    return head


def _check(head: bytes, *wanted: int) -> None:
    status = int(head.partition(b" ")[2][:3])
    if status not in wanted:
        raise ValueError(f"the engine answered {status}")


def local_engine() -> DirectEngine | None:
    """Return the engine that the ``docker`` command would use, if it has a socket on this machine."""
    host = os.environ.get("DOCKER_HOST") or ("" if _has_context() else f"unix://{_DEFAULT}")
    path = host.removeprefix("unix://")
    try:
        return DirectEngine(path) if host.startswith("unix://") and Path(path).is_socket() else None
    except OSError:  # the library will say why
        return None


def _has_context() -> bool:
    folder = Path(os.environ.get("DOCKER_CONFIG") or Path.home() / ".docker")
    try:
        settings = json.loads((folder / "config.json").read_bytes())
        return "DOCKER_CONTEXT" in os.environ or "currentContext" in settings
    except FileNotFoundError:
        return "DOCKER_CONTEXT" in os.environ
    except (OSError, ValueError):
        return True  # let the library find out
