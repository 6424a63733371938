from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from llm_sandbox_run.hook.decide import Said, Settings, decide

if TYPE_CHECKING:
    from pathlib import Path

REMOVES = 'import os\nos.remove("x")\n'


class Ask(Protocol):
    def __call__(self, command: str, **settings: Any) -> Said: ...


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project in which an agent works: files that are clean, files that are not, and what starts them."""
    root = tmp_path / "project"
    for folder in (".git", "sub", ".venv/bin"):
        (root / folder).mkdir(parents=True)
    files = {
        "ok.py": "print(1)\n",
        "bad.py": REMOVES,
        "imports_bad.py": "import bad\n",
        "sub/ok2.py": "print(2)\n",
        "test_ok.py": "def test_a():\n    assert True\n",
        "bad.sh": "#!/bin/sh\npython bad.py\n",
        "ok.sh": "#!/bin/sh\necho hi\n",
        "tool": f"#!/usr/bin/env python3\n{REMOVES}",
        "Makefile": "test:\n\techo ok\n",
        "justfile": "test:\n    python bad.py\n",
        "package.json": '{"scripts": {"test": "jest"}, "keywords": ["python"]}',
        ".venv/pyvenv.cfg": "",
        "python": "#!/bin/sh\npython3 bad.py\n",
        "cli.py": REMOVES,
        "clean.py": "def main(): print(1)\n",
        "pyproject.toml": '[project.scripts]\nmycli = "cli:main"\ncleancli = "clean:main"\n',
        ".venv/bin/activate": "deactivate () { unset X; }\n",
    }
    files |= {
        "shadows/bisect.py": REMOVES,
        "shadows/clean.py": "import random\n",
        "packages/bisect/__init__.py": "",
        "packages/clean.py": "import random\n",
        "harmless/statistics.py": "def mean(x): return sum(x) / len(x)\n",
        "harmless/clean.py": "print(1)\n",
    }
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / name).write_text(text)
    (root / "link").symlink_to(sys.executable)
    return root


@pytest.fixture
def ask(repository: Path) -> Ask:
    """Ask about a command as Claude Code does."""

    def asked(command: str, **settings: Any) -> Said:
        call = {
            "hook_event_name": "PreToolUse",
            "tool_name": "Bash",
            "tool_input": {"command": command},
            "cwd": str(repository),
        }
        return decide(json.dumps(call).encode(), Settings(seconds=60, **settings))

    return asked
