"""What docs/ci.md and action.yml tell CI services to run does run, and stops what it should."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from llm_sandbox_run.policy import policy_file

from tests.image import IMAGE
from tests.lint.repository import Repository

if TYPE_CHECKING:
    import docker

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
SCRIPTS = sysconfig.get_path("scripts")
SETTINGS = '[project]\nname = "shop"\n'
FILES = {
    "pyproject.toml": SETTINGS,
    "src/shop/__init__.py": "def total(prices):\n    return sum(prices)\n",
    "tests/test_shop.py": "from shop import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n",
    "rates.py": "import urllib.request\n\n\ndef rate():\n    return urllib.request.urlopen('https://example.org').read()\n",
    "tests/test_rates.py": (
        "import urllib.request\nfrom io import BytesIO\nfrom rates import rate\n\n\ndef test_rate(monkeypatch):\n"
        "    monkeypatch.setattr(urllib.request, 'urlopen', lambda address: BytesIO(b'1'))\n    assert rate() == b'1'\n"
    ),
    "services/one/test_one.py": "def test_one():\n    assert True\n",
    "services/two/test_two.py": "def test_two():\n    assert True\n",
    ".github/sandbox.toml": '[tool.llm-sandbox]\nplace = ["process"]\n[tool.llm-sandbox.paths]\n"tests/**" = ["files"]\n',
    ".github/mocked.toml": (
        '[tool.llm-sandbox]\nnetwork = "none"\n[tool.llm-sandbox.paths]\n"rates.py" = ["network"]\n"tests/**" = ["network"]\n'
    ),
}
# What would fetch something; all else is real. Nothing of it stays in the engine.
STUBS = """\
pip() { [ "$1" = install ]; }
docker() { [ "$1" = build ] || command docker "$@"; }
leave() {
    for each in . services/*; do command llm-sandbox-run --project "$each" --stop || true; done
} &>/dev/null
trap leave EXIT
"""


def texts(language: str, block: str) -> list[str]:
    """Return the shell texts of a block."""
    if language == "sh":
        return [block]
    return list(_commands(yaml.safe_load(block))) if language == "yaml" else []


def _commands(value: Any) -> list[str]:
    """Return what steps and jobs of a workflow run."""
    if isinstance(value, list):
        return [text for each in value for text in _commands(each)]
    if not isinstance(value, dict):
        return []
    own = [value["run"]] if "run" in value else ["\n".join(value["script"])] if "script" in value else []
    return own + [text for each in value.values() for text in _commands(each)]


TEXTS = [text for language, block in BLOCK.findall(PAGE) for text in texts(language, block)]
RUNS = [
    text for text in TEXTS if "llm-sandbox-run --base" in text and "for " not in text and "pip" not in text
]
LINTS = [text for text in TEXTS if "flake8-llm-sandbox --base" in text or "LLS" in text]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A clone on a branch with one harmless change."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT_"))]:
        monkeypatch.delenv(name)
    origin = Repository.make(tmp_path / "origin")
    for path, text in FILES.items():
        origin.write(path, text)
    origin.commit()
    origin.git("clone", "--quiet", str(origin.root), str(tmp_path / "work"))
    clone = Repository(tmp_path / "work")
    clone.git("checkout", "--quiet", "-b", "topic")
    clone.write("src/shop/more.py", "def double(price):\n    return 2 * price\n")
    clone.commit()
    return clone


def run(text: str, work: Repository, **more: str) -> subprocess.CompletedProcess[str]:
    (work.root.parent / "temp").mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "PATH": f"{SCRIPTS}:{os.environ['PATH']}",
        "RUNNER_TEMP": str(work.root.parent / "temp"),
        "GITHUB_BASE_REF": "main",
        "CI_BUILDS_DIR": str(work.root.parent),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": work.git("merge-base", "origin/main", "HEAD"),
        "IMAGE": IMAGE,
        "IMAGES": f"{IMAGE} {IMAGE}",
        **more,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text]  # as GitHub does
    return subprocess.run(
        command, cwd=work.root, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def first_line(text: str) -> str:
    return text.partition("\n")[0][:60]


def test_no_block_escapes() -> None:
    assert {language for language, _ in BLOCK.findall(PAGE)} == {"sh", "yaml", "toml", "dockerfile"}
    assert len(TEXTS) > 12


@pytest.mark.parametrize("text", TEXTS, ids=first_line)
def test_shell_text_runs(text: str, work: Repository, request: pytest.FixtureRequest) -> None:
    if "llm-sandbox-run" in text:
        request.getfixturevalue("engine")
    ended = run(STUBS + text, work)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("text", LINTS, ids=first_line)
def test_shell_text_stops_at_harm(text: str, work: Repository) -> None:
    for path in ("src/shop/tidy.py", "services/one/tidy.py"):
        work.write(path, "import shutil, sys\nshutil.rmtree(sys.argv[1])  # noqa\n")
    work.commit()
    lint = "\n".join(line for line in text.splitlines() if "llm-sandbox-run" not in line)
    ended = run(STUBS + lint.partition("for ")[0], work)
    assert ended.returncode == 1, ended.stdout + ended.stderr


@pytest.mark.parametrize("text", RUNS, ids=first_line)
def test_run_stops_at_what_is_new(text: str, work: Repository, engine: docker.APIClient) -> None:
    work.write(
        "tests/test_new.py", "import shutil, sys\n\n\ndef test_new():\n    shutil.rmtree(sys.argv[1])\n"
    )
    work.commit()
    ended = run(STUBS + text, work)
    assert ended.returncode == 126, ended.stdout + ended.stderr
    assert "tests/test_new.py:5:" in ended.stderr
    assert "rates.py" not in ended.stderr


@pytest.mark.parametrize(
    "block", [block for language, block in BLOCK.findall(PAGE) if language == "toml"], ids=first_line
)
def test_policy_of_the_page_is_one(block: str, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(block)
    (tmp_path / "project").mkdir()
    assert policy_file.load(tmp_path / "policy.toml", tmp_path / "project").paths


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first step of the action installs."""
    temp = tmp_path_factory.mktemp("runner")
    action = temp / "action"
    for name in ("LICENSE", "README.md", "flake8_llm_sandbox", "pyproject.toml", "runner"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, _parent(action) / name)
    command = ["bash", "-eo", "pipefail", "-c", step("Install")["run"]]
    subprocess.run(
        command, cwd=temp, env={**os.environ, "ACTION": str(action), "PYTHON": "python3"}, check=True
    )
    return temp


def _parent(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def step(name: str) -> dict[str, Any]:
    (found,) = [each for each in ACTION["runs"]["steps"] if each["name"] == name]
    return found  # type: ignore[no-any-return]


def lint(work: Repository, installed: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the second step as a workflow with these inputs does."""
    given = {"base": "", "commits": "", "paths": ".", "fail-on": "", "sarif": "", **inputs}
    names = {
        name: re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", text)
        for name, text in step("Lint")["env"].items()
    }
    environment = {name: given[match[1]] for name, match in names.items() if match}
    return run(step("Lint")["run"], work, **{**environment, "RUNNER_TEMP": str(installed)})


def test_action_judges_what_changed(work: Repository, installed: Path) -> None:
    assert lint(work, installed, base="origin/main").returncode == 0
    work.write("services/one/tidy.py", "import os\nos.system(input())\n")
    work.commit()
    ended = lint(work, installed, base="origin/main", paths="services src", sarif="lint.sarif")
    assert ended.returncode == 1, ended.stderr
    assert ended.stdout.startswith("::error file=services/one/tidy.py,line=2")
    assert json.loads((work.root / "lint.sarif").read_text())["runs"][0]["results"]
    assert lint(work, installed, base="origin/main", paths="src").returncode == 0
    assert lint(work, installed, commits="origin/main..HEAD").returncode == 0  # by a person
    assert lint(work, installed, base="origin/missing").returncode == 2


def test_nothing_of_the_repository_runs_in_the_action(work: Repository, installed: Path) -> None:
    for name in ("argparse.py", "flake8_llm_sandbox.py", "sitecustomize.py"):
        work.write(name, "raise SystemExit(0)\n")
    work.write("bad.py", "import os\nos.system(input())\n")
    assert lint(work, installed).returncode == 1


def test_inputs_of_the_action_are_text_to_its_shell() -> None:
    for each in ACTION["runs"]["steps"]:
        assert "${{" not in each["run"]
