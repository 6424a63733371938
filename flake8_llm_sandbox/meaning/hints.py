"""What annotations say of what they stand at."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.meaning.kinds import Carrier, Ref, Value
from flake8_llm_sandbox.walk import last_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_llm_sandbox.meaning.resolver import Resolver
    from flake8_llm_sandbox.names.scopes import Scope

SAME = frozenset({"Annotated", "ClassVar", "Final", "Optional", "Union"})
PATH = Ref("pathlib.Path", instance=True)


def instance(resolver: Resolver, node: ast.expr, scope: Scope) -> Iterator[Value]:
    """Yield what the annotation ``node`` tells of a value.

    A Path is one, or is in it, as in `list[Path]`; a class of the library otherwise stands for an instance that was
    made elsewhere.
    """
    if isinstance(node, ast.BinOp):  # `Path | None`
        yield from instance(resolver, node.left, scope)
        yield from instance(resolver, node.right, scope)
    elif isinstance(node, ast.Subscript):
        inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        held = [value for part in inside for value in instance(resolver, part, scope)]
        yield from held if last_name(node.value) in SAME else (Carrier(each) for each in held if each == PATH)
    else:
        for value in resolver.evaluate(node, scope):
            if isinstance(value, Ref) and library.is_class(value.name):
                yield PATH if value.name == PATH.name else value._replace(instance=True, given=True)
            else:
                yield value
