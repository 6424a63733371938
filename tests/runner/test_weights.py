"""Files of weights have the name of what Python runs at its start: what is in them, and where they lie, decides."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run.project.weights import may_lie_in

from tests.runner.conftest import own

if TYPE_CHECKING:
    from pathlib import Path

ZIP = b"PK\x03\x04" + bytes(range(256)) * 5000
OLD = pickle.dumps({"weights": [0.5] * 100}, protocol=2)
RUNS = b"PK\x03\x04" + b"x" * (1 << 20) + b"\nimport os\n"  # over two pieces of what is read


@pytest.mark.parametrize("data", [ZIP, OLD, pickle.dumps([1.0] * 100_000)], ids=["zip", "old", "long"])
@pytest.mark.parametrize("name", ["model.pth", "runs/1/best.PTH"])
def test_weights_can_be_saved_and_saved_again(
    make_box, backend, live, project: Path, run_unchecked, data: bytes, name: str
) -> None:
    (project / "data").write_bytes(data)
    box = make_box(backend=backend, live=live)
    save = f"import os\nos.makedirs('runs/1', exist_ok=True)\nopen({name!r}, 'wb').write(open('data', 'rb').read() + b'%d')"
    for number in range(2):
        result = run_unchecked(box, save % number)
        assert (result.stderr, result.log) == ("", ())
        assert (project / name).read_bytes() == data + b"%d" % number


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.pth", b"import os\n"),
        ("x.pth", b"some/folder\n"),
        ("x.pth", b""),
        ("x.pth", RUNS),
        ("x.pth", RUNS.replace(b"import ", b"import\t")),
        ("x.pth", b"\x80\x02\x85import os"),
        ("X.PTH", b"PK\x03\x04\rimport os"),
        ("lib/site-packages/x.pth", ZIP),
        ("dist-packages/inner/x.pth", ZIP),
    ],
)
def test_what_python_could_run_is_withheld(
    make_box, backend, live, project: Path, run_unchecked, name: str, data: bytes
) -> None:
    box = make_box(backend=backend, live=live)
    plant = f"import os\nos.makedirs(os.path.dirname({name!r}) or '.', exist_ok=True)\nopen({name!r}, 'wb').write("
    parts = f"{data[:4]!r} + {len(data) - 30} * b'x' + {data[-26:]!r}" if len(data) > 3000 else repr(data)
    result = run_unchecked(box, f"{plant}{parts})")
    assert result.stderr == ""
    assert [change.path for change in result.changes if change.withheld] == [name]
    assert not (project / name).exists()


@pytest.mark.parametrize("way", ["os.rename('text', 'x.pth')", "os.link('text', 'x.pth')", "os.symlink('text', 'x.pth')"])  # fmt: skip
def test_text_does_not_get_the_name(make_box, backend, live, project: Path, run_unchecked, way: str) -> None:
    (project / "text").write_text("import os\n")
    own(project / "text")
    result = run_unchecked(make_box(backend=backend, live=live), f"import os\n{way}")
    assert result.stderr == ""
    assert not (project / "x.pth").is_symlink()
    assert not (project / "x.pth").exists()
    assert "x.pth" in str(result.log)


def test_lines_of_the_owner_stay_what_they_are(make_box, backend, live, project: Path, run_unchecked) -> None:
    (project / "x.pth").write_text("src\n")
    own(project / "x.pth")
    box = make_box(backend=backend, live=live)
    for program in (
        "open('x.pth', 'a')",
        "import os\nos.remove('x.pth')",
        "import os\nos.rename('x.pth', 'y')",
    ):
        run_unchecked(box, program)
        assert (project / "x.pth").read_text() == "src\n"
    (project / "x.pth").write_bytes(OLD)  # in place, so that the folder tells nothing of it
    assert run_unchecked(box, "open('x.pth', 'ab').write(b'1')").stderr == ""
    (project / "x.pth").write_text("src\n")
    run_unchecked(box, "open('x.pth', 'a').write('1')")
    assert (project / "x.pth").read_text() == "src\n"


def test_weights_do_not_become_lines_unnoticed(make_box, backend, live, project: Path, run_unchecked) -> None:
    (project / "x.pth").write_bytes(OLD)
    own(project / "x.pth")
    result = run_unchecked(make_box(backend=backend, live=live), "open('x.pth', 'w').write('import os')")
    assert any("x.pth" in line for line in result.log)
    assert live or (project / "x.pth").read_bytes() == OLD


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/home/me/model.pth", True),
        ("/home/me/model.pt", False),
        ("/usr/lib/python3/dist-packages/x.pth", False),
        ("/v/Lib/Site-Packages/x.pth", False),
    ],
)
def test_folders_of_packages_leave_no_room_for_weights(path: str, room: bool) -> None:
    assert may_lie_in(path) is room
