"""numpy, pandas and matplotlib as they are, imported once for all runs: each run is as if it had imported them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docker.errors import ImageNotFound
from llm_sandbox_run import Limits, Outcome, Sandbox

from tests.image import IMAGE
from tests.runner.conftest import make_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker

MODULES = ("numpy", "pandas", "matplotlib.pyplot")


@pytest.fixture(scope="module")
def loaded(engine: docker.APIClient, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    image = f"{IMAGE}-numpy"
    try:
        engine.inspect_image(image)
    except ImageNotFound:
        pytest.skip(f"no image {image}: scripts/numpy-image makes it")
    root = make_project(tmp_path_factory.mktemp("numpy"))
    limits = Limits(seconds=60, memory_bytes=1 << 30)
    with Sandbox(root, image=image, limits=limits, preload=MODULES) as box:
        yield box


def run(box: Sandbox, text: str) -> str:
    result = box.run_code(text)
    assert (result.outcome, result.stderr) == (Outcome.PASS, ""), result
    return result.stdout


@pytest.mark.parametrize(
    "draw", ["np.random.rand()", "np.random.default_rng().random()", "np.random.permutation(99)[:9]"]
)
def test_runs_do_not_share_their_chances(loaded: Sandbox, draw: str) -> None:
    assert len({run(loaded, f"import numpy as np\nprint({draw})") for _ in range(4)}) == 4


def test_chances_that_a_program_has_chosen_are_its_own(loaded: Sandbox) -> None:
    seeded = (
        "import numpy as np\nnp.random.seed(1)\nprint(np.random.rand(), np.random.default_rng(5).random())"
    )
    assert run(loaded, seeded) == "0.417022004702574 0.8050029237453802\n"


def test_samples_of_pandas_differ(loaded: Sandbox) -> None:
    sample = "import pandas as pd\nprint(pd.Series(range(10_000)).sample(3).tolist())"
    assert len({run(loaded, sample) for _ in range(4)}) == 4


def test_files_of_pandas_and_matplotlib_are_whole(loaded: Sandbox) -> None:
    text = "import pandas as pd\npd.DataFrame({'a': [1]}).to_csv('a.csv', index=False)"
    assert run(loaded, text) == ""
    assert (loaded._root / "a.csv").read_text() == "a\n1\n"
    run(loaded, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('a.png')")
    assert (loaded._root / "a.png").read_bytes().endswith(b"IEND\xaeB`\x82")
