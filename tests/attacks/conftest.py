"""The places where every attack runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.attacks.observed import Observed
from tests.attacks.place import Place
from tests.attacks.world import CANARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typing_extensions import Self

    from tests.attacks.attack import Attack

ROOT = Path(__file__).parents[2]
OWNER = 20_000 + os.getpid() % 40_000  # nobody else on the machine
PLACES = ("docker", "subprocess", "subprocess-bare", "subprocess-user", "subprocess-user-bare")
PUBLIC_PYTHON = "/usr/bin/python3"  # which an ordinary user can read, if root has ours in a private folder


class Battlefield(Protocol):
    """A place, here or in a process of another user."""

    def missing(self) -> list[str]: ...

    def has_pytest(self) -> bool: ...

    def attempt(self, attack: Attack) -> Observed: ...


@pytest.fixture(scope="session", params=PLACES)
def place(request: pytest.FixtureRequest) -> Iterator[Battlefield]:
    kind: str = request.param
    if kind == "docker":
        request.getfixturevalue("engine")
    user = kind.startswith("subprocess-user")
    if os.getuid() and not user:
        pytest.skip("needs root")
    python = PUBLIC_PYTHON if os.getuid() == 0 and (user or kind.endswith("bare")) else sys.executable
    if not _is_new_enough(python):
        pytest.skip(f"{python} is not Python 3.10 or newer")
    with _public_folder() as base, pytest.MonkeyPatch.context() as patch:
        patch.setenv(CANARY, "seen")
        if user:
            with Helper(kind, base, python) as helper:
                yield helper
        else:
            with Place(kind, base, OWNER, python) as here:
                yield here


class Helper:
    """An ordinary user's process with a place of its own. It is started again when an attack has ended it."""

    def __init__(self, kind: str, base: Path, python: str) -> None:
        self._command = [python, "-m", "tests.attacks.driver", kind, str(base)]
        self._state = base / "state"
        self._user = OWNER + 1 if os.getuid() == 0 else None
        if self._user:
            os.chown(base, self._user, self._user)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT}:{ROOT / 'runner'}",
                "XDG_CACHE_HOME": "/dev/null",
                "XDG_STATE_HOME": str(self._state),
            },
            user=self._user,
            group=self._user,
            extra_groups=[] if self._user else None,
        )
        traits: tuple[list[str], bool] = json.loads(self._said())
        self._missing, self._has_pytest = traits
        return self

    def __exit__(self, *_: object) -> None:
        with self._process:  # closes its input, waits
            pass

    def missing(self) -> list[str]:
        return self._missing

    def has_pytest(self) -> bool:
        return self._has_pytest

    def attempt(self, attack: Attack) -> Observed:
        assert self._process.stdin
        self._process.stdin.write(attack.name + "\n")
        self._process.stdin.flush()
        said = self._said()
        if said:
            return Observed(**json.loads(said))
        self.__exit__()
        self.__enter__()
        return Observed("lost: the attack ended whoever ran the sandbox")

    def _said(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


def _is_new_enough(python: str) -> bool:
    if not shutil.which(python):
        return False
    check = "import sys; raise SystemExit(sys.version_info < (3, 10))"
    return subprocess.run([python, "-c", check], check=False).returncode == 0


@contextmanager
def _public_folder() -> Iterator[Path]:
    # pytest's own are closed to other users, all the way up.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
