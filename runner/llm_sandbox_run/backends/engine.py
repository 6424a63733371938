"""The Docker engine, reduced to what a backend needs; its many errors become two."""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import docker
import requests
from docker.errors import APIError, DockerException, ImageNotFound, NotFound

from llm_sandbox_run.backends import container, podman
from llm_sandbox_run.backends.multiplexed import DockerLink
from llm_sandbox_run.conversation.links import SocketLink
from llm_sandbox_run.errors import EngineError, SilentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docker.api import APIClient

_ANSWER_SECONDS = 60
_HELLO_SECONDS = 5


class NotRunningError(Exception):
    """There is no such container, or none that runs."""


class Engine:
    """A connection to the Docker engine that the environment names.

    Raises:
        EngineError: none answers. So does every method, if that changes.
    """

    def __init__(self) -> None:
        with _errors():
            self._api: APIClient = docker.from_env(timeout=_HELLO_SECONDS).api
            self._is_podman = podman.is_podman(self._api.version())
            self._api.timeout = _ANSWER_SECONDS

    def close(self) -> None:
        """Hang up."""
        self._api.close()

    def image(self, name: str) -> container.Image:
        """Return what the name of an image stands for now."""
        with _errors():
            try:
                return container.Image.of(self._api.inspect_image(name))  # type: ignore[no-untyped-call]
            except (ImageNotFound, NotFound):
                raise EngineError(
                    f"there is no image {name} here: get it with `docker pull {name}`"
                ) from None

    def forbids_mounts(self) -> bool:
        """Tell whether it keeps containers from mounts of their own, whatever rights they have: AppArmor does."""
        with _errors():
            said = self._api.info()
        return any("apparmor" in each for each in said.get("SecurityOptions") or ())

    def start(self, name: str, config: dict[str, Any]) -> DockerLink | None:
        """Start a container; return what it prints, None if it was there before.

        Raises:
            EngineError: the engine cannot start it.
        """
        with _errors():
            printed = self._create(name, config)
            try:
                self._api.start(name)
            except APIError as error:
                if printed:
                    printed.close()
                if printed and error.status_code != 409:
                    self.remove(name)
                    raise
        return printed

    def _create(self, name: str, config: dict[str, Any]) -> DockerLink | None:
        try:
            with podman.adapted(config) if self._is_podman else nullcontext(config) as asked:
                self._api.create_container_from_config(asked, name)  # type: ignore[no-untyped-call]
        except APIError as error:
            if error.status_code != 409:  # the name is taken
                raise
            return None
        return _link(self._api.attach_socket(name, {"stdout": 1, "stderr": 1, "stream": 1}))

    def connect(self, wanted: container.Container) -> DockerLink:
        """Open a link to the supervisor in a container.

        Raises:
            NotRunningError: there is none.
            EngineError: somebody has paused it.
        """
        with _errors():
            try:
                job = self._api.exec_create(wanted.name, wanted.bridge, stdin=True, user="0:0")
                return _link(self._api.exec_start(job["Id"], socket=True))
            except APIError as error:
                if "is paused" in str(error.explanation):
                    raise EngineError(
                        f"the container {wanted.name} is paused: `docker unpause {wanted.name}` lets it go on, "
                        "`llm-sandbox-run stop` ends it"
                    ) from None
                # An engine that is about to remove the container says so with any status.
                if error.status_code in (404, 409) or "is not running" in str(error.explanation):
                    raise NotRunningError from None
                raise

    def remove(self, name: str) -> None:
        """Kill and remove a container, if it is there."""
        with _errors():
            try:
                self._api.remove_container(name, force=True, v=True)
            except APIError as error:
                if error.status_code not in (404, 409):  # gone, or about to be
                    raise

    def containers(self, project: Path | None = None) -> list[dict[str, Any]]:
        """Return what it says of this user's containers: of all, or of a project's."""
        labels = [f"{container.LABEL}.user={os.getuid()}"]
        if project:
            labels.append(f"{container.LABEL}.project={project}")
        with _errors():
            return list(self._api.containers(all=True, filters={"label": labels}))

    @property
    def address(self) -> str:
        """Where it is."""
        return os.environ.get("DOCKER_HOST") or str(self._api.base_url)


def _link(raw: Any) -> DockerLink:
    # docker-py hands out a file over the socket, which holds the response, which closes everything when collected.
    return DockerLink(SocketLink(getattr(raw, "_sock", raw), owner=getattr(raw, "_response", raw)))


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except APIError as error:
        said = str(error.explanation or error)
        if f'"{container.PYTHON}": executable file not found' in said:
            raise EngineError(
                "the image has no python3 on its PATH: choose one with Python 3.8 or newer (--image), or install it there"
            ) from error
        raise EngineError(f"the Docker engine refused: {said}") from error
    except (DockerException, requests.RequestException, OSError) as error:
        if isinstance(error, requests.Timeout) or isinstance(error.__cause__, requests.Timeout):
            raise SilentError from error
        if "Permission denied" in str(error):
            raise EngineError(
                f"this user may not speak to the Docker engine ({_reason(error)}): join the group that owns its socket "
                "(sudo usermod -aG docker NAME, then log in anew), or let DOCKER_HOST name an engine of your own"
            ) from error
        raise EngineError(
            f"no Docker engine answers ({_reason(error)}): start Docker, let DOCKER_HOST name it, or choose "
            "--backend subprocess, which holds less"
        ) from error


def _reason(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
