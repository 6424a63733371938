"""What a test runner says about its tests, one letter each.

The tests share a process with the code that they test, so this is what that process says of itself, no more. One thing
can be told from it all the same: whether the runner came to its own end.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Callable, Iterator, NoReturn, Sequence

_PACKET = 4096  # the line is a socket that takes and gives what is written at once, as a whole

_PLUGIN = "llm_sandbox_tally"
_MODULE = ("-m", "--module")

COLLECTED, PASSED, FAILED, SKIPPED, BROKEN, ENDED = b"c", b"p", b"f", b"s", b"e", b"."


def run_pytest(line: int, project: Sequence[str]) -> NoReturn:
    """Do what ``python -m pytest`` does; ``project`` are the folders of sys.path whose packages are no plugins."""
    pytest = import_module("pytest")  # of the sandbox, whatever it has
    sys.argv[0] = os.path.join(os.path.dirname(str(pytest.__file__)), "__main__.py")
    sys.argv[1:1] = _plugins(project)
    status = int(pytest.main(sys.argv[1:], plugins=[_Listener(line)]))
    _tell(line, ENDED)
    raise SystemExit(status)


def _plugins(project: Sequence[str]) -> Iterator[str]:
    """Yield arguments that load the plugins that are installed, less those that the arguments name themselves."""
    from importlib.metadata import distributions  # takes long

    named = {
        each for pair in zip(sys.argv, sys.argv[1:]) if pair[0] == "-p" for each in (pair[1], pair[1][3:])
    }
    named |= {each[5:] for each in sys.argv if each.startswith("-pno:")}
    installed = [each for each in sys.path if each not in project]
    for package in distributions(path=installed):
        for point in package.entry_points:
            if point.group == "pytest11" and not named & {point.name, "pytest_" + point.name, point.value}:
                named.add(point.name)
                yield from ("-p", point.name)


def run_coverage(line: int, project: Sequence[str]) -> NoReturn:
    """Do what ``python -m coverage`` does."""
    start = pytest_in(sys.argv)
    if start:
        sys.modules[_PLUGIN] = _as_module(_Listener(line))
        sys.argv[start:start] = ["-p", _PLUGIN, *_plugins(project)]
    status = import_module("coverage.cmdline").main(sys.argv[1:])
    _tell(line, ENDED)
    raise SystemExit(status)


def pytest_in(words: Sequence[str]) -> int:
    """Return where the arguments of pytest begin in a call of coverage; 0 if it runs something else."""
    pairs = zip(words, words[1:])
    return next(
        (number + 2 for number, pair in enumerate(pairs) if pair[1] == "pytest" and pair[0] in _MODULE), 0
    )


def counts(module: str, words: Sequence[str]) -> bool:
    """Tell whether a run of ``module`` says how many tests there were."""
    return module in ("pytest", "unittest") or (module == "coverage" and pytest_in(words) > 0)


def _as_module(listener: _Listener) -> ModuleType:
    module = ModuleType(_PLUGIN, "PYTEST_DONT_REWRITE")
    vars(module).update(
        {name: getattr(listener, name) for name in dir(listener) if name.startswith("pytest_")}
    )
    return module


def run_unittest(line: int, _: Sequence[str]) -> NoReturn:
    """Do what ``python -m unittest`` does."""
    import unittest

    class Result(unittest.TextTestResult):
        passed = 0

        def addSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802
            super().addSuccess(test)
            self.passed += 1

    sys.argv[0] = "python -m unittest"
    if {"-h", "--help"} & {*sys.argv}:
        _tell(line, ENDED)  # there are no tests then
    unittest.TextTestRunner.resultclass = Result  # type: ignore[assignment]
    result: Any = unittest.main(module=None, exit=False).result
    bad = {BROKEN: result.errors, FAILED: result.failures, SKIPPED: result.skipped + result.expectedFailures}
    bad[FAILED] = bad[FAILED] + [(each, "") for each in result.unexpectedSuccesses]
    seen: set[int] = set()
    for letter, tests in bad.items():
        mine = {
            id(getattr(test, "test_case", test)) for test, _ in tests
        } - seen  # one, however many of its parts
        _tell(line, letter * len(mine))
        seen |= mine
    _tell(line, PASSED * result.passed)
    _tell(line, COLLECTED * max(result.testsRun, result.passed) + ENDED)
    nothing_ran = sys.version_info >= (3, 12) and not result.testsRun and not result.skipped
    raise SystemExit(5 if nothing_ran else int(not result.wasSuccessful()))


RUNNERS: dict[str, Callable[[int, Sequence[str]], NoReturn]] = {
    "coverage": run_coverage,
    "pytest": run_pytest,
    "unittest": run_unittest,
}


def _tell(line: int, letters: bytes) -> None:
    for start in range(0, len(letters), _PACKET):
        os.write(line, letters[start : start + _PACKET])


class _Listener:
    """A plugin of pytest."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._failed_in_part: set[str] = set()

    def pytest_collection_finish(self, session: Any) -> None:
        _tell(self._line, COLLECTED * len(session.items))

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            _tell(self._line, BROKEN)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if (
            type(report).__name__.lower() == "subtestreport"
        ):  # a part of a test, which has a report of its own
            if report.failed:
                self._failed_in_part.add(report.nodeid)
        elif report.outcome == "rerun":
            pass  # it comes again
        elif report.when == "call":
            letters = {"passed": PASSED, "failed": FAILED, "skipped": SKIPPED}
            failed = report.nodeid in self._failed_in_part
            _tell(self._line, FAILED if failed else letters.get(report.outcome, FAILED))
        elif report.failed:
            _tell(self._line, BROKEN)
        elif report.skipped:
            _tell(self._line, SKIPPED)
