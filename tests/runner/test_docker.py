"""The life of containers."""

from __future__ import annotations

import gc
import io
import os
import signal
import subprocess
import sys
import tarfile
import threading
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import EngineError, Limits, Outcome, Sandbox
from llm_sandbox_run.backends import container

from tests.image import IMAGE
from tests.runner.waiting import containers, wait_until

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("engine")


def test_container_is_hardened_and_says_whose_it_is(engine, make_box, project: Path) -> None:
    make_box().run_code("pass")
    (found,) = containers(engine, project)
    details = engine.inspect_container(found["Id"])
    host = details["HostConfig"]
    assert details["Name"].startswith("/llm-sandbox-project-")
    assert details["Config"]["Labels"][f"{container.LABEL}.pid"] == str(os.getpid())
    assert (host["NetworkMode"], host["ReadonlyRootfs"], host["AutoRemove"], host["Privileged"]) == (
        "none",
        True,
        True,
        False,
    )
    assert host["CapDrop"] == ["ALL"]
    assert sorted(each.removeprefix("CAP_") for each in host["CapAdd"]) == [
        "KILL",
        "SETFCAP",
        "SETGID",
        "SETUID",
    ]
    assert "no-new-privileges" in host["SecurityOpt"]
    assert host["Memory"] == host["MemorySwap"] > 0
    assert host["PidsLimit"] > 0
    assert host["NanoCpus"] > 0


def test_container_is_kept_between_runs_and_shared_between_boxes(engine, make_box, project: Path) -> None:
    first, second = make_box(), make_box()
    for box in (first, second, first):
        assert box.run_code("print(1)").stdout == "1\n"
    assert len(containers(engine, project)) == 1


def test_other_options_mean_another_container(engine, make_box, project: Path) -> None:
    make_box().run_code("pass")
    make_box(limits=Limits(memory_bytes=64 << 20)).run_code("pass")
    make_box(read_only=True).run_code("pass")
    assert len(containers(engine, project)) == 3


def test_limits_of_a_single_run_share_a_container(engine, make_box, project: Path) -> None:
    make_box().run_code("pass")
    make_box(limits=Limits(seconds=3, output_bytes=100)).run_code("pass")
    assert len(containers(engine, project)) == 1


def test_closed_box_ends_its_container_at_once(engine, make_box, project: Path) -> None:
    box = make_box()
    box.run_code("pass")
    box.close()
    wait_until(lambda: not containers(engine, project), 3)


def test_closed_box_leaves_a_container_that_another_uses(engine, make_box, project: Path) -> None:
    first, second = make_box(), make_box()
    first.run_code("pass")
    second.run_code("pass")
    first.close()
    (before,) = containers(engine, project)
    assert second.run_code("print(1)").stdout == "1\n"
    assert [each["Id"] for each in containers(engine, project)] == [before["Id"]]
    second.close()
    wait_until(lambda: not containers(engine, project), 5)


def test_idle_container_ends_although_its_client_lives(engine, make_box, project: Path) -> None:
    box = make_box(idle_seconds=0.5)
    box.run_code("pass")
    wait_until(lambda: not containers(engine, project), 5)
    assert box.run_code("print(1)").stdout == "1\n"  # and is replaced in silence


def test_dead_container_is_replaced(engine, make_box, project: Path) -> None:
    box = make_box()
    box.run_code("pass")
    (before,) = containers(engine, project)
    engine.kill(before["Id"])
    assert box.run_code("print(1)").stdout == "1\n"


def test_container_that_dies_in_mid_run_is_an_error_and_nothing_is_repeated(
    engine, make_box, project: Path
) -> None:
    box = make_box(live=True)
    marks = project / "marks"

    def kill() -> None:
        wait_until(marks.exists)
        engine.kill(containers(engine, project)[0]["Id"])

    killer = threading.Thread(target=kill)
    killer.start()
    result = box.run_code("open('marks', 'a').write('x')\nwhile True: pass")
    killer.join()
    assert (result.outcome, result.exit_code, result.started) == (Outcome.ERROR, 125, True)
    assert "may have run" in result.log[0]
    assert marks.read_text() == "x"
    assert box.run_code("print(1)").stdout == "1\n"


