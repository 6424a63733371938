"""The example of docs/sessions.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent


def test_example_of_sessions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "docs/sessions.md").read_text(encoding="utf-8")
    example = re.findall(r"```python\n(.+?)```", text, re.DOTALL)[0]
    (tmp_path / "project").mkdir(mode=0o755)
    monkeypatch.chdir(tmp_path)
    exec(example.replace('Sandbox("project")', 'Sandbox("project", "subprocess")'), {})  # noqa: S102
    printed = capsys.readouterr().out
    assert printed.startswith("Outcome.PASS 1\n")
    assert "ZeroDivisionError" in printed
