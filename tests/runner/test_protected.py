"""Names that a program must not write or read."""

from __future__ import annotations

import os
import shutil
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from llm_sandbox_run import Limits, Outcome, Policy, SandboxPool, UsageError
from llm_sandbox_run.project.covers import covers
from llm_sandbox_run.project.folder import locate
from llm_sandbox_run.project.names import Names, is_started_by_people
from llm_sandbox_run.project.removal import remove
from llm_sandbox_run.project.survey import Surveyor
from llm_sandbox_run.project.writable import make_writable

from tests.image import IMAGE
from tests.runner.conftest import OWNER

if TYPE_CHECKING:
    from pathlib import Path


def covered(root: Path) -> dict[str, bool]:
    """Return the paths that get a cover, and whether it hides them."""
    return {cover.path: cover.hidden for cover in covers(Surveyor(root, Names()).look(), root)}


def test_protected_names_are_covered_at_any_depth(project: Path) -> None:
    (project / ".git/hooks").mkdir(parents=True)
    (project / "deep/er/.ssh").mkdir(parents=True)
    (project / "deep/.env.local").touch()
    (project / "deep/.env.example").touch()
    (project / "deep/environment.py").touch()
    assert covered(project) == {".git": False, "deep/er/.ssh": True, "deep/.env.local": True}


def test_hidden_beats_read_only_at_any_depth(project: Path) -> None:
    for path in (".git/.git-credentials", ".vscode/id_rsa", "node_modules/a/b/.env", ".devcontainer/.env"):
        (project / path).parent.mkdir(parents=True)
        (project / path).touch()
    secrets = {path for path, hidden in covered(project).items() if hidden}
    assert secrets == {
        ".git/.git-credentials",
        ".vscode/id_rsa",
        "node_modules/a/b/.env",
        ".devcontainer/.env",
    }


def test_secret_in_a_protected_folder_is_seen_as_soon_as_it_is_there(project: Path) -> None:
    (project / "node_modules/a").mkdir(parents=True)
    surveyor = Surveyor(project, Names())
    assert not any(mark.hidden for mark in surveyor.look().marks)
    (project / "node_modules/a/.env").touch()
    time.sleep(0.1)
    assert any(mark.hidden for mark in surveyor.look().marks)


SECRETS = (
    ".env~", ".env_prod", ".env.bak", "prod.env", ".envrc", ".envs/.production", ".flaskenv", ".dev.vars", ".htpasswd", ".npmrc",
    ".yarnrc.yml", ".secrets", "id_rsa.bak", "id_ed25519-old", "a.tfvars", ".cargo/credentials.toml", ".streamlit/secrets.toml",
    ".config/gcloud/x",
)  # fmt: skip
HONEST = (
    "example.env", ".env.example.local", "id_rsa.pub", "id_rsa.py", "key.pem", "secrets.py", "credentials/part.py", "my.env/x",
    "tokenizer.json", "secrets.json", "AGENTS.md.txt", "environment.yml",
)  # fmt: skip


def test_secrets_are_known_by_kind(project: Path) -> None:
    for path in (*SECRETS, *HONEST):
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).touch(0o644)
    hidden = {path for path, secret in covered(project).items() if secret}
    assert hidden == {*SECRETS} - {".envs/.production", ".config/gcloud/x"} | {".envs", ".config/gcloud"}


def test_keys_that_are_kept_from_others_are_secrets(project: Path) -> None:
    for path in ("key.pem", "secrets.json", "auth.json"):
        (project / path).touch(0o600)
    (project / "all/private").mkdir(parents=True)
    (project / "all/private").chmod(0o700)
    (project / "all/private/key.pem").touch(0o600)  # says nothing where everything is private
    assert covered(project) == {"key.pem": True, "secrets.json": True, "auth.json": True}


def test_other_name_of_a_secret_is_hidden(project: Path) -> None:
    (project / "deep").mkdir()
    (project / ".env").write_text("KEY=secret")
    os.link(project / ".env", project / "deep/plain")
    assert covered(project) == {".env": True, "deep/plain": True}


