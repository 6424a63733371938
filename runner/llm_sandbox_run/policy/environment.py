"""The environment variables of programs, beside those that the sandbox sets itself."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from llm_sandbox_run.errors import UsageError
from llm_sandbox_run.guest.place import CPU_COUNT

if TYPE_CHECKING:
    from collections.abc import Iterable

# They say where programs are, or decide how Python, the loader, the C library or a shell start.
_RESERVED = re.compile(
    r"PATH|HOME|TMPDIR|USER|LOGNAME|ENV|BASH_ENV|IFS|GCONV_PATH|GLIBC_TUNABLES|LOCPATH|"
    r"OPENSSL_(CONF|ENGINES|MODULES)|(PYTHON|PYTEST_|LD_|DYLD_|MALLOC_).*"
)
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS",
            "RAYON_NUM_THREADS", "POLARS_MAX_THREADS", "LOKY_MAX_CPU_COUNT", CPU_COUNT)  # fmt: skip


def check(name: str) -> None:
    """Look whether a program may be given a variable of this name.

    Raises:
        UsageError: it is no name, or belongs to the sandbox.
    """
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise UsageError(
            f"the environment variable {name!r} cannot be passed on: the sandbox sets such itself"
        )


def chosen(variables: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return names and values that a person has chosen.

    Raises:
        UsageError: one may not be given, or is no text.
    """
    if not isinstance(variables, Mapping):
        raise UsageError(f"environment takes names and their values, not {variables!r}")
    for name, value in variables.items():
        if not isinstance(name, str) or not isinstance(value, str) or "\0" in value:
            raise UsageError(f"the value of the environment variable {name!r} has to be text without NUL")
        check(name)
    return tuple(sorted(variables.items()))


def of_image(variables: Iterable[str]) -> dict[str, str]:
    """Return those of an image's variables, each NAME=VALUE, that programs get."""
    pairs = dict(each.partition("=")[::2] for each in variables)
    return {
        name: value
        for name, value in pairs.items()
        if _NAME.fullmatch(name) and not _RESERVED.fullmatch(name)
    }


def threads(cpus: float) -> dict[str, str]:
    """Return the variables by which libraries learn how many threads there is room for."""
    return dict.fromkeys(_THREADS, str(max(1, math.ceil(cpus))))
