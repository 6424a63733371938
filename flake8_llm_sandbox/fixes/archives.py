"""LLS307: tar archives are unpacked with the filter that keeps them in their folder."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox.fixes.arguments import constant, index_of, value_at
from flake8_llm_sandbox.fixes.edits import Edit, with_keyword, with_value
from flake8_llm_sandbox.walk import has_star

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.fixes.names import Names
    from flake8_llm_sandbox.fixes.places import Target

UNPACK = frozenset(
    f"{opened}().{method}"
    for opened in ("tarfile.TarFile", "tarfile.TarFile.open", "tarfile.open")
    for method in ("extract", "extractall")
)
SUFFIXES = (".tar", ".tar.bz2", ".tar.gz", ".tar.xz", ".tbz2", ".tgz", ".txz")
FORMATS = frozenset({"bztar", "gztar", "tar", "xztar"})


def fix(node: Target, names: Names) -> Iterator[Edit]:
    """`tarfile.open(file).extractall(folder)` -> `...extractall(folder, filter="data")`."""
    if not isinstance(node, ast.Call) or has_star(node) or not _unpacks_tar(node, names):
        return
    chosen = index_of(node, "filter")
    if chosen is None:
        yield with_keyword("filter", '"data"')
    elif constant(value_at(node, chosen)) is not ...:
        yield with_value(chosen, '"data"')


def _unpacks_tar(call: ast.Call, names: Names) -> bool:
    name = names.of(call.func)
    if name != "shutil.unpack_archive":
        return name in UNPACK
    kind = index_of(call, "format", 2)  # zip files take no filter
    if kind is not None:
        return constant(value_at(call, kind)) in FORMATS
    file = index_of(call, "filename", 0)
    path = constant(value_at(call, file)) if file is not None else None
    return isinstance(path, str) and path.lower().endswith(SUFFIXES)
