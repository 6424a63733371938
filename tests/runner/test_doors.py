"""Nothing of a project runs before the gate, beside it, or with the rights of the supervisor."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
import venv
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import EngineError, Limits, Outcome, Policy, SandboxError, UsageError
from llm_sandbox_run.backends.engine import Engine
from llm_sandbox_run.backends.subprocess import SubprocessBackend
from llm_sandbox_run.conversation.wires import Wires
from llm_sandbox_run.gate.checked import digest
from llm_sandbox_run.policy import policy_file
from llm_sandbox_run.project import turns
from llm_sandbox_run.project.folder import locate
from llm_sandbox_run.project.moment import Held

from tests import unchecked
from tests.image import IMAGE
from tests.runner.waiting import containers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import docker

SYSTEM_PYTHON = "/usr/bin/python3"
TAKEN = "import sys\nprint('ESCAPED', file=sys.stderr)\n"
FORGED = "#!/bin/sh\necho ESCAPED > /app/escaped\nexec sleep 60\n"


@pytest.fixture(params=[False, True], ids=["own mounts", "mounts of the engine"])
def by_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the engine shows the project, as it has to where a container may not mount."""
    monkeypatch.setattr(Engine, "forbids_mounts", lambda _: request.param)
    return bool(request.param)


@contextmanager
def made_of(engine: docker.APIClient, *lines: str) -> Iterator[str]:
    """Have an image with these lines on top of the tests' own."""
    text = "\n".join([f"FROM {IMAGE}", *lines])
    name = f"llm-sandbox-test-{digest(text.encode())[:12]}"
    for line in engine.build(fileobj=io.BytesIO(text.encode()), tag=name, rm=True, decode=True):
        assert "error" not in line, line
    try:
        yield name
    finally:
        engine.remove_image(name, force=True)


def plant(path: Path, text: str, mode: int = 0o777) -> None:
    """Make a file that everybody may use."""
    missing = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    for each in (path, *missing):
        if os.getuid() == 0:
            os.chown(each, *[path.parents[len(missing)].stat().st_uid] * 2)


@pytest.mark.parametrize("way", ["environment", "link", "place", "library"])
def test_interpreter_is_not_taken_from_the_project(
    engine, project: Path, make_box, by_engine: bool, way: str
) -> None:
    for name in ("python3", "python"):
        plant(project / ".venv/bin" / name, FORGED)
    shutil.copy(shutil.which("true") or "/bin/true", project / "libc.so.6")
    lines = {
        "environment": [
            "ENV PATH=/app/.venv/bin:/app/./.venv/../.venv/bin:.:$PATH PYTHONPATH=/app PYTHONHOME=/app"
        ],
        "link": ["RUN ln -s /app/.venv /opt/tools", "ENV PATH=/opt/tools/bin:$PATH"],
        "place": ["RUN mkdir -p /srv/real && ln -s /srv/real /app", "ENV PATH=/srv/real/.venv/bin:$PATH"],
        "library": ["ENV LD_LIBRARY_PATH=/app LD_PRELOAD=/app/libc.so.6"],
    }
    with made_of(engine, *lines[way]) as image:
        boxes = [
            make_box(image=image) for _ in range(2)
        ]  # the second one meets a container that shows the project
        for box in boxes:
            result = box.run_code("import sys; print(sys.executable.startswith('/usr'), sys.prefix)")
            assert (result.stdout, result.stderr) == ("True /usr\n", "")
        for box in boxes:
            box.close()
    assert not (project / "escaped").exists()


def test_image_whose_only_interpreter_is_a_link_into_the_project_is_refused(
    engine, project: Path, make_box, monkeypatch
) -> None:
    monkeypatch.setattr(Engine, "forbids_mounts", lambda _: True)
    plant(project / "python3", FORGED)
    lines = [
        "RUN mkdir -p /app /opt/bin && cp /usr/bin/python3 /app/python3 && ln -s /app/python3 /opt/bin/python3"
    ]
    with (
        made_of(engine, *lines, "ENV PATH=/opt/bin:$PATH") as image,
        pytest.raises(EngineError, match="leads through /app/python3"),
    ):
        make_box(image=image).run_code("pass")
    assert not (project / "escaped").exists()


