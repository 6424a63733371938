"""Podman takes the engine's API in another way."""

from __future__ import annotations

from pathlib import Path

from llm_sandbox_run.backends import podman

VERSION = {"Components": [{"Name": "Podman Engine"}, {"Name": "Conmon"}]}
CONFIG = {
    "Image": "x",
    "HostConfig": {
        "SecurityOpt": ["no-new-privileges", 'seccomp={"a": 1}'],
        "Tmpfs": {"/tmp": "rw,size=9,nr_inodes=7", "/run": "rw"},
        "Ulimits": [{"Name": "core", "Soft": 0, "Hard": 0}],
    },
}


def test_podman_is_known_by_its_version() -> None:
    assert podman.is_podman(VERSION)
    assert not podman.is_podman({"Components": [{"Name": "Engine"}]})
    assert not podman.is_podman({})


def test_filter_lies_in_a_file_while_podman_reads_it() -> None:
    with podman.adapted(CONFIG) as asked:
        kept, seccomp = asked["HostConfig"]["SecurityOpt"]
        file = Path(seccomp.removeprefix("seccomp="))
        assert (kept, file.read_text()) == ("no-new-privileges", '{"a": 1}')
    assert not file.exists()


def test_all_else_is_the_same() -> None:
    with podman.adapted(CONFIG) as asked:
        assert asked["Image"] == "x"
        assert asked["HostConfig"]["Tmpfs"] == {"/tmp": "rw,size=9", "/run": "rw"}
        assert [each["Name"] for each in asked["HostConfig"]["Ulimits"]] == ["core", "nproc"]
    with podman.adapted({"HostConfig": {"SecurityOpt": []}}) as asked:
        assert asked["HostConfig"]["SecurityOpt"] == []
