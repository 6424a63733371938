"""The Docker image that tests run programs in."""

from __future__ import annotations

import os

IMAGE = os.environ.get("LLM_SANDBOX_TEST_IMAGE", "llm-sandbox-test")
PICTURES = f"{IMAGE}-pictures"  # the same with matplotlib and Pillow