@pytest.mark.parametrize("name", ["sitecustomize.py", "usercustomize.py"])
def test_lines_of_an_editable_install_run_nothing_in_a_container(
    engine, project: Path, make_box, by_engine: bool, name: str
) -> None:
    plant(project / "src" / name, TAKEN)
    lines = [
        "printf '/app/src\\nimport sys; sys.stderr.write(\"ESCAPED\")\\n' > /usr/lib/python3/dist-packages/app.pth"
    ]
    with made_of(engine, f"RUN {lines[0]}") as image:
        result = make_box(image=image).run_code(
            "import sys; print([p for p in sys.path if p.startswith('/app/')])"
        )
    assert (result.outcome, result.stdout, result.stderr) == (Outcome.PASS, "[]\n", "")


def test_lines_of_an_editable_install_run_nothing_in_a_process(
    project: Path, make_box, tmp_path: Path
) -> None:
    plant(project / "src/sitecustomize.py", TAKEN)
    plant(tmp_path / "library/helper.py", "NAME = 'of the environment'\n")
    venv.create(tmp_path / "env", symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(tmp_path / "env")}))
    (packages / "app.pth").write_text(
        f"{project}/src\n{tmp_path}/library\nimport sys; sys.stderr.write('ESCAPED')\n"
    )
    box = make_box(backend="subprocess")
    box._runs.backend = SubprocessBackend(str(tmp_path / "env/bin/python"))
    result = box.run_code("import helper, sys; print(helper.NAME, sys.prefix)")
    assert (result.stdout, result.stderr) == (f"of the environment {tmp_path}/env\n", "")


def test_environment_in_the_project_is_not_trusted(project: Path, make_box, run_unchecked) -> None:
    venv.create(project / "env", symlinks=True)
    box = make_box(backend="subprocess", live=True)
    box._runs.backend = SubprocessBackend(str(project / "env/bin/python"))
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(project / "env")}))
    plant(packages / "planted.py", TAKEN)
    result = run_unchecked(box, "import planted")
    assert "No module named 'planted'" in result.stderr
    assert "ESCAPED" not in result.stderr


def test_checking_runs_nothing_of_the_project(project: Path, tmp_path: Path) -> None:
    for name in ("chardet", "simplejson", "brotli", "socks", "docker", "requests", "tomllib"):
        plant(project / f"{name}.py", TAKEN)
    (project / "clean.py").write_text("print(1)\n")
    root = Path(__file__).parents[2]
    start = (
        f"import sys; sys.path[:0] = {[str(root), str(root / 'runner')]}; sys.path.append({str(project)!r})\n"
    )
    start += "from llm_sandbox_run.command.cli import main; sys.exit(main())"
    for arguments in (
        ["--check", "clean.py"],
        ["--backend", "subprocess", "clean.py"],
        ["--image", "none", "clean.py"],
    ):
        command = [sys.executable, "-I", "-c", start, *arguments]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        assert "ESCAPED" not in done.stderr
        assert "pipx" in done.stderr


