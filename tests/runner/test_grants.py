"""What a grant opens in the place where programs run, and that nothing is open without it."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from docker.errors import APIError
from llm_sandbox_run import Outcome, Policy
from llm_sandbox_run.backends import container

from tests.lint.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import docker


@contextmanager
def listener(address: str) -> Iterator[int]:
    """Greet whoever connects to the port that is yielded."""
    with socket.create_server((address, 0)) as server:

        def greet() -> None:
            while True:
                try:
                    with server.accept()[0] as link:
                        link.sendall(b"hello")
                except OSError:
                    return

        thread = threading.Thread(target=greet)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.fixture
def bridge(engine: docker.APIClient, project: Path) -> Iterator[tuple[str, str]]:
    """A network of the test's own: its name, and the host's address in it."""
    name = f"llm-sandbox-test-{project.parent.name}"
    network = engine.create_network(name, driver="bridge", internal=True)["Id"]
    try:
        yield name, engine.inspect_network(network)["IPAM"]["Config"][0]["Gateway"]
    finally:
        while left := engine.containers(filters={"network": name}):
            for each in left:
                with suppress(APIError):  # somebody else may be removing it
                    engine.remove_container(each["Id"], force=True)
        engine.remove_network(network)


def caller(address: str, port: int) -> str:
    return f"import socket\nprint(socket.create_connection(({address!r}, {port}), 5).recv(5))\n"


def test_container_joins_the_granted_network_and_says_so(make_box, bridge: tuple[str, str]) -> None:
    name, address = bridge
    box = make_box(policy=Policy({"network"}, network=name))
    with listener(address) as port:
        result = box.run_code(caller(address, port))
    assert result.stdout == "b'hello'\n", result.stderr
    assert "network-off" in result.missing
    assert [problem.finding.code for problem in result.granted] == ["LLS501"]
    assert result.log[0] == "the policy let 1 finding pass: network"
    box.close()


def test_process_keeps_the_host_s_network_if_granted(make_box) -> None:
    with listener("127.0.0.1") as port:
        result = make_box(backend="subprocess", policy=Policy({"network"})).run_code(
            caller("127.0.0.1", port)
        )
    assert result.stdout == "b'hello'\n", result.stderr
    assert "network-off" in result.missing


def test_other_grants_leave_the_network_off(make_box, run_unchecked, backend: str, engine) -> None:
    box = make_box(backend=backend, policy=Policy({"files", "process", "code", "native", "scope", "secrets"}))
    with listener("127.0.0.1") as port:
        result = run_unchecked(box, caller("127.0.0.1", port))
    assert result.outcome is Outcome.FAIL
    assert "network-off" in result.protections


def test_only_named_variables_arrive(make_box, backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN_OF_THE_TEST", "one")
    monkeypatch.setenv("OTHER_OF_THE_TEST", "two")
    text = "import os\nprint([value for name, value in os.environ.items() if 'OF_THE_TEST' in name])"
    for names, values in (((), "[]\n"), (("TOKEN_OF_THE_TEST",), "['one']\n")):
        box = make_box(backend=backend, policy=Policy({"secrets"}, environment=names))
        assert box.run_code(text).stdout == values
        assert "one" not in repr(box._setting)


def test_gate_may_pass_what_the_place_does_not_give(make_box, backend: str) -> None:
    box = make_box(backend=backend, policy=Policy(["network"], network="none"))
    ended = box.run_code("import socket\nsocket.create_connection(('127.0.0.1', 1))\n")
    assert ended.started
    assert ended.outcome is Outcome.FAIL
    assert "network-off" in ended.protections


def test_place_may_give_what_only_a_base_lets_pass(make_box, backend: str, tmp_path: Path) -> None:
    work = Repository.make(tmp_path / "work")
    work.write("old.py", "import subprocess\nprint(subprocess.run(['/bin/echo', 'ran']).returncode)\n")
    work.commit()
    (work.root / "new.py").write_text("import subprocess\nsubprocess.run(['/bin/echo'])\n")
    box = make_box(project=work.root, backend=backend, base="main", policy=Policy(place=["process"]))
    assert box.run_file("old.py").stdout.splitlines()[-1:] == ["0"]
    assert box.run_file("new.py").outcome is Outcome.BLOCKED


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    folder = tmp_path / "shown"
    folder.mkdir()
    (folder / "data.txt").write_text("data")
    (folder / "test_code.py").write_text("def test_nothing():\n    pass\n")
    (tmp_path / "beside.txt").write_text("not shown")
    for path in (folder, *folder.iterdir(), tmp_path / "beside.txt"):
        path.chmod(0o777)
    return folder


def test_named_paths_can_be_read_and_no_more(make_box, backend: str, shown: Path, run_unchecked) -> None:
    box = make_box(backend=backend, policy=Policy({"scope"}, readable=[str(shown)]))
    assert box.run_code(f"print(open('{shown}/data.txt').read())").stdout == "data\n"
    for text in (f"open('{shown}/data.txt', 'a')", f"open('{shown}/new', 'w')"):
        assert "Read-only file system" in run_unchecked(box, text).stderr
    assert "No such file" in run_unchecked(box, f"open('{shown.parent}/beside.txt')").stderr
    assert (shown / "data.txt").read_text() == "data"


def test_single_file_can_be_shown(make_box, backend: str, shown: Path) -> None:
    path = shown / "data.txt"
    box = make_box(backend=backend, policy=Policy({"scope"}, readable=[str(path)]))
    assert (
        box.run_code(f"import os\nprint(open('{path}').read(), os.listdir('{shown}'))").stdout
        == "data ['data.txt']\n"
    )


def test_without_the_grant_nothing_is_shown(make_box, backend: str, shown: Path, run_unchecked) -> None:
    assert "No such file" in run_unchecked(make_box(backend=backend), f"open('{shown}/data.txt')").stderr


def test_code_in_a_shown_path_is_not_approved(make_box, backend: str, shown: Path, project: Path) -> None:
    (project / "test_own.py").write_text("def test_own():\n    pass\n")
    box = make_box(backend=backend, policy=Policy({"scope"}, readable=[str(shown)]))
    assert box.run_module("pytest", ["-q", "test_own.py"]).outcome is Outcome.PASS
    result = box.run_module("pytest", ["-q", f"{shown}/test_code.py"])
    assert result.outcome is Outcome.FAIL
    assert "was not approved by the gate" in result.stdout


def test_other_grant_means_another_container(
    engine, make_box, project: Path, shown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN_OF_THE_TEST", "one")
    for policy in (
        Policy(),
        Policy({"scope"}, readable=[str(shown)]),
        Policy({"secrets"}, environment=["TOKEN_OF_THE_TEST"]),
    ):
        make_box(policy=policy).run_code("pass")
    monkeypatch.setenv("TOKEN_OF_THE_TEST", "two")
    make_box(policy=Policy({"secrets"}, environment=["TOKEN_OF_THE_TEST"])).run_code("pass")
    make_box(policy=Policy({"files"})).run_code("pass")  # the gate's business alone: the first one will do
    found = engine.containers(filters={"label": f"{container.LABEL}.project={project}"})
    assert len(found) == 4
    assert "TOKEN_OF_THE_TEST" not in repr([engine.inspect_container(each["Id"]) for each in found])


def test_blocked_program_says_what_was_granted_too(make_box) -> None:
    box = make_box(backend="subprocess", policy=Policy({"network"}))
    result = box.run_code("import os, socket\nsocket.socket()\nos.remove('x')\n")
    assert result.outcome is Outcome.BLOCKED
    assert [problem.finding.code for problem in result.granted] == ["LLS501"]


def test_result_says_which_grant_the_place_does_not_keep(make_box, backend, tmp_path: Path) -> None:
    shown = tmp_path / "shown"
    shown.mkdir()
    (tmp_path / "shown/inner").write_text("inner")
    tmp_path.chmod(0o755)
    policy = Policy({"scope", "process"}, readable=[str(shown)])
    assert not any("but" in line for line in make_box(backend=backend, policy=policy).run_code("pass").log)
    shown.chmod(0)
    if os.getuid() != 0:
        pytest.skip("programs are the files' owner")
    result = make_box(backend=backend, policy=policy).run_code("pass")
    shown.chmod(0o755)
    assert any(f"grants it, but {shown} cannot be read by uid" in line for line in result.log)
