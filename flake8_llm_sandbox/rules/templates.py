"""Small languages inside Python that reach everything Python reaches."""

from __future__ import annotations

import builtins
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Call
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Fact, Text


class Template(Rule):
    """`{name}` lets a template run any code; use `jinja2.sandbox.SandboxedEnvironment` or `string.Template`.

    A Jinja template that is known, and walks into nothing but plain attributes, is clean.

    Bad:
        import jinja2
        def show(text):
            return jinja2.Template(text).render()

    Bad:
        from jinja2 import Environment, FileSystemLoader
        page = Environment(loader=FileSystemLoader("templates")).get_template("page.html")

    Good:
        from jinja2 import Template
        from jinja2.sandbox import SandboxedEnvironment
        print(Template("Hello {{ user.name }}!").render(user={"name": "Ada"}))
        print(SandboxedEnvironment().from_string(input()).render())
    """

    code = "LLS121"
    exempt = "template engines; a template that is not known is a stop"
    names = frozenset(
        """
        Cheetah.Template
        chameleon
        genshi.template
        jinja2.Environment jinja2.environment.Environment jinja2.nativetypes
        mako.lookup mako.template
        tornado.template
        """.split()
    )
    calls = frozenset({"flask.render_template_string", "jinja2.Template", "jinja2.environment.Template"})
    REACHES = re.compile(r"__|\\|attr|groupby|\[\s*[^\d\s\]]")  # any other attribute than a plain one

    @staticmethod
    def matches(call: Call) -> bool:
        text = call.argument(0, "source")
        return not text.known or any(map(Template.REACHES.search, text.texts))

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return cls.severity if isinstance(fact, Call) else Severity.TELL


class Expression(Rule):
    """`{name}` evaluates text as Python; write the expression itself, such as `table[table.age > limit]` or `x**2 + 1`.

    Formulas that are known and hold nothing but numbers, names and operators are clean.

    Bad:
        import sympy
        print(sympy.sympify(input()))

    Bad:
        import pandas as pd
        table = pd.DataFrame({"age": [1, 2]})
        table.query("@pd.compat.os.getcwd() == 1")

    Good:
        import pandas as pd
        import sympy
        x = sympy.Symbol("x")
        print(sympy.sympify("x**2 + sin(x)"), sympy.lambdify(x, x**2, "math"), sympy.diff(x**2, x))
        table = pd.DataFrame({"age": [1, 2], "name": ["Ada", "Bob"]})
        print(table.query("age > 1 and name == 'Bob'"))
    """

    code = "LLS122"
    exempt = "queries of tables"
    OF_ANYTHING = frozenset(  # of formulas as objects, as a rule; of text too
        "sympy." + name
        for name in """Eq N diff expand factor integrate lambdify limit nsolve series simplify solve solveset
        utilities.lambdify.lambdify""".split()
    )
    QUERIES = frozenset({"pandas.DataFrame.eval", "pandas.DataFrame.query"})
    calls = (
        OF_ANYTHING
        | QUERIES
        | frozenset(
            """
        numexpr.NumExpr numexpr.evaluate PIL.ImageMath.eval PIL.ImageMath.unsafe_eval
        pandas.core.computation.eval.eval pandas.eval
        sympy.S sympy.core.sympify.sympify sympy.parse_expr sympy.parsing.sympy_parser.parse_expr sympy.sympify
        """.split()
        )
    )
    DOOR = re.compile(r"@\w+(?:\.\w+)*\.(?:os|sys|subprocess|builtins|importlib)\b")

    @staticmethod
    def matches(call: Call) -> bool:
        if call.name in Expression.OF_ANYTHING:
            return not all(map(_is_formula, call.texts()))
        first = call.argument(0, "expr")
        is_clean = _is_query if call.name in Expression.QUERIES else _is_formula
        return not (first.given and first.known and all(map(is_clean, first.texts)))

    @staticmethod
    def matches_text(text: Text) -> bool:
        return bool(Expression.DOOR.search(text.value))

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return Severity.TELL if isinstance(fact, Call) and fact.name in cls.QUERIES else cls.severity


def _is_formula(text: str) -> bool:
    """Return whether ``text`` is made of numbers, names and operators, without attributes or Python's builtins."""
    words = re.findall(r"[^\W\d]\w*", text)
    plain = {"False", "None", "True", "abs", "max", "min", "pow", "round", "sum"}
    return (
        re.fullmatch(r"[\w\s+\-*/^%().,=<>!&|~]*", text) is not None
        and not re.search(r"__|\.\s*[^\W\d]", text)
        and all(word in plain or not hasattr(builtins, word) for word in words)
    )


def _is_query(text: str) -> bool:
    """Return whether ``text`` uses columns and plain variables only."""
    return not re.search(r"__|@\s*\w+\s*[.(\[]", text)
