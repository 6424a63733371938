from __future__ import annotations

import os

import docker
import pytest
from docker.errors import DockerException


@pytest.fixture(scope="session")
def image() -> str:
    """The test image; skips without a Docker engine that has it, unless that is required."""
    name = os.environ.get("LLM_SANDBOX_TEST_IMAGE", "llm-sandbox-test")
    try:
        with docker.from_env().api as client:
            client.inspect_image(name)
    except DockerException as error:
        if os.environ.get("LLM_SANDBOX_REQUIRE_DOCKER"):
            raise
        pytest.skip(f"no Docker engine with the image {name}: {error}")
    return name
