"""What programs show comes back as bundles of MIME types."""

from __future__ import annotations

import base64

import pytest

SHOWS = """\
class Shows:
    def _repr_html_(self): return "<b>x</b>"
    def _repr_png_(self): return b"\\x89PNG"
    def _repr_json_(self): return {"a": [1]}
    def _repr_svg_(self): raise ValueError
    def __repr__(self): return "plain"
"""
BUNDLE = {
    "text/plain": "plain",
    "text/html": "<b>x</b>",
    "image/png": base64.b64encode(b"\x89PNG").decode(),
    "application/json": '{"a": [1]}',
}
LINE = "import os, resource\nline = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 1\n"
PYPLOT = """\
figures = [1, 2]
class Figure:
    def __init__(self, number): self.number = number
    def savefig(self, file, **options): file.write(b"figure %d" % self.number)
Figure.__module__ = "matplotlib.figure"
def figure(number): return Figure(number)
def get_fignums(): return figures
def close(which): figures.clear()
def show(*args, **options): print("usual")
"""


@pytest.fixture
def session(run_in):
    return run_in()


def test_display_and_last_expressions(session) -> None:
    session.run(SHOWS)
    step = session.run("display(Shows(), 5)\nprint('text')\nShows()")
    assert step.displays == (BUNDLE, {"text/plain": "5"}, BUNDLE)
    assert (step.value, step.stdout) == ("plain", "text\n")
    assert session.run("Shows").displays == ()
    assert session.run("Shows(); None").displays == ()


def test_bundle_of_ones_own_goes_first(session) -> None:
    session.run(
        SHOWS + "Shows._repr_mimebundle_ = lambda self, **options: ({'text/html': 'own', 'x/y': 7}, {})"
    )
    (bundle,) = session.run("display(Shows())").displays
    assert bundle == {**BUNDLE, "text/html": "own", "x/y": "7"}


@pytest.mark.parametrize("text", [
    "def __getattr__(self, name): raise SystemError", "def _repr_html_(self): 1 / 0", "_repr_html_ = 5",
    "def _repr_mimebundle_(self): return [1]", "def _repr_mimebundle_(self): return {1: object()}", "def _repr_html_(self): return 'x' * 20_000_000",
    "def _repr_png_(self): return '\\ud800'",
])  # fmt: skip
def test_odd_objects_disturb_nothing(session, text: str) -> None:
    step = session.run(f"class Odd:\n    {text}\n    def __repr__(self): return 'odd'\ndisplay(Odd())\nOdd()")
    assert (step.value, step.error) == ("odd", None)
    assert step.displays[0]["text/plain"] == "odd"
    assert session.run("1").value == "1"


def test_more_than_enough_is_cut_and_said(session) -> None:
    step = session.run("for n in range(150): display(n)")
    assert len(step.displays) == 100
    assert "50 more displays are left out" in step.log[0]
    step = session.run(
        SHOWS + "Shows._repr_html_ = lambda self: 'x' * 7_000_000\nfor n in range(5): display(Shows())"
    )
    assert len(step.displays) == 2


def test_pyplot_shows_here(make_box, backend: str, project) -> None:
    (project / "matplotlib").mkdir()
    (project / "matplotlib" / "__init__.py").touch()
    (project / "matplotlib" / "pyplot.py").write_text(PYPLOT)
    box = make_box(backend=backend)
    text = "import matplotlib.pyplot as plt\nplt.show()\nprint(plt.get_fignums())"
    pictures = [base64.b64encode(b"figure %d" % n).decode() for n in (1, 2)]
    shown = box.run_code(text, displays=True)
    assert ([each["image/png"] for each in shown.displays], shown.stdout) == (pictures, "[]\n")
    assert box.run_code(text).stdout == "usual\n[1, 2]\n"
    with box.session() as session:
        step = session.run("import matplotlib.pyplot as plt")  # without a show, as in notebooks
        assert [each["image/png"] for each in step.displays] == pictures


def test_program_as_a_whole_shows_what_is_asked_for(make_box, backend: str) -> None:
    box = make_box(backend=backend)
    result = box.run_code("display(1)\nraise SystemExit(3)", displays=True)
    assert (result.displays, result.exit_code) == (({"text/plain": "1"},), 3)
    assert result.to_dict()["displays"]
    assert "NameError" in box.run_code("display(1)").stderr


def test_fork_prints_what_it_shows(run_unchecked, make_box, backend: str) -> None:
    text = "import os, sys\nif not os.fork():\n    display(1)\n    sys.stdout.flush()\n    os._exit(0)\nos.wait()"
    result = run_unchecked(make_box(backend=backend), text, displays=True)
    assert (result.stdout, result.displays) == ("1\n", ())


@pytest.mark.parametrize("text", ["b'junk' * 100", "b'\\xff' * 4000", "b''"])
def test_nonsense_instead_of_messages_is_said(run_unchecked, make_box, backend: str, text: str) -> None:
    result = run_unchecked(
        make_box(backend=backend), f"{LINE}os.write(line, {text})\nprint(1)", displays=True
    )
    assert (result.stdout, result.displays) == ("1\n", ())


def test_flood_of_displays_counts_as_output(run_unchecked, make_box, backend: str) -> None:
    result = run_unchecked(
        make_box(backend=backend), f"{LINE}while True: os.write(line, bytes(60000))", displays=True
    )
    assert result.outcome.value == "output"
