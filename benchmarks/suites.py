"""Test suites of real projects: what of them passes in the sandbox, beside a plain container of the same image.

    python benchmarks/suites.py [--image IMAGE] [--sources FOLDER] [NAME ...]

pip fetches each project's source distribution, unless it lies in FOLDER, and what its tests need, which becomes a layer over
IMAGE. It becomes a repository with one commit, and the tests run twice: with that commit for a base and nothing granted, and
under the policy that `--write-policy` writes. Needs a Docker engine and git; the containers get no network.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import docker
from llm_sandbox_run import Limits, Policy, Sandbox
from llm_sandbox_run.command import draft
from llm_sandbox_run.gate.gate import check
from llm_sandbox_run.gate.roots import import_roots
from llm_sandbox_run.model import Module
from llm_sandbox_run.policy.policy_file import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llm_sandbox_run import RunResult
    from llm_sandbox_run.model import CleanCode, Refused

PROJECTS = """attrs cachetools click humanize idna iniconfig itsdangerous markupsafe more-itertools packaging pluggy tabulate
toolz""".split()
NEEDED = """cloudpickle freezegun hypothesis pretend pympler pytest pytest-benchmark pytest-cov pytest-xdist
setuptools tomli-w""".split()
TAG = "llm-sandbox-suites"
OWNER = 12345  # of the projects, where root runs this
SECONDS = 1800.0
IDENTITY = ("-c", "user.name=suites", "-c", "user.email=suites@localhost")
COUNTS = ("passed", "failed", "skipped")


@dataclass(frozen=True)
class Way:
    """How the tests of a project went: in a plain container, and in the sandbox."""

    outside: Counter[str]
    inside: Counter[str]
    result: RunResult

    def __str__(self) -> str:
        return f"{_shown(self.inside):>14} {'same' if self.same else self.result.outcome.value:>8}"

    @property
    def same(self) -> bool:
        """Whether as many tests passed and failed."""
        return self.outside == self.inside


@dataclass(frozen=True)
class Suite:
    """The tests of a project, through a base and through a policy."""

    name: str
    base: Way
    policy: Way
    lines: int  # of that policy, which a person has to read
    left_out: tuple[str, ...]  # files that cannot be analysed, so that no policy lets them run

    def row(self) -> str:
        """Return a line of the table."""
        return f"{self.name:16} {_shown(self.base.outside):>14} {self.base} {self.policy} {self.lines:>6}"


def main() -> None:
    """Print a table, and what differs."""
    options = _parsed()
    client = docker.from_env()
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        work = Path(place)
        sources = Path(options.sources) if options.sources else work / "sources"
        for name in options.names:
            _fetch(name, sources)
        image = _image(client, options.image, work, [_archive(sources, name) for name in options.names])
        try:
            _compare(client, image, options, sources, work)
        finally:
            client.images.remove(image, force=True)


def _compare(
    client: docker.DockerClient, image: str, options: argparse.Namespace, sources: Path, work: Path
) -> None:
    print(f"{'':16} {'outside':>14} {'--base HEAD':>23} {'--write-policy':>23} {'lines':>6}")
    for name in options.names:
        suite = _run(client, image, name, _archive(sources, name), work)
        print(suite.row(), flush=True)
        for path in suite.left_out:
            print(f"    no policy grants it, left out there and outside: {path}")
        for way in (suite.base, suite.policy):
            if options.verbose or not way.same:
                _explain(way.result)


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", default=PROJECTS, metavar="NAME")
    parser.add_argument("--image", default="python:3.11-slim", help="with Python 3.8 or newer")
    parser.add_argument("--sources", metavar="FOLDER", help="where source distributions are, or are kept")
    parser.add_argument("--verbose", action="store_true", help="show the end of what each run prints")
    return parser.parse_args()


def _fetch(name: str, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    if not list(folder.glob(_pattern(name))):
        _pip("download", "--no-deps", "--no-binary", name, "--dest", str(folder), name)


def _pattern(name: str) -> str:
    return f"{name.replace('-', '[-_]')}-[0-9]*.tar.gz"


def _archive(folder: Path, name: str) -> Path:
    return max(folder.glob(_pattern(name)))


def _pip(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--no-input", *words], check=True)


def _image(client: docker.DockerClient, base: str, work: Path, archives: Iterable[Path]) -> str:
    """Make an image with all that the tests need, the projects included; return its name."""
    ask = "import json, site, sys; print(json.dumps([sys.version_info[:2], site.getsitepackages()[0]]))"
    said = client.containers.run(base, ["python3", "-c", ask], remove=True, network_mode="none", user="65534")
    version, folder = re.findall(r"\[\[(\d+, \d+)\], \"(.*)\"\]", said.decode())[0]
    version = version.replace(", ", ".")
    site = work / "site"
    wheels = ["--only-binary", ":all:", "--python-version", version]
    _pip("install", "--target", str(site), *wheels, *NEEDED)
    for archive in archives:  # for their metadata, and what they import; their own code comes from the source
        _pip("install", "--target", str(work / "own"), "--no-deps", "--upgrade", str(archive))
        _pip("install", "--target", str(site), "--upgrade", *wheels, _requirement(archive))
    return _built(client, base, {folder: [work / "own", site]})


def _requirement(archive: Path) -> str:
    name, _, version = archive.name.removesuffix(".tar.gz").rpartition("-")
    return f"{name}=={version}"


def _built(client: docker.DockerClient, base: str, layers: dict[str, list[Path]]) -> str:
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as tar:
        lines = [f"FROM {base}"]
        for number, (target, folders) in enumerate(layers.items()):
            lines.append(f"COPY layer{number} {target}")
            for folder in folders:
                tar.add(str(folder), f"layer{number}", filter=_readable)
        text = "\n".join(lines).encode()
        header = tarfile.TarInfo("Dockerfile")
        header.size = len(text)
        tar.addfile(header, io.BytesIO(text))
    context.seek(0)
    client.images.build(fileobj=context, custom_context=True, tag=TAG, rm=True)
    return TAG


def _readable(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    entry.mode |= 0o444 | (0o111 if entry.isdir() else 0)
    return None if "__pycache__" in entry.name else entry


def _run(client: docker.DockerClient, image: str, name: str, archive: Path, work: Path) -> Suite:
    outside, inside = (_unpacked(archive, work / place / name) for place in ("outside", "inside"))
    plain = _plainly(client, image, outside)
    base = Way(plain, *_boxed(inside, image, base="HEAD"))
    policy, left_out = _policy(inside)
    file = work / f"{name}.toml"
    draft.write(file, policy)
    ignored = [f"--ignore={path}" for path in left_out]
    if ignored:
        plain = _plainly(client, image, outside, ignored)
    granted = Way(plain, *_boxed(inside, image, ignored, policy=load(file, inside)))
    lines = sum(bool(line) and not line.startswith("#") for line in policy.splitlines())
    return Suite(name, base, granted, lines, left_out)


def _policy(root: Path) -> tuple[str, tuple[str, ...]]:
    """Return what `--write-policy` writes, and the files that it cannot speak for."""
    left_out: tuple[str, ...] = ()

    def verdicts(policy: Policy) -> list[CleanCode | Refused]:
        return [check(Module("pytest", tuple(f"--ignore={path}" for path in left_out)), root, policy=policy)]

    while True:
        wanted, never = draft.needs(verdicts, Policy())
        if not never:
            return draft.text_of(wanted, never), left_out
        left_out = (*left_out, *{problem.path for problem in never})


def _boxed(
    root: Path, image: str, words: Iterable[str] = (), **options: Any
) -> tuple[Counter[str], RunResult]:
    limits = Limits(seconds=SECONDS, memory_bytes=2 << 30, processes=256)
    with Sandbox(root, image=image, limits=limits, changes="discard", **options) as box:
        result = box.run_module("pytest", ["-q", *words])
    tests = result.tests
    counts = (tests.passed, tests.failed + tests.errors, tests.skipped) if tests else ()
    return Counter(dict(zip(COUNTS, counts, strict=False))), result


def _unpacked(archive: Path, folder: Path) -> Path:
    """Unpack a project into a repository around it; programs must not be able to write to that."""
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    for words in (("init", "-q"), ("add", "--all", "--force"), ("commit", "-q", "-m", archive.name)):
        subprocess.run(["git", "-C", folder, *IDENTITY, *words], check=True)
    for path in (root, *root.rglob("*")):
        if os.geteuid() == 0:
            os.chown(path, OWNER, OWNER, follow_symlinks=False)
    return root


def _shown(counts: Counter[str]) -> str:
    return "/".join(f"{counts[name]}" for name in COUNTS)


def _plainly(client: docker.DockerClient, image: str, root: Path, words: Iterable[str] = ()) -> Counter[str]:
    """Run the tests in a container without a sandbox."""
    paths = ":".join(f"/app/{each.relative_to(root)}" for each in import_roots(root))
    settings: dict[str, Any] = {"HOME": "/tmp", "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    status = root.stat()
    container = client.containers.run(
        image,
        ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=/app/.report.xml", *words],
        environment=settings,
        detach=True,
        network_mode="none",
        user=f"{status.st_uid}:{status.st_gid}",
        volumes={str(root): {"bind": "/app", "mode": "rw"}},
        working_dir="/app",
    )
    try:
        container.wait(timeout=SECONDS)
        said = container.logs().decode(errors="replace")
    finally:
        container.remove(force=True)
    report = root / ".report.xml"
    if not report.exists():
        print(said[-2000:])
        return Counter()
    (suite,) = ElementTree.parse(report).getroot().iter("testsuite")
    number = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
    failed = number["failures"] + number["errors"]
    passed = number["tests"] - failed - number["skipped"]
    return Counter({"passed": passed, "failed": failed, "skipped": number["skipped"]})


def _explain(result: RunResult) -> None:
    for problem in result.findings[:20]:
        print(f"    {problem}")
    for line in result.log:
        print(f"    {line}")
    for line in (result.stdout + result.stderr).splitlines()[-30:]:
        print(f"    | {line}", flush=True)


if __name__ == "__main__":
    main()
