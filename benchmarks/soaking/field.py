"""The host processes and their projects, and the one who lets things go wrong with them."""

from __future__ import annotations

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from typing import TYPE_CHECKING

from soaking import faults, traces
from soaking.hosts import Host
from soaking.programs import COUNTER, PLANTED, WITHHELD
from soaking.worker import IDLE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import docker

    from soaking.engine import OwnEngine
    from soaking.hosts import Record

_OWNER = 20_000 + os.getpid() % 40_000  # of the first project; the others have the next ones
HOSTS = (
    ("first", "docker", 2, "layered"),
    ("first", "docker", 2, "layered"),
    ("second", "docker", 2, "live"),
    ("third", "subprocess", 1, "layered"),
    ("fourth", "subprocess", 1, "live"),
)
"""Of each its project, its backend, its places and how they write; two meet in the same containers. On the subprocess backend the limit of
processes is one for all of a user, so there is one place for each."""

_LEAVE_SECONDS = IDLE_SECONDS + 10  # a container whose host was killed ends when it has been idle


class Field:
    """Makes the projects in ``folder``, and starts the hosts."""

    def __init__(self, folder: Path, api: docker.APIClient, engine: OwnEngine | None) -> None:
        self.faults: list[faults.Fault] = []
        self._temp = folder / "temp"
        self._temp.mkdir()
        self.projects = [folder / name for name in sorted({name for name, *_ in HOSTS})]
        for number, project in enumerate(self.projects):
            for made in (project, project / COUNTER, project / PLANTED):
                made.mkdir(mode=0o755)
                os.chown(made, _OWNER + number, _OWNER + number)
        self._api = api
        self._happenings: dict[str, Callable[[], None]] = {
            "container killed": partial(faults.kill_container, api, self.projects),
            "host killed": partial(self._end_host, signal.SIGKILL),
            "host terminated": partial(self._end_host, signal.SIGTERM),
        }
        if engine:
            self._happenings["engine restarted"] = partial(faults.restart, engine)
        environment = {
            "TMPDIR": str(self._temp),
            "XDG_CACHE_HOME": str(folder),
            "XDG_STATE_HOME": str(folder),
        }
        self._hosts = [Host(folder / name, *how, environment) for name, *how in HOSTS]

    @property
    def records(self) -> list[Record]:
        """What came of the runs so far."""
        return [record for host in self._hosts for record in host.records]

    def run(self, numbers: range, once_in: dict[str, int]) -> None:
        """Run the programs of these numbers; each fault happens once in so many runs, as far as it can here."""
        shared = iter(numbers)  # one step of it is atomic
        before = len(self.records)
        plan = faults.plan(
            len(numbers), {name: each for name, each in once_in.items() if name in self._happenings}
        )
        with ThreadPoolExecutor(len(self._hosts)) as threads:
            jobs = [threads.submit(host.run, shared) for host in self._hosts]
            behind = before
            for number, name in plan:
                while len(self.records) < number + behind and wait(jobs, 0.01).not_done:
                    pass
                self.faults.append(faults.record(name, self._happenings[name]))
                behind = max(behind, len(self.records) - number)  # not all at once after a long one
            for job in jobs:
                job.result()

    def traces(self) -> dict[str, dict[str, int]]:
        """Return what hosts and containers hold on to. Only between runs."""
        found = {f"host {number}": host.traces() for number, host in enumerate(self._hosts)}
        for name in sorted(traces.containers(self._api, self.projects)):
            found[f"container {name[:12]}"] = traces.settled(partial(traces.of_container, self._api, name))
        return found

    def end(self) -> list[str]:
        """End the hosts; return what is left of them after a while."""
        for host in self._hosts:
            host.end()
        deadline = time.monotonic() + _LEAVE_SECONDS
        while (left := list(self._left())) and time.monotonic() < deadline:
            time.sleep(0.2)
        return left

    def _left(self) -> Iterable[str]:
        yield from (f"container {name[:12]}" for name in traces.containers(self._api, self.projects))
        owners = {project.stat().st_uid for project in self.projects}
        yield from (f"process {pid}" for pid in traces.processes_of(owners))
        yield from (str(path) for path in self._temp.rglob("*"))
        yield from (
            str(path)
            for project in self.projects
            for path in project.iterdir()
            if path.name not in (COUNTER, PLANTED)
        )
        for project in self.projects:
            yield from (str(path) for name in WITHHELD for path in (project / PLANTED).glob(f"*/{name}"))

    def _end_host(self, number: int) -> None:
        random.choice(self._hosts).kill(number)