def test_clients_that_race_to_start_meet_in_one_container(engine, project: Path) -> None:
    program = (
        "from llm_sandbox_run import Sandbox\n"
        f"box = Sandbox({str(project)!r}, image={IMAGE!r})\n"
        "print(box.run_code('print(1)').stdout)\n"
        "box.leave()\n"
    )
    racers = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [racer.communicate(timeout=60)[0] for racer in racers] == ["1\n\n"] * 3
    found = containers(engine, project)
    for each in found:
        engine.remove_container(each["Id"], force=True)
    assert len(found) == 1


def test_runs_of_two_clients_take_turns(make_box) -> None:
    first, second = make_box(), make_box()
    first.run_code("pass")
    second.run_code("pass")
    slow = threading.Thread(target=first.run_code, args=("import time; time.sleep(1.5)",))
    slow.start()
    assert second.run_code("print(2)").stdout == "2\n"
    slow.join()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_run_ends_when_its_client_is_killed(engine, project: Path, number: int) -> None:
    program = (
        "from llm_sandbox_run.command.cli import main\n"
        f"raise SystemExit(main(['--project', {str(project)!r}, '--image', {IMAGE!r}, '--timeout', '60', '--live',"
        " '-c', \"open('alive', 'w').close()\\nwhile True: pass\"]))\n"
    )
    client = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.DEVNULL)
    wait_until((project / "alive").exists)
    client.send_signal(number)
    code = client.wait(timeout=10)
    assert code == (130 if number == signal.SIGINT else -number)
    (found,) = containers(engine, project)

    def programs() -> int:
        table = engine.top(found["Id"], ps_args="-eo uid,pid")["Processes"]
        return sum(int(row[0]) == project.stat().st_uid for row in table)

    try:
        wait_until(lambda: programs() == 0, 5)
    finally:
        engine.remove_container(found["Id"], force=True)


def test_missing_image_says_how_to_get_it(make_box) -> None:
    with pytest.raises(EngineError, match="docker pull no-such-image:1"):
        make_box(image="no-such-image:1").run_code("pass")


@pytest.mark.filterwarnings(
    "ignore:unclosed <socket:ResourceWarning"
)  # docker-py's own, when it cannot connect
def test_missing_engine_says_what_to_do(make_box, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nothing.sock")
    with pytest.raises(EngineError, match="start Docker"):
        make_box().run_code("pass")
    gc.collect()


def test_image_without_python_says_so(engine, make_box, tmp_path: Path) -> None:
    empty = io.BytesIO()
    with tarfile.open(fileobj=empty, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("nothing"))
    engine.import_image_from_data(empty.getvalue(), repository="llm-sandbox-test-empty")
    try:
        with pytest.raises(EngineError, match=r"Python 3\.8 or newer|python3"):
            make_box(image="llm-sandbox-test-empty").run_code("pass")
    finally:
        engine.remove_image("llm-sandbox-test-empty", force=True)


def test_root_owned_project_is_written_only_where_it_is_allowed(make_box, project: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can make a project that belongs to root")
    os.chown(project, 0, 0)
    box = make_box(writable=["out/data"])
    refused = box.run_code("open('x', 'w')")
    assert refused.outcome is Outcome.FAIL
    assert "--writable DIR" in refused.log[-1]
    written = box.run_code(
        "open('out/data/x', 'w').write('1')\nimport os; print(os.stat('out/data/x').st_uid)"
    )
    assert written.stdout == "65534\n", written.stderr


def test_box_that_never_ran_starts_nothing(engine, project: Path) -> None:
    with Sandbox(project, image=IMAGE) as box:
        assert box.check("print(1)") == ()
        assert box.check("import os; os.remove('x')") != ()
    assert containers(engine, project) == []
