"""Test suites of real projects: what of them passes in the sandbox, beside a plain container of the same image.

    python benchmarks/suites.py [--image IMAGE] [--sources FOLDER] [NAME ...]

pip fetches each project's source distribution, unless it lies in FOLDER, and what its tests need, which becomes a layer over
IMAGE. A project is judged with nothing granted, which says what a person would have to accept; then each of these findings
is granted to its file, and the tests run. Needs a Docker engine; its containers get no network.
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
from llm_sandbox_run.gate.gate import check
from llm_sandbox_run.gate.roots import import_roots
from llm_sandbox_run.model import Module, Refused

from flake8_llm_sandbox import Capability, analyze, python_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llm_sandbox_run import RunResult

PROJECTS = """attrs cachetools click humanize idna iniconfig itsdangerous markupsafe more-itertools packaging pluggy tabulate
toolz""".split()
NEEDED = """cloudpickle freezegun hypothesis pretend pympler pytest pytest-benchmark pytest-cov pytest-xdist
setuptools tomli-w""".split()
TAG = "llm-sandbox-suites"
OWNER = 12345  # of the projects, where root runs this
SECONDS = 600.0
GRANTS = (
    "code",
    "files",
    "process",
    "scope",
    "secrets",
    "native",
)  # that open the place for what the tests do
UNGRANTED = frozenset({"LLS901", "LLS902", "LLS903", "LLS904", "LLS905"})
COUNTS = ("passed", "failed", "skipped")


@dataclass(frozen=True)
class Suite:
    """A project, what was found in it, and how its tests went."""

    name: str
    refused: int  # findings in what a call of pytest loads
    everywhere: int  # in all files
    outside: Counter[str]
    inside: Counter[str]
    result: RunResult
    left_out: tuple[str, ...]  # files that cannot be analysed, so that no policy lets them run

    def row(self) -> str:
        """Return a line of the table."""
        out, into = ("/".join(f"{each[name]}" for name in COUNTS) for each in (self.outside, self.inside))
        same = "same" if self.outside == self.inside else self.result.outcome.value
        return f"{self.name:16} {self.refused:>8} {self.everywhere:>8}   {out:>14} {into:>14}   {same}"


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
    print(f"{'':16} {'found in':>8} {'in all':>8}   {'outside':>14} {'inside':>14}")
    print(f"{'':16} {'the call':>8} {'files':>8}   {'passed/failed/skipped':>29}")
    for name in options.names:
        suite = _run(client, image, name, _archive(sources, name), work)
        print(suite.row(), flush=True)
        for path in suite.left_out:
            print(f"    left out in both, since it cannot be analysed: {path}")
        if options.verbose or suite.outside != suite.inside:
            _explain(suite)


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
    seen = check(Module("pytest"), inside)
    everywhere = {
        (path.relative_to(inside).as_posix(), found)
        for path in python_files(inside)
        for found in analyze(path.read_bytes())
    }
    refused = seen.problems if isinstance(seen, Refused) else ()
    grants = {(problem.finding.code, problem.path) for problem in refused} | {
        (found.code, path) for path, found in everywhere
    }
    allow = [
        f"{code}:{path}" for code, path in sorted(grants) if code not in UNGRANTED and code[:5] != "LLS99"
    ]
    left_out = sorted(
        {path for code, path in grants if code in UNGRANTED and Path(path).name != "conftest.py"}
    )
    policy = Policy([*GRANTS, *allow], network="bridge")
    limits = Limits(seconds=SECONDS, memory_bytes=2 << 30, processes=256)
    with Sandbox(inside, image=image, policy=policy, limits=limits) as box:
        result = box.run_module("pytest", ["-q", *(f"--ignore={path}" for path in left_out)])
    plain = _plainly(client, image, outside, left_out)
    return Suite(name, len(refused), len(everywhere), plain, _counted(result), result, tuple(left_out))


def _unpacked(archive: Path, folder: Path) -> Path:
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    for path in (root, *root.rglob("*")):
        if os.geteuid() == 0:
            os.chown(path, OWNER, OWNER, follow_symlinks=False)
    return root


def _counted(result: RunResult) -> Counter[str]:
    tests = result.tests
    if not tests:
        return Counter()
    return Counter({"passed": tests.passed, "failed": tests.failed + tests.errors, "skipped": tests.skipped})


def _plainly(client: docker.DockerClient, image: str, root: Path, left_out: Iterable[str]) -> Counter[str]:
    """Run the tests in a container without a sandbox."""
    paths = ":".join(f"/app/{each.relative_to(root)}" for each in import_roots(root))
    settings: dict[str, Any] = {"HOME": "/tmp", "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    status = root.stat()
    container = client.containers.run(
        image,
        ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml=/app/.report.xml"]
        + [f"--ignore={path}" for path in left_out],
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


def _explain(suite: Suite) -> None:
    result = suite.result
    for problem in result.findings[:20]:
        print(f"    {problem}")
    for line in result.log:
        print(f"    {line}")
    for line in (result.stdout + result.stderr).splitlines()[-30:]:
        print(f"    | {line}")
    capabilities = Counter(Capability.of(each.finding.code).value for each in result.granted)
    print(f"    granted: {dict(capabilities)}", flush=True)


if __name__ == "__main__":
    main()
