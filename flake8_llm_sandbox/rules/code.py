"""Text that becomes code while the program runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox.facts import Call, Mention, Text
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Fact


class RunText(Rule):
    """`{name}` runs text as code, whatever it says; use `ast.literal_eval` for data, a dict of functions for choices.

    Bad:
        print(eval("1 + 1"))

    Bad:
        list(map(exec, ["x = 1"]))

    Good:
        import ast
        import re
        print(ast.literal_eval("[1, 2]"), re.compile("a+"))
        model.eval()
    """

    code = "LLS101"
    reaches = frozenset({"exec"})
    exempt = (
        "text that is written out, which is judged too, and what is compiled only to see whether it can be"
    )
    packaged = re.compile("Agent|agent|Assistant|Chain|Executor|Tool")  # that write code, and may run it
    RUNS = ("allow_code_execution", "allow_dangerous_code", "code_execution_config")
    names = frozenset(
        """
        _interpreters _testlimitedcapi _xxsubinterpreters
        _sitebuiltins._Helper
        asteval
        builtins.compile builtins.eval builtins.exec builtins.execfile
        code.InteractiveConsole code.InteractiveInterpreter code.compile_command
        codeop
        concurrent.interpreters
        dataclasses._FuncBuilder dataclasses._create_fn
        execfile
        future.utils.exec_
        inspect._signature_fromstr
        langchain_experimental.tools.PythonAstREPLTool langchain_experimental.tools.PythonREPLTool
        langchain_experimental.utilities.PythonREPL
        numpy.testing.rundocs numpy.testing.runstring
        optparse.Values.read_file
        RestrictedPython.compile_restricted RestrictedPython.compile_restricted_eval
        RestrictedPython.compile_restricted_exec
        rlcompleter
        simpleeval
        six.exec_
        smolagents.LocalPythonExecutor
        test.support.run_in_subinterp
        tkinter.Tk.readprofile
        turtle._make_global_funcs turtle.config_dict turtle.readconfig turtle.write_docstringdict
        unittest.mock._set_signature
        """.split()
    )

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        """Text that is written out has been judged as what it is; code that nobody keeps does not run."""
        if not isinstance(fact, Mention) or fact.call is None:
            return cls.severity
        is_checked = fact.name == "builtins.compile" and fact.call.dropped
        is_judged = fact.call.node in fact.call.resolver.program.inner
        return Severity.TELL if is_checked or is_judged else cls.severity

    @staticmethod
    def matches(call: Call) -> bool:
        written = {keyword.arg for keyword in call.node.keywords}
        given = (call.argument(None, name) for name in RunText.RUNS if name in written)
        return any(each.constants not in ((False,), (None,)) for each in given)


class RunTextUnlessFunction(Rule):
    """`{name}` runs a string as code; pass a function: `timeit.timeit(lambda: work())`, `cProfile.Profile().runcall(work)`.

    Bad:
        import timeit
        timeit.timeit(input(), number=10)

    Bad:
        import cProfile
        cProfile.Profile().run("main()")

    Text that is all written out is judged as what stands around it is.

    Good:
        import cProfile
        import timeit
        timeit.timeit("sorted(range(9))", number=10)
        def work():
            return sorted(range(9))
        print(timeit.timeit(work, number=10), timeit.default_timer())
        print(timeit.repeat(lambda: work(), repeat=3, number=10))
        with cProfile.Profile() as profile:
            profile.runcall(work)
    """

    code = "LLS102"
    exempt = "text that is written out"
    names = frozenset(
        """
        bdb.Bdb.run bdb.Bdb.runctx bdb.Bdb.runeval
        cProfile.Profile.run cProfile.Profile.runctx cProfile.main cProfile.run cProfile.runctx
        profile.Profile.run profile.Profile.runctx profile.main profile.run profile.runctx
        timeit.main timeit.template
        trace.Trace.run trace.Trace.runctx trace.main
        """.split()
    )
    as_value = True
    calls = frozenset({"timeit.Timer", "timeit.repeat", "timeit.timeit"})

    @staticmethod
    def matches(call: Call) -> bool:
        setup = call.argument(1, "setup")
        return not call.argument(0, "stmt").function or (setup.given and not setup.function)

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        if isinstance(fact, Call):
            given = (fact.argument(0, "stmt"), fact.argument(1, "setup"))
            return Severity.TELL if all(each.known or each.function for each in given) else cls.severity
        if isinstance(fact, Mention) and fact.argument(0).given and fact.argument(0).known:
            return Severity.TELL
        return cls.severity


class Prompt(Rule):
    """`{name}` opens a prompt that runs whatever is typed, and waits for it; print or log what you want to know.

    Bad:
        breakpoint()

    Bad:
        import pdb
        pdb.set_trace()

    Good:
        import logging
        logging.debug("state: %r", {"x": 1})
        name = input("Your name? ")
    """

    code = "LLS103"
    names = frozenset(
        """
        code.InteractiveConsole.interact IPython.InteractiveShell IPython.core.interactiveshell
        IPython.embed IPython.get_ipython IPython.start_ipython IPython.terminal _pyrepl bpython
        builtins.breakpoint code.interact idlelib ipdb pdb ptpython pudb web_pdb
        """.split()
    )


class DocTest(Rule):
    r"""`{name}` runs examples in docstrings that cannot be seen here; write them as test functions.

    Where a module runs its own examples, they are judged as what stands around them is.

    Bad:
        import doctest
        import other
        doctest.testmod(other)

    Bad:
        import doctest
        doctest.testfile("README.md")

    Good, as an expression:
        "import doctest\ndef f(x):\n    '''\n    >>> f(1)\n    2\n    '''\n    return x + 1\ndoctest.testmod()\n"
    """

    code = "LLS104"
    severity = Severity.TELL
    names = frozenset(
        """
        doctest.DebugRunner doctest.DocFileSuite doctest.DocFileTest doctest.DocTestRunner doctest.debug doctest.debug_script
        doctest.debug_src doctest.run_docstring_examples doctest.testfile
        """.split()
    )
    calls = frozenset({"doctest.DocTestSuite", "doctest.testmod"})

    @staticmethod
    def matches(call: Call) -> bool:
        program = call.resolver.program
        scopes = (program.root, *program.scopes.values())
        computed = "__doc__" in program.attributes or any(
            name in scope.bindings for name in ("__doc__", "__test__") for scope in scopes
        )
        others = any(
            call.argument(*each).given for each in ((0, "m"), (None, "module"), (1, "globs"), (2, "globs"))
        )
        return computed or others or call.argument(6, "extraglobs").given or "__doc__" in call.literals()


class BuiltFunction(Rule):
    """`{name}` makes a function of bytecode that nobody can read; write it with `def`.

    Bad:
        import types
        def build(code):
            return types.FunctionType(code, {})

    Good:
        import types
        print(isinstance(print, types.FunctionType))
    """

    code = "LLS105"
    calls = frozenset({"types.CodeType", "types.FunctionType", "types.LambdaType"})


class Annotations(Rule):
    """`{name}` runs a string in an annotation as code; annotate with plain types, and read annotations unevaluated.

    `typing.get_type_hints` and libraries such as pydantic evaluate annotations that are strings.

    Bad:
        class Model:
            x: "print(1)"

    Bad:
        import typing
        def scale(x: "float"):
            return x
        typing.get_type_hints(scale)

    Good:
        import inspect
        def scale(x: float, y: "list[int] | None" = None):
            return x
        print(inspect.get_annotations(scale), inspect.signature(scale))
    """

    code = "LLS106"
    exempt = "`get_type_hints`, which reads annotations"
    names = frozenset(
        """
        annotationlib.ForwardRef.evaluate
        attr.resolve_types attrs.resolve_types
        typing.ForwardRef._evaluate typing._eval_type typing.evaluate_forward_ref
        typing_extensions.evaluate_forward_ref
        """.split()
    )
    CALLS = re.compile(r"[\w\])]\s*\(")
    HINTS = frozenset({"typing.get_type_hints", "typing_extensions.get_type_hints"})
    MODELS = frozenset({"pydantic.create_model", "pydantic.TypeAdapter", "pydantic.v1.create_model"})
    calls = HINTS | MODELS | {"annotationlib.get_annotations", "inspect.get_annotations", "inspect.signature"}
    defines = frozenset({".__annotations__", "__annotations__"})

    @classmethod
    def matches_value(cls, mention: Mention) -> bool:
        return mention.name in cls.HINTS

    @staticmethod
    def matches(call: Call) -> bool:
        if call.name in Annotations.HINTS:
            return True
        if call.name in Annotations.MODELS:
            return any(map(Annotations.CALLS.search, call.texts()))
        evaluate = call.argument(None, "eval_str")
        return evaluate.given and not (evaluate.known and not any(evaluate.constants))

    @staticmethod
    def matches_text(text: Text) -> bool:
        return text.annotation and bool(Annotations.CALLS.search(text.value))

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return cls.severity if isinstance(fact, Text) else Severity.TELL
