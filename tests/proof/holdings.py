"""Print as JSON what every module of the running interpreter's library holds: run it with -I -S in an empty folder.

Each module and class has an identity, by which the same thing under several names shows. What acts when it is imported,
and what is there for tests alone, is left out.
"""

import contextlib
import importlib
import io
import json
import pkgutil
import sys
import types
import warnings

SKIPPED = (
    "__hello__ __main__ __phello__ _testcapi _testclinic _testclinic_limited _testinternalcapi _testlimitedcapi antigravity"
    " ctypes.test distutils.tests idlelib lib2to3.tests sqlite3.test test this tkinter.test"
    " turtledemo unittest.test xxlimited xxsubtype"
).split()
PLAIN = (bool, bytes, complex, float, frozenset, int, range, slice, str, tuple, type(None), type(...))
FUNCTIONS = (types.BuiltinFunctionType, types.FunctionType)
DESCRIPTORS = (types.ClassMethodDescriptorType, types.MethodDescriptorType, types.WrapperDescriptorType)
kept = []  # identities last as long as objects do


def names():
    """Yield the names of all modules that can be imported."""
    for root in sorted(sys.stdlib_module_names):
        yield from attempt(root)
        for found in pkgutil.walk_packages(
            getattr(sys.modules.get(root), "__path__", ()), root + ".", lambda _: None
        ):
            yield from attempt(found.name)


def attempt(name):
    """Import the module ``name`` and yield it, if that goes."""
    if name.endswith(".__main__") or any(f"{name}.".startswith(f"{each}.") for each in SKIPPED):
        return
    try:
        importlib.import_module(name)
    except Exception:  # noqa: BLE001 - another platform's
        return
    yield name


def described(value):
    """Return kind, identity and own name of ``value``: c class, f function, k constant, m module, o another object."""
    if isinstance(value, (classmethod, staticmethod)):
        value = value.__func__
    kept.append(value)
    if isinstance(value, types.ModuleType):
        return "m", id(value), value.__name__
    if isinstance(value, PLAIN):
        return "k", 0, type(value).__name__
    if isinstance(value, DESCRIPTORS):
        return "f", id(value), full(value, value.__objclass__.__module__)
    if isinstance(value, type):
        return "c", id(value), full(value, value.__module__)
    is_bound = isinstance(getattr(value, "__self__", None), (types.ModuleType, type(None))) is False
    if isinstance(value, FUNCTIONS) and not is_bound:
        return "f", id(value), full(value, value.__module__)
    return "o", id(value), full(type(value), type(value).__module__)


def full(value, module):
    """Return the name of ``value`` with its module."""
    return f"{module}.{value.__qualname__}"


def members(owner):
    """Return what a module or class holds itself."""
    return {
        name: described(value)
        for name, value in list(vars(owner).items())
        if name not in ("__loader__", "__spec__")
    }


def main():
    """Print all of it."""
    warnings.simplefilter("ignore")
    sys.argv = ["collect"]
    with contextlib.redirect_stdout(io.StringIO()):
        found = sorted(set(names()))
    modules, classes = {}, {}
    for name in found:
        module = sys.modules[name]
        held = members(module)
        own = [each for each, (_, _, full_name) in held.items() if full_name == f"{name}.{each}"]
        public = [*getattr(module, "__all__", own)]
        star = [*getattr(module, "__all__", (each for each in held if each[0] != "_"))]
        modules[name] = {"id": id(module), "members": held, "public": public, "star": star}
        for value in [*vars(module).values()]:
            if isinstance(value, type) and id(value) not in classes:
                kept.extend(value.__mro__)
                bases = [id(base) for base in value.__mro__[1:]]
                classes[id(value)] = {"bases": bases, "members": members(value)}
    json.dump({"modules": modules, "classes": classes}, sys.stdout)


if __name__ == "__main__":
    main()
