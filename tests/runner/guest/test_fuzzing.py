"""Supervisors that are told nonsense, by clients that may leave at any moment."""

from __future__ import annotations

import shutil
import sys
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from llm_sandbox_run import Limits, Outcome, Sandbox
from llm_sandbox_run.backends import container, direct
from llm_sandbox_run.backends.subprocess import _Guest
from llm_sandbox_run.conversation.protocol import request
from llm_sandbox_run.conversation.wires import Wires
from llm_sandbox_run.guest.frames import Kind, encode, encode_json
from llm_sandbox_run.model import CleanCode, Setting
from llm_sandbox_run.project.folder import identity_of

if TYPE_CHECKING:
    from pathlib import Path

# One that an ordinary user can read, if root has ours in a private folder.
PYTHON = shutil.which("python3", path="/usr/bin") or sys.executable
PROGRAM = b"import sys\nprint(sys.stdin.read())\n"
FIELDS = {
    "module": "json.tool",
    "argv": [1],
    "cwd": "/nowhere",
    "seconds": float("nan"),
    "output_keep": 0,
    "covers": [[]],
}
NOISE = st.binary(max_size=40)


def run_frame(setting: Setting, changed: dict[str, object]) -> bytes:
    code = CleanCode(PROGRAM, "", "", "<string>", (), "-c", "", "", ())
    plain = request(code, setting, (), str(setting.project), Wires(b"")).to_json()
    return encode_json(Kind.RUN, {**plain, **changed})


def talk(setting: Setting) -> st.SearchStrategy[bytes]:
    """Frames in any order, some of them right, cut off anywhere."""
    changes = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.none(), max_size=1)
    runs = changes.map(lambda names: run_frame(setting, {name: FIELDS[name] for name in names}))
    frames = st.one_of(
        runs,
        runs.map(lambda run: run + encode(Kind.SOURCE, PROGRAM)),
        st.just(encode(Kind.SOURCE, PROGRAM)),
        st.builds(encode, st.sampled_from(Kind), NOISE),
        NOISE,
    )
    return st.tuples(st.lists(frames, max_size=6).map(b"".join), st.integers(0, 30)).map(
        lambda drawn: drawn[0][: len(drawn[0]) - drawn[1]]
    )


@given(data=st.data())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_supervisor_of_one_client_ends_with_it(data: st.DataObject, project: Path) -> None:
    setting = Setting(project, Limits(seconds=0.5), "", False, 60, identity_of(project))
    words = data.draw(talk(setting))
    guest = _Guest(setting, PYTHON, namespaces=False)
    try:
        with suppress(OSError):  # it may hang up on nonsense
            guest.conversation._link.send(words)
        guest.conversation.close()
        status = guest._process.wait(10)
        guest._complaints.seek(0)
        assert (status, guest._complaints.read()) == (0, b"")
    finally:
        guest.close()


def test_nonsense_of_one_client_is_no_matter_to_another(engine, make_box, project: Path, image: str) -> None:
    box: Sandbox = make_box(limits=Limits(seconds=5))
    box.run_code("pass")
    setting = replace(box._setting, identity=identity_of(project))
    local = direct.local_engine()
    assert local
    there = container.with_own_mounts(setting, local.image(image))

    @given(words=talk(setting))
    @settings(max_examples=15, deadline=None)
    def disturb(words: bytes) -> None:
        with ExitStack() as stack:
            link = local.connect(there)
            stack.callback(link.close)
            with suppress(OSError):
                link.send(encode(Kind.HELLO) + words)
            result = box.run_code("print(1)")
        assert (result.outcome, result.stdout) == (Outcome.PASS, "1\n"), result

    disturb()
    assert box.run_code("print(1)").stdout == "1\n"
    (same,) = engine.containers(filters={"name": there.name})
    assert same["State"] == "running"