@pytest.mark.parametrize(
    "name", ["lefthook-local.yml", "lefthook.toml", ".simple-git-hooks.json", ".huskyrc.js", ".gitlint", "rust-toolchain.toml",
             "build.rs", ".helix", ".ghci", "mise.local.toml", "AGENTS.override.md", "QWEN.md", ".goosehints", ".buildkite",
             "azure-pipelines-ci.yml", ".readthedocs.yaml", ".replit", "flake.nix", "mine-1.0.dist-info", "mine.egg-info",
             "mine.egg", ".pdbrc", ".python-version", "jupyter_server_config.py", ".ropeproject", ".jedi", "pylintrc.toml"]
)  # fmt: skip
def test_what_tools_act_on_is_read_only(name: str) -> None:
    assert Names().protects(name)
    assert not Names().hides(name)


@pytest.mark.parametrize(
    "name",
    [
        "tailwind.config.js",
        "jest.config.mts",
        ".babelrc",
        ".newtool.toml",
        ".prettier.yaml",
        "pytest.ini",
        "tox.ini",
        "conf.py",
    ],
)
def test_settings_of_tools_are_named(name: str) -> None:
    assert is_started_by_people(name)


@pytest.mark.parametrize(
    "name",
    [
        "pyproject.toml",
        "conftest.py",
        "entry_points.txt",
        "setup.cfg",
        "config.py",
        "egg-info.md",
        "requirements.txt",
    ],
)
def test_what_programs_write_all_day_is_theirs(name: str) -> None:
    assert not Names().protects(name)


