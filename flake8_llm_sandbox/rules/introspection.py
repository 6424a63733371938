"""Walks through the interpreter's own objects, which lead from anything to everything."""

from __future__ import annotations

import builtins
import re
from typing import TYPE_CHECKING

from flake8_llm_sandbox import library
from flake8_llm_sandbox.facts import Attribute, Call, Mention, Text
from flake8_llm_sandbox.findings import Severity
from flake8_llm_sandbox.meaning.folding import HOLE
from flake8_llm_sandbox.rule import Rule

if TYPE_CHECKING:
    from flake8_llm_sandbox.facts import Fact

DOORS = frozenset(
    """__base__ __bases__ __builtins__ __closure__ __code__ __defaults__ __func__ __get__ __getattribute__
    __globals__ __import__ __kwdefaults__ __loader__ __mro__ __reduce__ __reduce_ex__ __self__ __spec__
    __subclasses__ __wrapped__ ag_code ag_frame co_code co_consts cr_await cr_code cr_frame f_back
    f_builtins f_code f_globals f_locals f_trace func_globals gi_code gi_frame gi_yieldfrom im_func im_self
    mro tb_frame tb_next""".split()
)
DOOR = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(DOORS - {'mro'}))})(?!\w)|\.__(?:class|dict)__")
# Those that lead to everything else; the others show an object.
INSIDES = frozenset(
    """__builtins__ __getattribute__ __globals__ __import__ __subclasses__ ag_frame cr_frame f_builtins f_globals f_locals
    f_trace func_globals gi_frame""".split()
)
INSIDE = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(INSIDES))})(?!\w)")
PROSE = re.compile(r"(?<![^\s'\"])(?:[A-Za-z][a-z]+ ){2,}[a-z]+(?![^\s:.,'\"])")
FIELD = re.compile(r"\{[^{}\s]*[.\[]_*(?:__\w+__|[a-z]{2}_(?:frame|code|globals|builtins|locals))")

# Those of the newer Pythons: the rules are the same on all.
LATER_BUILTINS = ("BaseExceptionGroup", "ExceptionGroup", "PythonFinalizationError", "_IncompleteInputError")


class Walk(Rule):
    """`.{name}` leads from any object to the interpreter's internals; use the object's public interface.

    Bad:
        print(().__class__.__base__.__subclasses__())

    Bad:
        def work():
            pass
        work.__globals__["open"]

    Good:
        class Point:
            def __init__(self):
                super().__init__()
                self.name = type(self).__name__
            def __eq__(self, other):
                return self.__class__ is other.__class__ and self.__dict__ == other.__dict__
    """

    code = "LLS801"
    exempt = "what shows an object or changes only it"
    attributes = DOORS

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return cls.severity if isinstance(fact, Attribute) and fact.name in INSIDES else Severity.TELL


class SpelledWalk(Rule):
    """the string `{name}` spells an internal name of the interpreter; reach what you need by plain names.

    Bad:
        from operator import attrgetter
        walk = attrgetter("__class__.__subclasses__")

    Bad:
        name = "__subclasses__"

    Good:
        print("__main__", "__init__")
    """

    code = "LLS802"
    reached = True
    exempt = "what shows an object or changes only it"

    @staticmethod
    def matches_text(text: Text) -> bool:
        """What is put together to a sentence is none of the names in it, each of which is told of where it is written."""
        is_prose = text.built and PROSE.search(text.value)
        return bool(DOOR.search(text.value)) and not FIELD.search(text.value) and not is_prose

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return cls.severity if isinstance(fact, Text) and INSIDE.search(fact.value) else Severity.TELL


class FormatWalk(Rule):
    """the format string `{name}` walks through attributes; format plain values instead.

    Bad:
        print("{0.__class__}".format(1))

    Good:
        print("{0.real} {name[key]}".format(1, name={"key": 2}))
    """

    code = "LLS803"
    exempt = "templates that are not known"
    FORMATTERS = frozenset({"string.Formatter.format", "string.Formatter.vformat"})
    calls = FORMATTERS | {"builtins.str.format", "builtins.str.format_map"}
    methods = frozenset({"format", "format_map", "vformat"})

    @staticmethod
    def matches(call: Call) -> bool:
        """A template that is not known may walk through whatever it is given."""
        template = call.argument(0, "format_string")
        return call.shows_objects and (call.method or not template.known)

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        return Severity.TELL if isinstance(fact, Call) else cls.severity

    @staticmethod
    def matches_text(text: Text) -> bool:
        return bool(FIELD.search(text.value))


class Computed(Rule):
    """`{name}` goes by a name that only the run decides, so it may be anything; write the name out, or use a dict.

    Bad:
        import math
        print(getattr(math, input())(1))

    Bad:
        import string
        found, _ = string.Formatter().get_field("0.denominator", [1], {})

    Good:
        import math
        functions = {"sin": math.sin, "cos": math.cos}
        print(functions[input()](1))
        class Visitor:
            def visit(self, kind):
                return getattr(self, f"visit_{kind}")
    """

    code = "LLS804"
    exempt = "a field that is read by a name of the program"
    names = frozenset({"?", "string.Formatter.get_field"})
    defines = frozenset({".__match_args__"})
    calls = frozenset(
        {"builtins.getattr", "inspect.getattr_static", "operator.attrgetter", "operator.methodcaller"}
    )

    @staticmethod
    def matches(call: Call) -> bool:
        name = call.argument(1 if "getattr" in call.name and "attrgetter" not in call.name else 0)
        return name.given and not name.known and not all(map(_is_own_prefix, name.texts or ("",)))

    @classmethod
    def level(cls, fact: Fact) -> Severity:
        if isinstance(fact, Call) and fact.name == "builtins.getattr":  # `params["method"]`, `input()`
            is_free = (fact.origin(1) or fact.called) and not fact.argument(0).own
            return cls.severity if is_free else Severity.TELL
        is_called = isinstance(fact, Mention) and fact.call is not None
        return cls.severity if is_called else Severity.TELL


