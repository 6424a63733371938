from __future__ import annotations

import gc
import os
import signal
import warnings
from typing import TYPE_CHECKING

import docker
import pytest
from docker.errors import DockerException

from tests.image import IMAGE, PICTURES

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_configure() -> None:
    # Jobs in the background are started with interrupts ignored, and so would be all that tests start and interrupt.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def nothing_of_yesterday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache and a state of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


def _connected() -> docker.APIClient | str:
    """Return the engine, or why there is none."""
    with warnings.catch_warnings():
        # docker-py leaves a socket that could not connect to the garbage collector, which complains.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            client = docker.from_env().api
            client.inspect_image(IMAGE)
        except DockerException as error:
            reason = f"no Docker engine with the image {IMAGE}: {error}"
        else:
            return client
        gc.collect()
    return reason


@pytest.fixture(scope="session")
def engine() -> Iterator[docker.APIClient]:
    """The Docker engine with the test image; skips without one, unless it is required."""
    client = _connected()
    if isinstance(client, str):
        if os.environ.get("LLM_SANDBOX_REQUIRE_DOCKER"):
            pytest.fail(client)
        pytest.skip(client)
    with client:
        yield client


@pytest.fixture(scope="session")
def image(engine: docker.APIClient) -> str:
    """The test image, which the engine has."""
    return IMAGE


@pytest.fixture(scope="session")
def pictures(engine: docker.APIClient) -> str:
    """The test image with matplotlib and Pillow; skips without one, unless it is required."""
    if engine.images(PICTURES):
        return PICTURES
    if os.environ.get("LLM_SANDBOX_REQUIRE_DOCKER"):
        pytest.fail(f"no image {PICTURES}: scripts/docker-engine makes it")
    pytest.skip(f"no image {PICTURES}")