def test_plugins_of_packages_are_withheld(
    make_box, project: Path, backend: str, live: bool, run_unchecked
) -> None:
    """Whatever Python tool is started in the project would load what their entry points name."""
    program = """
import os
for folder in ("evil-1.0.dist-info", "evil.egg-info", "sub/evil.egg/EGG-INFO"):
    os.makedirs(folder)
    with open(folder + "/entry_points.txt", "w") as file: file.write("[pytest11]\\nevil = evil\\n")
"""
    result = run_unchecked(make_box(backend=backend, live=live), program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert not list(project.rglob("entry_points.txt"))
    assert len(result.log) == 3


def test_secret_that_appears_during_a_run_is_told(make_box, project: Path, backend: str) -> None:
    (project / ".netrc").touch()

    def save(*_: object) -> None:
        (project / ".env").write_text("fresh")

    program = "import time\nprint(1, flush=True)\ntime.sleep(0.3)"
    log = make_box(backend=backend).run_code(program, on_output=save).log
    assert any(line.startswith(".env appeared") for line in log)
    assert not any("netrc" in line for line in log)


def test_folders_are_known_by_what_makes_them_one(project: Path) -> None:
    for path in ("repo/objects", "repo/hooks", "tree/store", "env/lib", "conda/conda-meta", "plain/hooks"):
        (project / path).mkdir(parents=True)
    for path in ("repo/HEAD", "repo/other", "tree/HEAD", "tree/commondir", "env/pyvenv.cfg", "plain/HEAD"):
        (project / path).touch()
    assert covered(project).keys() == {
        "repo/HEAD", "repo/objects", "repo/hooks", "tree/HEAD", "tree/commondir", "env/pyvenv.cfg", "env/lib",
        "conda/conda-meta",
    }  # fmt: skip


def test_what_git_is_told_to_run_elsewhere_is_covered(project: Path) -> None:
    (project / ".git").mkdir()
    (project / "tools/hooks").mkdir(parents=True)
    (project / "shared.inc").touch()
    (project / ".git/config").write_text(
        "[core]\n\thooksPath = tools/hooks\n[include]\n\tpath = ../shared.inc\n"
    )
    assert covered(project).keys() == {".git", "tools/hooks", "shared.inc"}


def test_what_has_changed_since_the_last_look_is_seen(project: Path) -> None:
    surveyor = Surveyor(project, Names())
    (project / "deep").mkdir()
    assert surveyor.look().folders["deep"] == ()
    (project / "deep/.env").touch()
    assert [entry.name for entry in surveyor.look().folders["deep"]] == [".env"]
    (project / "deep/.env").unlink()
    assert surveyor.look().folders["deep"] == ()


def test_secret_that_was_replaced_is_covered_again(
    make_box, project: Path, backend: str, run_unchecked
) -> None:
    (project / ".env").write_text("KEY=old-secret")
    box = make_box(backend=backend)
    look = "print(repr(open('.env').read()))"
    assert run_unchecked(box, look).stdout == "''\n"
    (project / "new").write_text("KEY=new-secret")  # as editors save
    (project / "new").rename(project / ".env")
    assert run_unchecked(box, look).stdout == "''\n"
    (project / ".netrc").write_text("another")
    assert run_unchecked(box, "print(repr(open('.netrc').read()))").stdout == "''\n"


def test_link_is_covered_where_it_leads(project: Path, tmp_path: Path) -> None:
    (project / "real.txt").touch()
    (project / ".env").symlink_to("real.txt")
    (project / ".netrc").symlink_to(tmp_path)
    assert covered(project) == {"real.txt": True}


def test_links_that_lead_in_a_circle_are_no_obstacle(project: Path) -> None:
    (project / ".env").symlink_to(".env")
    assert covered(project) == {}


def test_links_in_protected_folders_are_covered_where_they_lead(project: Path) -> None:
    for path in (".git/hooks", "tools", ".github", "ci", "node_modules", "packages/mine", ".aws", "keys"):
        (project / path).mkdir(parents=True)
    for link, target in {
        ".git/hooks/pre-commit": "../../tools/check",
        ".github/workflows": "../ci",
        "node_modules/mine": "../packages/mine",
        ".aws/credentials": "../keys/ours",
    }.items():
        (project / link).symlink_to(target)
    (project / "tools/check").touch()
    (project / "keys/ours").touch()
    found = covered(project)
    assert {path: found[path] for path in ("tools/check", "ci", "keys/ours")} == {
        "tools/check": False,
        "ci": False,
        "keys/ours": True,
    }
    assert "packages/mine" not in found


def test_repository_elsewhere_is_asked_for_what_git_runs(project: Path) -> None:
    for name in ("store", "linked", "tools", "other"):
        (project / name).mkdir()
    (project / "sub").mkdir()
    (project / ".git").symlink_to("linked")
    (project / "linked/config").write_text("[core]\n\thooksPath = tools\n")
    (project / "sub/.git").write_text("gitdir: ../store\n")
    (project / "store/config").write_text("[core]\n\thooksPath = ../other\n")
    assert covered(project).keys() == {"linked", "tools", "sub/.git", "store", "other"}


WAYS = {  # links of the host, and what a program puts on the way
    "folder": ({".envrc": "a/envrc", "a": "conf"}, "os.unlink('a'); os.mkdir('a'); put('a/envrc')"),
    "link": (
        {".envrc": "a/envrc", "a": "conf"},
        "os.mkdir('b'); put('b/envrc'); os.unlink('a'); os.symlink('b', 'a')",
    ),
    "file": ({".envrc": "e", "e": "conf/envrc"}, "os.unlink('e'); put('e')"),
    "circle": ({".envrc": "e", "e": ".envrc"}, "os.unlink('e'); put('e')"),
    "nothing": ({".envrc": "b/envrc"}, "os.mkdir('b'); put('b/envrc')"),
    "link to nothing": ({".envrc": "b/envrc"}, "os.mkdir('c'); put('c/envrc'); os.symlink('c', 'b')"),
    "around": ({".envrc": "../project/b/../e"}, "put('e')"),
    "repository": ({".git": "a/envrc", "a": "conf"}, "os.unlink('a'); os.makedirs('a/envrc/hooks')"),
    "settings": ({".git": "repo", "repo": "conf"}, "os.unlink('repo'); os.makedirs('repo/hooks')"),
}


@pytest.mark.parametrize("way", WAYS)
def test_where_a_protected_name_leads_is_not_changed(
    make_box, project: Path, backend: str, live: bool, run_unchecked, way: str
) -> None:
    (project / "conf").mkdir()
    (project / "conf/envrc").write_text("honest")
    links, program = WAYS[way]
    for name, target in links.items():
        (project / name).symlink_to(target)
    for path in project.rglob("*"):
        if os.getuid() == 0:
            os.chown(path, OWNER, OWNER, follow_symlinks=False)
    (name, *_) = links
    before = what_is_at(project / name)
    put = "import os\ndef put(path):\n    with open(path, 'w') as file: file.write('evil')\n"
    box = make_box(backend=backend, live=live)
    result = run_unchecked(box, put + program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert result.log, result.changes
    assert what_is_at(project / name) in (before, None), result


def what_is_at(path: Path) -> object:
    if path.is_dir():
        return sorted(each.name for each in path.iterdir())
    try:
        return path.read_text()
    except OSError:
        return None


def test_secrets_are_hidden_and_hooks_read_only(make_box, project: Path, backend: str, run_unchecked) -> None:
    (project / ".git/hooks").mkdir(parents=True)
    (project / ".git/config").write_text("[core]\n")
    (project / ".env").write_text("KEY=very-secret\n")
    (project / ".aws").mkdir()
    (project / ".aws/credentials").write_text("very-secret")
    for path in project.rglob("*"):
        path.chmod(0o777)
    result = run_unchecked(
        make_box(backend=backend),
        "import os\n"
        "print(open('.env').read(), os.listdir('.aws'), open('.git/config').read())\n"
        "for path in ('.git/hooks/pre-commit', '.git/config', '.aws/x', '.git/new'):\n"
        "    try: open(path, 'w').write('x'); print('wrote', path)\n"
        "    except OSError: pass\n"
        "try: os.rename('.git', 'moved'); print('moved')\n"
        "except OSError: pass\n",
    )
    assert result.stdout == " [] [core]\n\n"
    assert (project / ".env").read_text() == "KEY=very-secret\n"


def test_protected_name_made_by_a_run_is_withheld_and_reported(
    make_box, project: Path, backend: str, live: bool, run_unchecked
) -> None:
    (project / "data.csv").write_text("kept")
    result = run_unchecked(
        make_box(backend=backend, live=live),
        "import os\n"
        "os.makedirs('sub/.git/hooks'); open('sub/.git/hooks/pre-commit', 'w').write('evil')\n"
        "os.symlink('data.csv', '.env')\n",
    )
    assert result.outcome is Outcome.PASS, result.stderr
    for path in (".env", "sub/.git/hooks/pre-commit"):
        assert any(change.path == path and change.withheld for change in result.changes), result.changes
    assert any(".env" in line for line in result.log)
    assert any("sub/.git" in line for line in result.log)
    assert not (project / "sub/.git").exists()
    assert not (project / ".env").is_symlink()
    assert (project / "data.csv").read_text() == "kept"


def test_what_another_review_took_away_meanwhile_is_told(project: Path, backend: str, run_unchecked) -> None:
    start = "import os, time\nend = time.monotonic() + 20\n"
    wait = "while {} and time.monotonic() < end: time.sleep(0.01)\n"
    watching = "open('ready', 'w').close()\n" + wait.format("not os.path.exists('.vscode')")
    planting = wait.format("not os.path.exists('ready')") + "os.mkdir('.vscode')\n"
    programs = (start + watching, start + planting + wait.format("os.path.exists('.vscode')"))
    limits = Limits(seconds=30)
    with (
        SandboxPool(project, 2, backend=backend, image=IMAGE, live=True, limits=limits) as pool,
        pool.place() as first,
        pool.place() as second,
        ThreadPoolExecutor() as threads,
    ):
        for box in (first, second):
            box.run_code("pass")  # no place starts while a program runs
        watched, planted = threads.map(run_unchecked, (first, second), programs)
    assert any(".vscode" in line for line in watched.log)
    assert any("another run" in line and "withheld" in line for line in planted.log)


def test_folder_put_where_a_protected_one_was_moved_away_is_withheld(
    make_box, project: Path, backend: str, run_unchecked
) -> None:
    (project / "sub" / ".git").mkdir(parents=True)
    (project / "sub" / ".git" / "config").write_text("honest")
    for path in (project / "sub", project / "sub/.git"):
        path.chmod(0o777)
    program = """
import os
os.rename("sub", "aside")
os.makedirs("sub/.git/hooks")
open("sub/.git/hooks/pre-commit", "w").close()
"""
    result = run_unchecked(make_box(backend=backend, live=True), program)
    assert not (project / "sub" / ".git").exists(), result
    assert (project / "aside" / ".git" / "config").read_text() == "honest"
    assert any("sub/.git" in line for line in result.log)


def test_writable_folder_is_made_and_handed_over(tmp_path: Path) -> None:
    make_writable("a/b", tmp_path, Names())
    assert (tmp_path / "a/b").is_dir()


@pytest.mark.parametrize("folder", ["..", "../x", ".", "/etc", "link", "link/x", "file", ".git", "a/.git/x"])
def test_no_other_folder_is_made_writable(tmp_path: Path, folder: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    (root / "file").touch()
    with pytest.raises(UsageError, match=r"--writable|not in the project"):
        make_writable(folder, root, Names())
    assert {path.name for path in tmp_path.iterdir()} == {"root"}


@pytest.mark.parametrize("folder", ["/", "missing", "file"])
def test_what_is_no_project(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError):
        locate(tmp_path / folder)


def test_socket_of_the_host_in_the_project_cannot_be_spoken_to(
    make_box, project: Path, backend: str, run_unchecked, monkeypatch
) -> None:
    monkeypatch.chdir(project)  # paths of sockets are short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("service")
        (project / "service").chmod(0o777)
        server.listen()
        server.setblocking(False)
        program = "import socket\ntry: socket.socket(socket.AF_UNIX).connect('service')\nexcept OSError: print('refused')"
        assert run_unchecked(make_box(backend=backend), program).stdout == "refused\n"
        with pytest.raises(BlockingIOError):
            server.accept()


def test_folders_too_deep_to_be_seen_are_withheld(
    make_box, project: Path, backend: str, live: bool, run_unchecked
) -> None:
    program = """
import os
os.makedirs("kept/inner")
os.chdir("kept")
for _ in range(60): os.mkdir("d" * 100); os.chdir("d" * 100)
"""
    box = make_box(backend=backend, live=live)
    result = run_unchecked(box, program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert "deep" in result.log[-1]
    assert not any(len(path.parts) > 200 for path in project.rglob("*"))
    assert box.run_code("print(1)").stdout == "1\n"


def test_store_of_withheld_things_is_pruned_of_deep_and_locked_ones(
    make_box, project: Path, run_unchecked, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    box = make_box(backend="subprocess")
    program = "import os\nos.makedirs('a/.git')\nos.chmod('a/.git', 0)\nfor _ in range(1500): os.mkdir('d'); os.chdir('d')"
    assert run_unchecked(box, program).outcome is Outcome.PASS
    (store,) = (tmp_path / "state/llm-sandbox/withheld").glob("*/")
    (first,) = store.iterdir()
    for number in range(21):
        result = run_unchecked(box, f"open('.envrc', 'w'); open('{number}', 'w')")
        assert [change.path for change in result.changes] == [".envrc", str(number)]
    assert not first.exists()
    assert len(list(store.iterdir())) == 20


def test_deep_folders_of_the_project_that_are_deleted_do_not_hide_the_result(
    make_box, project: Path, backend: str, run_unchecked
) -> None:
    program = """
import os
for _ in range(400): os.chdir("d")
for _ in range(400): os.chdir(".."); os.rmdir("d")
open("new", "w").close()
"""
    make = "import os\nfor _ in range(400): os.mkdir('d'); os.chdir('d')"
    assert run_unchecked(make_box(backend=backend, live=True), make).outcome is Outcome.PASS
    result = run_unchecked(make_box(backend=backend), program)
    assert result.outcome is Outcome.PASS, result.stderr
    assert any("deep" in change.withheld for change in result.changes)
    assert (project / "new").exists()
    shutil.rmtree(project, ignore_errors=True)


def test_folder_that_is_locked_does_not_hide_the_result(
    make_box, project: Path, backend: str, live: bool, run_unchecked
) -> None:
    program = "import os\nos.mkdir('locked')\nos.mkdir('locked/.git')\nos.chmod('locked', 0)\nprint('done')"
    box = make_box(backend=backend, live=live)
    result = run_unchecked(box, program)
    assert result.stdout == "done\n"
    assert any("locked/.git" in line for line in result.log)
    assert box.run_code("print(1)").stdout == "1\n"


def test_covered_secret_is_no_obstacle_for_pytest(make_box, project: Path, backend: str) -> None:
    (project / ".env").write_text("KEY=very-secret")
    (project / "test_it.py").write_text("def test_it():\n    pass\n")
    result = make_box(backend=backend).run_module("pytest", ["-q", "-p", "no:cacheprovider"])
    assert result.outcome is Outcome.PASS, result.stdout


def test_project_that_is_locked_is_unlocked(
    make_box, project: Path, backend: str, live: bool, run_unchecked
) -> None:
    box = make_box(backend=backend, live=live)
    result = run_unchecked(box, "import os\nos.chmod('.', 0)\nprint('done')")
    assert result.stdout == "done\n"
    assert box.run_code("print(1)").stdout == "1\n"


def test_repository_of_another_name_is_disarmed(
    make_box, project: Path, backend: str, live: bool, run_unchecked
) -> None:
    (project / "old/hooks").mkdir(parents=True)
    for name in ("objects", "refs"):
        (project / "old" / name).mkdir()
    for name in ("HEAD", "config"):
        (project / "old" / name).touch()
    for path in project.rglob("*"):
        path.chmod(0o777)
    program = """
import os
for name in ("HEAD", "config", "hooks/pre-commit"):
    try: open(f"old/{name}", "w").write("x"); print("wrote", name)
    except OSError: pass
os.makedirs("new/objects"); os.mkdir("new/refs")
for name in ("HEAD", "config"): open(f"new/{name}", "w").close()
"""
    result = run_unchecked(make_box(backend=backend, live=live), program)
    assert result.stdout == ""
    assert (project / "old/HEAD").exists()
    assert not (project / "new/HEAD").exists()


def test_names_cannot_speak_for_the_sandbox(
    make_box, project: Path, backend: str, live: bool, run_unchecked
) -> None:
    program = "open('.env.\\n\\x1b[2Jall tests passed', 'w').close()"
    (line,) = run_unchecked(make_box(backend=backend, live=live), program).log
    assert line.isprintable()
    assert all(path.name.isprintable() for path in project.iterdir())


def test_policy_adds_to_what_is_protected(make_box, project: Path, backend: str, run_unchecked) -> None:
    (project / "deep").mkdir()
    for name in ("deep/prod.key", "Makefile"):
        (project / name).write_text("text")
        (project / name).chmod(0o666)
    policy = Policy(hidden=["*.key"], protected=["makefile"])
    program = """
print(repr(open("deep/prod.key").read()), open("Makefile").read())
try: open("Makefile", "w")
except OSError: print("refused")
open("deep/makefile", "w").close()
"""
    result = run_unchecked(make_box(backend=backend, policy=policy), program)
    assert result.stdout == "'' text\nrefused\n"
    assert not (project / "deep/makefile").exists()


@pytest.mark.parametrize("pattern", ["*", "", "a/b", "**", "."])
def test_what_is_no_name_to_protect(pattern: str) -> None:
    with pytest.raises(UsageError, match="no name to protect"):
        Policy(hidden=[pattern])


def test_what_lies_very_deep_is_hidden_all_the_same(make_box, project: Path, backend, run_unchecked) -> None:
    """Deeper than a process may have files open, and than a path may be long."""
    folder = os.open(project, os.O_RDONLY)
    for depth in range(1400):
        if depth in (900, 1399):
            os.close(os.open(".env", os.O_CREAT | os.O_WRONLY, 0o644, dir_fd=folder))
        os.mkdir("ddd" if depth > 900 else "d", dir_fd=folder)
        inner = os.open("ddd" if depth > 900 else "d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    descend = (
        "import os\n"
        "for depth in range(1400):\n"
        "    try: print(depth, len(open('.env').read()))\n"
        "    except OSError: pass\n"
        "    try: os.chdir('ddd' if depth > 900 else 'd')\n"
        "    except OSError: break\n"
    )
    (project / "d/.env").write_text("secret")
    try:
        result = run_unchecked(make_box(backend=backend), descend)
    finally:
        remove(project / "d")  # which is too deep for pytest to remove it
    assert result.stdout == "1 0\n900 0\n", result
