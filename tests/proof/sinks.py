"""What the generated programs do: dangerous things, and harmless ones."""

from __future__ import annotations

from dataclasses import dataclass

from flake8_llm_sandbox import Capability


@dataclass(frozen=True)
class Sink:
    """Something to do, written as a module, then attributes `.name` and calls `(arguments)` one after the other."""

    module: str
    steps: tuple[str, ...]
    event: str = ""  # the audit event that it raises
    capability: Capability | None = None  # None: harmless


SINKS = (
    Sink("os", (".remove", "(`nothing`)"), "os.remove", Capability.FILES),
    Sink("os", (".system", "(`true`)"), "os.system", Capability.PROCESS),
    Sink("os", (".putenv", "(`A`, `B`)"), "os.putenv", Capability.SECRETS),
    Sink("os", (".environ", ".update", "({`A`: `B`})"), "os.putenv", Capability.SECRETS),
    Sink("os", (".listdir", "(`/opt`)"), "os.listdir", Capability.SCOPE),
    Sink("subprocess", (".run", "([`true`])"), "subprocess.Popen", Capability.PROCESS),
    Sink("shutil", (".rmtree", "(`nothing`)"), "shutil.rmtree", Capability.FILES),
    Sink("pathlib", (".Path", "(`nothing`)", ".unlink", "(missing_ok=True)"), "os.remove", Capability.FILES),
    Sink("pathlib", (".Path", "(`/opt/x`)", ".read_text", "()"), "open", Capability.SCOPE),
    Sink("builtins", (".open", "(`/opt/x`)"), "open", Capability.SCOPE),
    Sink("builtins", (".open", "(`../x`)"), "open", Capability.SCOPE),
    Sink("builtins", (".eval", "(`1 + 1`)"), "exec", Capability.CODE),
    Sink("builtins", (".exec", "(`1 + 1`)"), "exec", Capability.CODE),
    Sink("builtins", (".compile", "(`1 + 1`, `x`, `eval`)"), "compile", Capability.CODE),
    Sink("socket", (".socket", "()"), "socket.__new__", Capability.NETWORK),
    Sink("pickle", (".loads", "(b'cbuiltins\\nlen\\n.')"), "pickle.find_class", Capability.NATIVE),
    Sink("ctypes", (".CDLL", "(None)"), "ctypes.dlopen", Capability.NATIVE),
    Sink("sys", ("._getframe", "()"), "sys._getframe", Capability.INTROSPECTION),
    Sink("sys", (".settrace", "(None)"), "sys.settrace", Capability.INTROSPECTION),
)
HARMLESS = (
    Sink("math", (".sqrt", "(4)")),
    Sink("json", (".dumps", "({`a`: 1})")),
    Sink("builtins", (".sorted", "([2, 1])")),
    Sink("builtins", (".open", "(`data/x`)", ".read", "()")),
    Sink("fractions", (".Fraction", "(`1/3`)", ".limit_denominator", "(10)")),
    Sink("datetime", (".date", ".today", "()", ".isoformat", "()")),
    Sink("collections", (".Counter", "(`hello`)", ".most_common", "(2)")),
    Sink("re", (".compile", "(`a`)", ".findall", "(`banana`)")),
)