def _is_own_prefix(text: str) -> bool:
    """Return whether ``text`` begins with letters with which neither a dunder nor a strong module begins."""
    prefix = text.partition(HOLE)[0]
    return bool(re.match(r"_?[a-zA-Z]", prefix)) and not any(
        module.startswith(prefix.lstrip("_")) for module in library.STRONG
    )


class Frames(Rule):
    """`{name}` reaches the frames and objects of other code; pass what you need as arguments.

    Bad:
        import sys
        print(sys._getframe(1))

    Good:
        import traceback
        traceback.print_exc()
    """

    code = "LLS805"
    severity = Severity.TELL
    names = frozenset(
        {
            "gc.get_objects",
            "gc.get_referents",
            "gc.get_referrers",
            "inspect.currentframe",
            "inspect.getclosurevars",
            "inspect.getinnerframes",
            "inspect.getmembers",
            "inspect.getmembers_static",
            "inspect.getmodule",
            "inspect.getouterframes",
            "inspect.stack",
            "inspect.trace",
            "os.supports_dir_fd",
            "os.supports_effective_ids",
            "os.supports_fd",
            "os.supports_follow_symlinks",
            "sys._current_exceptions",
            "sys._current_frames",
            "sys._getframe",
            "sys._getframemodulename",
            "sys.call_tracing",
            "sys.last_traceback",
            "traceback.walk_stack",
            "traceback.walk_tb",
        }
    )


class ModuleTable(Rule):
    """`{name}` gives any module by its name, and lets it be replaced; import the module that you need.

    Bad:
        import sys
        print(sys.modules["math"])

    Good:
        import math
        print(math.pi)
    """

    code = "LLS806"
    severity = Severity.TELL
    names = frozenset({"sys.modules"})


class PassedModule(Rule):
    """the module `{name}` is passed on, so what becomes of it cannot be checked; call its functions by their names.

    Bad:
        import os
        def call(module):
            return module
        call(os)

    Bad:
        import os as helper

    pytest's `monkeypatch.setattr(module, ...)` is no such passing on, so nothing else may go by the name of that fixture.

    Good:
        import os
        print(os.path.join("a", "b"), os.sep)
        def test_arguments(monkeypatch):
            monkeypatch.setattr(os, "sep", "/")
    """

    code = "LLS807"
    severity = Severity.TELL
    leaks = library.SIGHT - library.REFLECTION
    defines = frozenset({"monkeypatch"})

    @staticmethod
    def matches_text(text: Text) -> bool:
        return "monkeypatch" in text.value and "monkeypatch" in re.split(r"[\s,]+", text.value)


class Hooks(Rule):
    """`{name}` watches or changes how the interpreter runs other code; leave it as it is.

    Bad:
        import sys
        sys.settrace(lambda *args: None)

    Good:
        import sys
        print(sys.version, file=sys.stderr)
    """

    code = "LLS808"
    names = frozenset(
        {
            "builtins.__build_class__",
            "codecs.register",
            "codecs.unregister",
            "sys._setprofileallthreads",
            "sys._settraceallthreads",
            "sys.activate_stack_trampoline",
            "sys.addaudithook",
            "sys.breakpointhook",
            "sys.monitoring",
            "sys.remote_exec",
            "sys.set_asyncgen_hooks",
            "sys.set_coroutine_origin_tracking_depth",
            "sys.setdlopenflags",
            "sys.setprofile",
            "sys.settrace",
            "threading.setprofile",
            "threading.setprofile_all_threads",
            "threading.settrace",
            "threading.settrace_all_threads",
        }
    )


class Replaced(Rule):
    """`{name}` gets another meaning for all code of this process; give your function a name of its own.

    Bad:
        import builtins
        builtins.len = lambda items: 0

    Good:
        import builtins
        import sys
        builtins.input = lambda prompt="": "yes"
        sys.stdout = sys.stderr
    """

    code = "LLS810"
    severity = Severity.TELL
    defines = (
        {f"builtins.{name}" for name in (*dir(builtins), *LATER_BUILTINS) if name not in ("_", "input")}
        | {f"os.path.{name}" for name in ("abspath", "dirname", "join", "normpath", "realpath")}
        | {f"tempfile.{name}" for name in ("NamedTemporaryFile", "mkdtemp", "mkstemp")}
        | {"typing.TYPE_CHECKING"}
    )


class Reflection(Rule):
    """`{name}` as a value can read or change any attribute unseen; call it directly with the attribute's name.

    Bad:
        from functools import reduce
        reduce(getattr, ["real", "imag"], 1)

    Good:
        print(getattr(1, "real"))
    """

    code = "LLS809"
    severity = Severity.TELL
    leaks = library.REFLECTION
