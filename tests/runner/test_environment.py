"""The environment variables that programs get."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, UsageError

from tests.image import IMAGE
from tests.runner.command import COMMAND

if TYPE_CHECKING:
    from pathlib import Path

    import docker

SHOW = "import os\nprint([os.environ.get(name) for name in {}])"


def test_values_of_the_caller_arrive(make_box, backend: str, run_unchecked) -> None:
    box = make_box(
        backend=backend,
        environment={"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "OMP_NUM_THREADS": "3", "A": "b=c"},
    )
    assert box.run_code("import time\nprint(time.tzname[0])").stdout == "JST\n"
    assert box.run_code("import time\nprint(time.localtime(0).tm_hour)").stdout == "9\n"
    names = ["LANG", "OMP_NUM_THREADS", "A", "OPENBLAS_NUM_THREADS"]
    assert run_unchecked(box, SHOW.format(names)).stdout == "['de_DE.UTF-8', '3', 'b=c', '1']\n"


def test_threads_follow_the_limit(make_box, backend: str, run_unchecked) -> None:
    box = make_box(backend=backend, limits=Limits(cpus=1.5))
    assert run_unchecked(box, SHOW.format(["OMP_NUM_THREADS", "RAYON_NUM_THREADS"])).stdout == "['2', '2']\n"


@pytest.mark.parametrize(
    "name",
    ["PATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONSTARTUP", "PYTEST_ADDOPTS", "HOME", "TMPDIR", "GCONV_PATH",
     "GLIBC_TUNABLES", "BASH_ENV", "", "a b", "A=B", "\u00c4"],
)  # fmt: skip
def test_what_decides_how_things_start_is_refused(make_box, name: str) -> None:
    with pytest.raises(UsageError, match="environment"):
        make_box(environment={name: "x"})


@pytest.mark.parametrize("value", [{"A": 1}, {"A": "\0"}, {1: "a"}, [("A", "b")], "A=b", {"A": None}])
def test_what_is_no_text_is_refused(make_box, value: object) -> None:
    with pytest.raises(UsageError, match="environment"):
        make_box(environment=value)


def test_the_command_takes_values(project: Path) -> None:
    options = ["--backend", "subprocess", "--project", str(project), "--set", "TZ=Asia/Tokyo"]
    program = ["-c", "import time\nprint(time.tzname[0])"]
    done = subprocess.run([*COMMAND, *options, *program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "JST\n"), done.stderr
    refused = subprocess.run(
        [*COMMAND, "--set", "PATH=x", *program], capture_output=True, text=True, check=False
    )
    assert refused.returncode == 125
    assert "PATH" in refused.stderr


def test_variables_of_the_image_are_kept(make_box, engine: docker.APIClient, run_unchecked) -> None:
    name = "llm-sandbox-test-environment"
    container = engine.create_container(IMAGE, ["true"])
    changes = ["ENV OF_IMAGE=yes", "ENV LD_PRELOAD=/x.so", "ENV PYTHONSTARTUP=/x.py"]
    engine.commit(container, repository=name, changes=changes)
    engine.remove_container(container)
    names = ["OF_IMAGE", "LD_PRELOAD", "PYTHONSTARTUP"]
    assert run_unchecked(make_box(image=name), SHOW.format(names)).stdout == "['yes', None, None]\n"


def test_pools_are_as_large_as_the_limit_of_processors(make_box, backend: str, run_unchecked) -> None:
    program = """
import multiprocessing, os
from concurrent.futures import ProcessPoolExecutor
print(os.cpu_count(), multiprocessing.cpu_count(), ProcessPoolExecutor()._max_workers, os.environ["PYTHON_CPU_COUNT"])
"""
    for cpus, count in ((0.5, "1"), (1.0, "1"), (1.5, "2")):
        box = make_box(backend=backend, limits=Limits(cpus=cpus))
        assert run_unchecked(box, program).stdout.split() == [count] * 4