def test_interpreter_that_has_run_the_project_says_so(project: Path) -> None:
    plant(project / "sitecustomize.py", TAKEN)
    root = Path(__file__).parents[2]
    command = [
        sys.executable,
        "-c",
        "import sys; from llm_sandbox_run.command.cli import main; sys.exit(main())",
    ]
    paths = os.pathsep.join(map(str, (project, root, root / "runner")))
    done = subprocess.run(
        [*command, "--check", "sitecustomize.py"], cwd=project, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert done.returncode == 125
    assert "has run in this process before anything was checked" in done.stderr


@pytest.mark.parametrize(
    "folder", ["/", "/etc", "/usr", "/usr/lib", "/home", "/root", "/tmp", "/var", "/var/log", "/dev/shm", "~", "~/..", "~/.ssh"]
)  # fmt: skip
def test_what_is_no_project_of_somebody(folder: str, tmp_path: Path, monkeypatch) -> None:
    home = tmp_path / "people/somebody"
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    with pytest.raises(UsageError, match="cannot be the project"):
        locate(Path(folder).expanduser())


@pytest.mark.parametrize(
    "folder", [".config", ".config/systemd/user", ".local/bin", "bin", ".oh-my-zsh", "snap/x", "Library/x", "repo/.git/hooks",
               "repo/.github/workflows", "repo/.vscode/x", "repo/node_modules/package", "repo/env/lib"]
)  # fmt: skip
def test_what_tools_of_the_host_act_on_is_no_project(folder: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / folder).mkdir(parents=True)
    plant(tmp_path / "repo/env/pyvenv.cfg", "")
    (tmp_path / ".oh-my-zsh/.git").mkdir(parents=True)
    with pytest.raises(UsageError, match="cannot be the project"):
        locate(tmp_path / folder)


@pytest.mark.parametrize("folder", ["/usr/games", "/var/lib/dpkg", "/var/backups", "/usr/local/games"])
def test_what_belongs_to_the_system_is_no_project(folder: str) -> None:
    if Path(folder).is_dir():
        with pytest.raises(UsageError, match="cannot be the project"):
            locate(folder)


@pytest.mark.parametrize(
    ("folder", "sign"),
    [("venv/mine", ".git/HEAD"), (".claude/worktrees/x", ".git"), (".cache/work/mine", "pyproject.toml"), ("work/env", "x.py"),
     ("work/venv/mine", "setup.py")],
)  # fmt: skip
def test_project_below_what_tools_act_on_is_one(folder: str, sign: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    plant(tmp_path / folder / sign, "")
    (tmp_path / folder / "src").mkdir()
    assert locate(tmp_path / folder / "src") == tmp_path / folder / "src"


def test_project_in_a_home_is_one(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert locate(tmp_path / "work") == tmp_path / "work"


def test_project_that_was_replaced_is_shown_as_it_is(make_box, project: Path, backend: str) -> None:
    box = make_box(backend=backend)
    (project / "name").write_text("old")
    look = "print(open('name').read())\nopen('made', 'w').close()"
    assert box.run_code(look).stdout == "old\n"
    project.rename(project.with_name("aside"))
    project.mkdir()
    shutil.copystat(project.with_name("aside"), project)
    os.chown(project, *[project.with_name("aside").stat().st_uid] * 2)
    (project / "name").write_text("new")
    result = box.run_code(look)
    assert result.stdout == "new\n"
    assert [change.path for change in result.changes] == ["made"]
    assert (project / "made").exists()


def test_readable_file_that_was_replaced_is_shown_as_it_is(make_box, tmp_path: Path, backend: str) -> None:
    shown = tmp_path / "shown"
    tmp_path.chmod(0o755)
    for text in ("old", "new"):
        (tmp_path / "next").write_text(text)
        (tmp_path / "next").rename(shown)
        box = make_box(backend=backend, policy=Policy({"scope"}, readable=[str(shown)]))
        assert box.run_code(f"print(open({str(shown)!r}).read())").stdout == f"{text}\n"


def test_odd_names_are_no_obstacle(make_box, project: Path, backend: str, run_unchecked) -> None:
    box = make_box(backend=backend)
    program = (
        "import os\n"
        "for name in (b'\\xff', b'new\\nline', b'.env.\\xff', b'a\\\\b', b'quote\"', b'colon:comma,'):\n"
        "    open(name, 'w').close(); os.mkdir(name + b'.d'); open(name + b'.d/\\xfe', 'w').close()\n"
        "os.mkfifo(b'\\xfa')\n"
    )
    assert run_unchecked(box, program).outcome is Outcome.PASS
    Path(os.fsdecode(os.fsencode(project) + b"/.env.\xfe")).mkdir()
    os.mkfifo(os.fsencode(project) + b"/\xfd")
    result = run_unchecked(box, "import os\nprint(len(os.listdir(b'.')), os.listdir(b'.env.\\xfe'))")
    assert result.stdout == f"{len(list(project.iterdir()))} []\n", result


def test_many_protected_names_are_no_obstacle(make_box, project: Path, backend: str) -> None:
    for number in range(300):
        (project / f"deep/folder-with-a-long-name-{number}/.git").mkdir(parents=True)
    assert make_box(backend=backend).run_code("print(1)").stdout == "1\n"


def test_image_keeps_nothing_between_runs(engine, make_box, by_engine: bool, run_unchecked) -> None:
    with made_of(
        engine, "RUN mkdir -m 777 -p /tmp/cache /var/cache/app", "VOLUME /tmp/cache /var/cache/app"
    ) as image:
        box = make_box(image=image)
        program = "for name in ('/tmp/cache/x', '/var/cache/app/x'):\n    try: open(name, 'w')\n    except OSError: print(1)"
        assert run_unchecked(box, program).stdout == "1\n1\n"
        box.close()


@pytest.mark.parametrize("way", ["open('b.py', 'w').write(open('a.py').read())", "import os; os.remove('b.py'); os.symlink('a.py', 'b.py')"])  # fmt: skip
def test_text_is_approved_for_its_place_alone(make_box, project: Path, backend: str, way: str) -> None:
    texts = {"a.py": "NAME = 'a'\n", "b.py": "NAME = 'b'\n"}
    for name, text in texts.items():
        plant(project / name, text)
    approved = {name: digest(text.encode()) for name, text in texts.items()}
    code = unchecked.program(f"{way}\nimport b\nprint('ESCAPED', b.NAME)", approved=approved)
    result = make_box(backend=backend)._run_clean(code, Wires())
    assert "b.py was not approved by the gate" in result.stderr
    assert "ESCAPED" not in result.stdout


def test_locked_folder_of_one_place_stops_no_other(backend, project: Path, run_unchecked, make_box) -> None:
    first, second = make_box(backend=backend, live=True), make_box(backend=backend, live=True, slot=1)
    second.run_code("pass")
    locked = threading.Event()

    def lock() -> None:
        program = "import os, time\nos.mkdir('d', 0)\nprint(1, flush=True)\ntime.sleep(1)"
        first._run_clean(unchecked.program(program), Wires(on_output=lambda *_: locked.set()))

    thread = threading.Thread(target=lock)
    thread.start()
    assert locked.wait(20)
    assert second.run_code("print(2)").stdout == "2\n"
    thread.join()


@pytest.mark.parametrize("impatience", [RuntimeError, KeyboardInterrupt])
def test_review_waits_for_the_end_of_a_run_that_nobody_wants(
    make_box, project: Path, backend: str, live: bool, impatience: type[BaseException]
) -> None:
    box = make_box(backend=backend, live=live)
    program = "import os\nwhile True:\n    os.makedirs('.git', exist_ok=True); print(1, flush=True)"

    def give_up(*_: object) -> None:
        raise impatience

    for _ in range(3):
        with pytest.raises(impatience):
            box._run_clean(unchecked.program(program), Wires(on_output=give_up))
        assert not (project / ".git").exists()
    assert box.run_code("print(1)").stdout == "1\n"


@pytest.mark.parametrize("live", [True], ids=["live"])
def test_target_of_a_protected_link_stays_what_it_was(
    make_box, project, backend, live, run_unchecked
) -> None:
    plant(project / "conf/envrc", "honest")
    (project / "conf").chmod(0o777)
    (project / ".envrc").symlink_to("conf/envrc")
    program = "import os\nos.rename('conf', 'aside'); os.mkdir('conf'); open('conf/envrc', 'w').write('evil')"
    result = run_unchecked(make_box(backend=backend, live=live), program)
    assert any("conf/envrc" in line for line in result.log), result
    assert not (project / "conf/envrc").exists() or (project / "conf/envrc").read_text() == "honest"


def test_secret_that_the_host_makes_meanwhile_stays(make_box, project: Path, backend: str) -> None:
    def save(*_: object) -> None:
        (project / ".env").write_text("fresh")

    program = "import time\nprint(1, flush=True)\ntime.sleep(0.2)"
    make_box(backend=backend).run_code(program, on_output=save)
    assert (project / ".env").read_text() == "fresh"


@pytest.mark.parametrize(
    "what", ["through the project", "writable", "of another user", "in an open folder", "below an open folder",
             "in a folder of another user", "in a folder of another group", "of two names", "a pipe"]
)  # fmt: skip
def test_policy_that_others_could_write_is_refused(project: Path, tmp_path: Path, what: str) -> None:
    file = tmp_path / "inner/policy.toml"
    plant(file, "[tool.llm-sandbox]\nallow = []\n", 0o644)
    os.chown(file, os.getuid(), os.getgid())
    assert policy_file.load(file, project)
    named = file
    if what == "through the project":
        (project / "link").symlink_to(file)
        named = tmp_path / "named.toml"
        named.symlink_to(project / "link")
    elif what == "writable":
        file.chmod(0o666)
    elif what in ("in an open folder", "below an open folder"):
        (file.parent if what[:2] == "in" else tmp_path).chmod(0o777)
    elif what == "of two names":
        os.link(file, project / "policy.toml")
    elif what == "a pipe":
        file.unlink()
        os.mkfifo(file, 0o600)
    elif os.getuid():
        pytest.skip("only root can give files away")
    elif what == "in a folder of another group":
        os.chown(file.parent, -1, 4321)
        file.parent.chmod(0o775)
    else:
        os.chown(file.parent if "folder" in what else file, 4321, 4321)
    with pytest.raises(UsageError, match="the policy"):
        policy_file.load(named, project)


def test_policy_in_a_home_with_a_group_of_one_s_own_is_read(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    plant(file, "[tool.llm-sandbox]\nallow = []\n", 0o664)
    os.chown(file, os.getuid(), os.getgid())
    assert policy_file.load(file, project)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount")
@pytest.mark.parametrize("inner", ["", "sub"])
def test_policy_in_a_mount_of_the_project_is_refused(project: Path, tmp_path: Path, inner: str) -> None:
    plant(project / inner / "policy.toml", "[tool.llm-sandbox]\nallow = ['network']\n")
    for path in (project, project / inner, project / inner / "policy.toml"):
        os.chown(path, 0, 0)
        path.chmod(0o755)
    seen = tmp_path / "seen"
    seen.mkdir()
    subprocess.run(["mount", "--bind", project / inner, seen], check=True)
    try:
        with pytest.raises(UsageError, match="lies in the project"):
            policy_file.load(seen / "policy.toml", project)
    finally:
        subprocess.run(["umount", seen], check=True)


@pytest.mark.parametrize("state", ["/proc/nowhere", "relative", "{project}/state", "{tmp}/another"])
def test_engine_mounts_nothing_while_a_program_runs_wherever_state_is_kept(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    mounted = threading.Event()

    def mount() -> None:
        with turns.while_nothing_runs(project):
            mounted.set()

    with turns.while_running(project):
        monkeypatch.setenv("XDG_STATE_HOME", state.format(project=project, tmp=tmp_path))
        thread = threading.Thread(target=mount)
        thread.start()
        assert not mounted.wait(0.3)
    thread.join(10)
    assert mounted.is_set()


def test_who_mounts_waits_for_the_runs_that_go_on_and_not_for_those_that_come(project: Path) -> None:
    over = threading.Event()
    begun = threading.Barrier(3)

    def run_again_and_again(delay: float) -> None:
        with turns.while_running(project):
            begun.wait(10)
            time.sleep(delay)
        while not over.is_set():  # one of the two runs at any moment
            with turns.while_running(project):
                time.sleep(0.2)

    threads = [threading.Thread(target=run_again_and_again, args=[delay]) for delay in (0.1, 0.2)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    began = time.monotonic()
    try:
        with turns.while_nothing_runs(project):
            assert time.monotonic() - began < 5
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_run_that_is_part_of_another_one_waits_for_nobody_for_good(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_COURTESY_SECONDS", 0.2)
    mounted = threading.Event()

    def mount() -> None:
        with turns.while_nothing_runs(project):
            mounted.set()

    thread = threading.Thread(target=mount)
    with turns.while_running(project):
        thread.start()
        time.sleep(0.1)
        with turns.while_running(project):  # as a callback of the first one may have it
            assert not mounted.is_set()
    thread.join(10)
    assert mounted.is_set()


def test_nothing_runs_where_nobody_could_be_told(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_SHARED", str(tmp_path))
    (tmp_path / f"llm-sandbox-{os.getuid()}").mkdir()
    (tmp_path / f"llm-sandbox-{os.getuid()}").chmod(0o777)
    with pytest.raises(SandboxError, match="no lock"), turns.while_nothing_runs(project):
        pass


def test_engine_that_shows_another_folder_is_found_out(engine, make_box, project: Path, monkeypatch) -> None:
    box = make_box()
    monkeypatch.setattr(Held, "identity", property(lambda _: (1, 1), lambda *_: None), raising=False)
    with pytest.raises(SandboxError, match="the engine shows another file or folder"):
        box.run_code("pass")


def test_project_is_shown_by_the_engine_where_containers_may_not_mount(
    engine, make_box, project: Path, monkeypatch, run_unchecked
) -> None:
    monkeypatch.setattr(Engine, "forbids_mounts", lambda _: True)
    plant(project / ".env", "secret")
    plant(project / ".git/config", "[core]\n")
    box = make_box(limits=Limits(seconds=10))
    look = "print(repr(open('.env').read()))\nopen('made', 'w').close()\nopen('.git/config', 'w')"
    result = run_unchecked(box, look)
    assert result.stdout == "''\n"
    assert "Read-only" in result.stderr
    assert "copy-on-write" in result.missing
    assert {"covered-names", "read-only-root", "seccomp"} <= set(result.protections)
    assert [change.path for change in result.changes] == ["made"]
    with pytest.raises(SandboxError, match="discarded or reviewed only"):
        make_box(changes="discard").run_code("pass")


def test_container_that_may_not_mount_after_all_is_replaced(
    engine, make_box, project: Path, monkeypatch
) -> None:
    walls: Callable[..., dict[str, object]] = container_walls()
    monkeypatch.setattr(
        "llm_sandbox_run.backends.container._walls",
        lambda setting, own_mounts: {**walls(setting, own_mounts), "SecurityOpt": ["no-new-privileges"]},
    )
    result = make_box().run_code("print(1)")
    assert (result.stdout, "copy-on-write" in result.missing) == ("1\n", True)
    assert len(containers(engine, project)) == 1


def container_walls() -> Callable[..., dict[str, object]]:
    from llm_sandbox_run.backends import container

    return container._walls


def test_places_that_race_on_a_project_read_nothing_of_the_host(engine) -> None:
    """For a short time; ``benchmarks/race.py`` does it for longer."""
    command = [sys.executable, Path(__file__).parents[2] / "benchmarks/race.py", "10"]
    race = subprocess.run(command, capture_output=True, text=True, check=False)
    assert race.stdout.count("read of the host: 0") == 2, race.stdout + race.stderr
    assert ": 0 starts" not in race.stdout


def test_volumes_of_an_image_take_no_temporary_files(
    engine, make_box, run_unchecked, by_engine: bool
) -> None:
    with made_of(engine, "VOLUME /tmp", "VOLUME /dev/shm", "VOLUME /data", "ENV PATH=") as image:
        result = run_unchecked(
            make_box(image=image),
            "import multiprocessing, tempfile\nmultiprocessing.Lock()\ntempfile.TemporaryFile()\nprint(1)\nopen('/data/x', 'w')",
        )
    assert result.stdout == "1\n", result
    assert "Read-only file system: '/data/x'" in result.stderr


@pytest.mark.parametrize("copied", [False, True])
def test_interpreter_in_the_project_is_not_started(
    project: Path, make_box, run_unchecked, copied: bool
) -> None:
    venv.create(project / ".venv", symlinks=not copied)
    box = make_box(backend="subprocess")
    box._runs.backend = SubprocessBackend(str(project / ".venv/bin/python"))
    settings = project / ".venv/pyvenv.cfg"
    settings.write_text(f"home = {project}/tools/bin\n")
    library = project / f"tools/lib/python{sys.version_info.major}.{sys.version_info.minor}"
    plant(library / "os.py", "")
    plant(library / "encodings/__init__.py", TAKEN)
    plant(project / "tools/bin/python3", "")
    result = run_unchecked(box, "import sys; print(sys.executable)")
    assert result.outcome is Outcome.PASS, result.stderr
    assert str(project) not in result.stdout
    assert "ESCAPED" not in result.stderr


def test_tool_in_the_project_needs_covers(project: Path, make_box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(project / ".venv"))
    box = make_box(backend="subprocess")
    assert box.run_code("print(1)").stdout == "1\n"
    box.close()
    box._runs.backend = SubprocessBackend(namespaces=False)
    with pytest.raises(EngineError, match="pipx"):
        box.run_code("print(1)")


@pytest.mark.parametrize("secret", [".ssh/id_rsa", "other/.env", "share/keyrings/login"])
@pytest.mark.parametrize("namespaces", [True, False])
def test_of_an_environment_nothing_but_the_interpreter_is_shown(
    tmp_path: Path, make_box, run_unchecked, secret: str, namespaces: bool
) -> None:
    home = tmp_path / "work"
    for folder in (home, *home.parents[:3]):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
    python = SYSTEM_PYTHON if os.getuid() == 0 else sys.executable
    subprocess.run([python, "-m", "venv", "--without-pip", "--symlinks", home], check=True)
    plant(home / secret, "SECRET")
    plant(home / "flat/.env", "SECRET")
    plant(home / "flat/helper.py", "NAME = 'helper'\n")
    plant(home / "flat/package/part.py", "NAME = 'part'\n")
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "flat.pth").write_text(f"{home}/flat\n")
    plant(home / "mine/notes.txt", "")
    box = make_box(project=home / "mine", backend="subprocess")
    box._runs.backend = SubprocessBackend(str(home / "bin/python"), namespaces=namespaces)
    result = run_unchecked(
        box,
        "import sys, helper, package.part as part\n"
        "print(helper.NAME, part.NAME, sys.prefix)\n"
        f"for path in {[str(home / secret), str(home / 'flat/.env')]}:\n"
        "    try: print(open(path).read())\n"
        "    except OSError: pass\n",
    )
    assert (result.stdout, result.stderr) == (f"helper part {home}\n", "")
