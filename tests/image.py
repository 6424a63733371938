"""The Docker image that tests run programs in."""

from __future__ import annotations

import os

IMAGE = os.environ.get("LLM_SANDBOX_TEST_IMAGE", "llm-sandbox-test")
LIBRARIES = f"{IMAGE}-libraries"  # the same with numpy, pandas, matplotlib and Pillow
