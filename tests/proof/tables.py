"""The tables beside this file, and the plainest program for a name in them."""

from __future__ import annotations

from pathlib import Path

from flake8_llm_sandbox import Capability

# A finding of these says that the program may do anything: no policy grants the last two as a whole, and whoever grants
# the first two grants what the code, the pickle or the native call does.
UNBOUNDED = frozenset({Capability.CODE, Capability.NATIVE, Capability.INTROSPECTION, Capability.UNVERIFIABLE})


def table(name: str) -> list[list[str]]:
    """Return the rows of a file of columns divided by tabs, without its header."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    width = lines[0].count("\t") + 1
    return [(line.split("\t") + [""] * width)[:width] for line in lines[1:]]


# What needs no finding, by name, and why.
EXCEPTIONS = dict(table("exceptions.tsv"))
# Programs that do what a name of the catalog stands for, where the plainest one would be harmless.
CATALOG = {name: program.replace("\\n", "\n") for name, program in table("catalog.tsv")}


def example(name: str) -> str:
    """Return a program that uses ``name`` in the dangerous way."""
    return CATALOG.get(name) or plainest(name)


def plainest(name: str) -> str:
    """Return a program that gives paths outside of the project to what ``name`` stands for."""
    kind, _, text = name.rpartition(":")
    if kind:
        return {"attr": f"def f(x):\n    return x.{text}\n", "path": f"open({text!r})\n"}[kind]
    module, *rest = name.split(".")
    while len(rest) > 1 and not rest[0].lstrip("_")[:1].isupper():
        module = f"{module}.{rest.pop(0)}"
    member = "('/opt/x').".join(rest)
    owner, start = ("", "") if module == "builtins" else (f"{module}.", f"import {module}\n")
    return f"{start}{owner}{member}('/opt/x', '/opt/y')\n"
