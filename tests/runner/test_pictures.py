"""Pictures of the real libraries, which draw without a window."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome, Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
PLOT = "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\nfigure = plt.figure()\nplt.plot([1, 3, 2])\n"
IMAGE = "from PIL import Image\npicture = Image.new('RGB', (3, 2))\n"


@pytest.fixture(scope="module")
def box(pictures: str) -> Iterator[Sandbox]:
    with Sandbox(None, image=pictures, limits=Limits(seconds=60)) as box:
        yield box


def are_pictures(displays: tuple[dict[str, str], ...]) -> list[bool]:
    return [base64.b64decode(each.get("image/png", "")).startswith(PNG) for each in displays]


@pytest.mark.parametrize("show", ["plt.show()", "display(figure)", "plt.plot([2])\nplt.figure()\nplt.show()"])
def test_program_shows_figures(box: Sandbox, show: str) -> None:
    result = box.run_code(PLOT + show, displays=True)
    assert (result.outcome, result.stderr) == (Outcome.PASS, "")
    assert are_pictures(result.displays) == [True] * (1 + show.count("figure()"))


def test_program_shows_pictures_of_pillow(box: Sandbox) -> None:
    result = box.run_code(IMAGE + "picture.show()", displays=True)
    assert (result.outcome, are_pictures(result.displays)) == (Outcome.PASS, [True])
    assert box.run_code(IMAGE + "picture.show()").outcome is Outcome.BLOCKED  # it would start a viewer


def test_steps_show_figures_and_pictures(box: Sandbox) -> None:
    with box.session() as session:
        assert are_pictures(session.run(PLOT).displays) == [True]  # without a show, as in notebooks
        assert session.run("plt.get_fignums()").value == "[]"
        assert are_pictures(session.run("figure").displays) == [True]
        assert are_pictures(session.run(IMAGE + "picture.show()\npicture").displays) == [True, True]
