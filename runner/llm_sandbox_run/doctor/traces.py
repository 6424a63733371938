"""Checks: what a program must not read or leave in the project, and what the next one must not find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.doctor import advice
from llm_sandbox_run.doctor.check import WITH_WALLS, Check

if TYPE_CHECKING:
    from llm_sandbox_run.doctor.check import Trial

_PLANTED = (".envrc", ".vscode")


def _planted(trial: Trial) -> str:
    stayed = [name for name in _PLANTED if (trial.scene.project / name).exists()]
    if stayed:
        return f"{', '.join(stayed)} of a program stayed"
    return (
        ""
        if all(any(name in line for line in trial.result.log) for name in _PLANTED)
        else "it was not reported"
    )


CHECKS = (
    Check(
        claim="secrets and hooks of the project are covered",
        program="""\
for path in (".env", ".git/.env"):
    try:
        with open(path, "rb") as file:
            if file.read(): could("read " + path)
    except OSError:
        pass
for path, mode in ((".git/config", "a"), (".git/hooks/pre-commit", "x")):
    try:
        with open(path, mode): could("write " + path)
    except OSError:
        pass
""",
        advice=advice.NAMESPACES,
        essential_on=WITH_WALLS,
        protection="covered-names",
    ),
    Check(
        claim="what the host would act on does not stay under its name",
        program="""\
import os
os.mkdir(".vscode")
for path in (".vscode/tasks.json", ".envrc"): open(path, "x").close()
""",
        objection=_planted,
        advice="let the caller rename files in the project",
    ),
    Check(
        claim="a program finds no files of another outside of the project",
        program="""\
import os, tempfile
mounted = {line.split()[4] for line in open("/proc/self/mountinfo")} if os.access("/proc/self/mountinfo", os.R_OK) else set()
here = os.getcwd()
others = {each for each in mounted if os.path.isdir(each) and not (each + "/").startswith((here + "/", "/proc/", "/sys/"))}
for folder in {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue"} | others:
    path = os.path.join(folder, scene["name"])
    if os.path.lexists(path): could("find " + path)
    try: open(path, "x").close()
    except OSError: pass
""",
        runs=2,
        objection=lambda trial: "they stayed on the host" if trial.scene.strays() else "",
        advice=advice.NAMESPACES,
    ),
)
