"""What a candidate may import: the interpreter's own modules, and project files whose text the gate approved."""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from typing import Any, Container, Iterable, Mapping, Sequence
from zipimport import zipimporter

from .packages import is_below


class Policy:
    """Which text may become code."""

    def __init__(self, folders: Sequence[str], trusted: Sequence[str]) -> None:
        self.trusted = trusted
        self._folders = tuple(
            map(os.path.realpath, folders)
        )  # the project, and where else text of others may lie
        self._approved: Mapping[str, str] = {}
        self._refused: Mapping[str, str] = {}
        self._examples: Container[str] = ()

    def approve(
        self, approved: Mapping[str, str], refused: Mapping[str, str], examples: Container[str]
    ) -> None:
        """Let the texts with these SHA-256 pass, each at its path; ``refused`` says of files why theirs does not.

        ``examples`` are the SHA-256 of what doctest may run, or "*".
        """
        self._approved, self._refused, self._examples = approved, refused, examples

    def trusts(self, path: str) -> bool:
        """Tell whether ``path`` belongs to the interpreter's installation."""
        return is_below(os.path.realpath(path), self.trusted)

    def covers(self, path: str) -> bool:
        """Tell whether ``path`` belongs to the project, to what else of the host can be seen, or where programs may write."""
        return is_below(os.path.realpath(path), self._folders) and not self.trusts(path)

    def require(self, text: bytes, path: str) -> None:
        """Let approved text pass.

        Raises:
            ImportError: the gate did not approve ``text``.
        """
        # By the path that is asked for, not by where that leads: a program can make links.
        name = os.path.relpath(os.path.abspath(path), self._folders[0])
        if self._approved.get(name) == hashlib.sha256(text).hexdigest():
            return
        reason = self._refused.get(name, "no checked file imports it, or it changed after the check")
        raise ImportError(f"{name} was not approved by the gate: {reason}", path=path)

    def require_example(self, text: object, name: str) -> None:
        """Let an approved example pass.

        Raises:
            UnapprovedError: the gate did not look at ``text`` as a program.
        """
        source = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        known = isinstance(source, bytes) and hashlib.sha256(source).hexdigest() in self._examples
        if not known and "*" not in self._examples:
            raise UnapprovedError(
                f"{name} was not approved by the gate: it stands in no text that the gate has seen, or is no Python"
            )


class UnapprovedError(KeyboardInterrupt):
    """An example that must not run; of this kind since doctest takes all other errors for failed examples."""


def folders_of_interpreter(project: str, scratch: Sequence[str]) -> tuple[str, ...]:
    """Return the folders of sys.path whose content is the interpreter's; real paths.

    None lies in the project or in a ``scratch`` folder, where programs could change it; what is mounted there they cannot.
    """
    root = os.path.realpath(project)
    own = {folder: os.stat(folder).st_dev for folder in scratch}

    def is_shared(path: str) -> bool:
        return any(
            is_below(path, (folder,)) and os.path.exists(path) and os.stat(path).st_dev == device
            for folder, device in own.items()
        )

    real = map(os.path.realpath, sys.path)
    return tuple(path for path in real if not is_below(path, (root,)) and not is_shared(path))


def install(folders: Sequence[str], trusted: Sequence[str]) -> Policy:
    """Put a policy in force in this process, for good, and return it; until more is approved, nothing is."""
    policy = Policy(folders, trusted)
    # First in line, so that the usual finder, which reads .pyc and .so, does not see the project; instead of the one for
    # zip files.
    for path in set(sys.path_importer_cache) - set(policy.trusted):
        del sys.path_importer_cache[path]
    sys.path_hooks[:] = [
        lambda path: _finder(path, policy),
        *(each for each in sys.path_hooks if each is not zipimporter),
    ]
    sys.addaudithook(lambda event, arguments: _audit(event, arguments, policy))
    return policy


def _finder(path: str, policy: Policy) -> _Finder:
    if policy.trusts(path):
        raise ImportError("left to the interpreter")
    if path.endswith(".py") and os.path.isfile(path):
        raise ImportError("no folder")  # runpy then compiles it, under the eyes of _audit
    return _Finder(path, policy)


class _Finder:
    """Finds packages, modules and namespace packages as source; shadows nothing of the standard library."""

    def __init__(self, folder: str, policy: Policy) -> None:
        self._folder = folder or os.getcwd()
        self._policy = policy

    def find_spec(self, name: str, target: object = None) -> ModuleSpec | None:
        if name in _STANDARD_LIBRARY:
            return None
        base = os.path.join(self._folder, name.rpartition(".")[2])
        package = os.path.join(base, "__init__.py")
        if os.path.isfile(package):
            return self._spec(name, package, [base])
        if os.path.isfile(base + ".py"):
            return self._spec(name, base + ".py", None)
        if os.path.isdir(base):
            namespace = ModuleSpec(name, None, is_package=True)
            namespace.submodule_search_locations = [base]
            return namespace
        return None

    def _spec(self, name: str, path: str, folders: list[str] | None) -> ModuleSpec | None:
        loader = _Loader(name, path, self._policy)
        return spec_from_file_location(name, path, loader=loader, submodule_search_locations=folders)


class _Loader(SourceFileLoader):
    """Reads once, hashes, and compiles those very bytes; never a .pyc. pytest rewrites for this base class only."""

    def __init__(self, name: str, path: str, policy: Policy) -> None:
        super().__init__(name, path)
        self._policy = policy

    def get_code(self, fullname: str) -> Any:
        path = self.get_filename(fullname)
        text = self.get_data(path)
        self._policy.require(text, path)
        return compile(text, path, "exec", dont_inherit=True)


def _audit(event: str, arguments: tuple[Any, ...], policy: Policy) -> None:
    # For the loaders of others: pytest compiles what it rewrites, and reads bytecode that it cached in the project.
    if event == "compile":
        _audit_compile(arguments[0], arguments[1], policy)
    elif event == "open" and isinstance(arguments[0], str) and arguments[0].endswith(".pyc"):
        if not policy.trusts(arguments[0]):
            raise PermissionError(
                "bytecode outside the interpreter's own folders was not checked: " + arguments[0]
            )
    elif (
        event == "import" and arguments[1] and not policy.trusts(arguments[1])
    ):  # an extension module by its file
        raise ImportError(f"machine code cannot be checked: {arguments[1]}", path=arguments[1])


def _audit_compile(text: object, filename: object, policy: Policy) -> None:
    name = os.fsdecode(filename) if isinstance(filename, (str, bytes, os.PathLike)) else ""
    if name.startswith("<doctest "):
        policy.require_example(text, name)
    if not (os.path.isabs(name) or name.endswith(".py")) or not policy.covers(name):
        return
    if isinstance(text, str):
        policy.require(text.encode("utf-8", "surrogatepass"), name)
    elif text is None or isinstance(text, (bytes, bytearray, memoryview)):
        policy.require(bytes(text or b""), name)


def _standard_library() -> frozenset[str]:
    names: Iterable[str] | None = getattr(sys, "stdlib_module_names", None)  # Python 3.10 and newer
    if names is None:
        folder = os.path.dirname(os.__file__)
        found = os.listdir(folder) + os.listdir(os.path.join(folder, "lib-dynload"))
        names = [*sys.builtin_module_names, *(each.partition(".")[0] for each in found)]
    return frozenset(names)


_STANDARD_LIBRARY = _standard_library()
