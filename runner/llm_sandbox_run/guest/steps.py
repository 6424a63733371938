"""Runs the steps of a session in one namespace, one after the other, as a notebook does."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import _thread
import builtins
import linecache
import os
import sys
import traceback
from contextlib import suppress
from types import ModuleType
from typing import Any, Callable

from .channel import Channel, Message, MessageError
from .displays import Displays
from .imports import Policy
from .trace import without_our_lines

_MOST_TEXT = 65536
_TOP_LEVEL_AWAIT = 0x2000  # for compile, as ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_COROUTINE = 0x80  # of the flags of code; the module that has the name takes long to load


def serve(line: int, policy: Policy, displays: Displays) -> None:
    """Do what the host says until it says no more."""
    module = sys.modules["__main__"] = ModuleType("__main__")
    module.__dict__.update(__builtins__=builtins)
    session = _Session(Channel(line, _take_orders()), module, policy, displays)
    session.serve()


def _take_orders() -> int:
    """Return the descriptor on which orders come, which was standard input; that is empty from here on."""
    orders = os.dup(0)
    read, write = os.pipe()
    os.close(write)
    os.dup2(read, 0)
    os.close(read)
    return orders


class _Session:
    def __init__(self, channel: Channel, module: ModuleType, policy: Policy, displays: Displays) -> None:
        self._channel, self._module, self._policy, self._displays = channel, module, policy, displays
        self._main = _thread.get_ident()
        self._runs = False  # whether a step goes on
        self._loop: Any = None
        displays.begin(self._show)

    def serve(self) -> None:
        _signal.signal(_signal.SIGINT, self._interrupt)
        self._channel.tell({"ready": True})
        while message := self._channel.receive():
            if "step" in message.header:
                self._step(message)
            elif "expose" in message.header:
                name = message.header["expose"]
                vars(self._module)[name] = self._function(name)
            else:
                vars(self._module).update(message.header["set"])

    def _interrupt(self, *_: object) -> None:
        if self._channel.busy_in == self._main:
            self._channel.interrupted = True
        elif self._runs:
            raise KeyboardInterrupt

    def _function(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if not self._runs:
                raise RuntimeError(f"{name} can be called during a step only")
            try:
                answer = self._channel.ask({"call": name, "args": args, "options": options})
            except MessageError as error:
                raise TypeError(f"{name} takes values that JSON knows, up to 1 MiB: {error}") from None
            if "error" in answer:
                raise RuntimeError(answer["error"])
            return answer.get("result")

        call.__name__ = call.__qualname__ = name
        return call

    def _show(self, header: dict[str, Any], body: bytes) -> None:
        if self._runs:
            self._channel.tell(header, body)

    # A step

    def _step(self, message: Message) -> None:
        number, text = message.header["step"], message.body.decode()
        self._policy.approve(*(message.header[each] for each in ("approved", "refused", "examples")))
        with suppress(Exception):  # the program may have put anything there
            sys.stdout.reconfigure(line_buffering=message.header["stream"])  # type: ignore[union-attr]
        said: dict[str, Any] = {"done": number, "value": None, "error": None, "interrupted": False}
        try:
            self._runs = True
            said["value"] = self._execute(text, f"<step {number}>")
        except BaseException as error:  # noqa: BLE001 - a step that fails does not end the session
            said["error"] = _shown(error)
            said["interrupted"] = isinstance(error, KeyboardInterrupt)
        finally:
            self._runs = False
        for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
            with suppress(Exception):
                stream.flush()  # type: ignore[union-attr]
        self._channel.interrupted = False
        self._channel.tell(said)

    def _execute(self, text: str, name: str) -> str | None:
        import ast  # which takes long, and no other program needs it

        # Tracebacks show what runs, also of functions of earlier steps.
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        tree = compile(text, name, "exec", ast.PyCF_ONLY_AST | _TOP_LEVEL_AWAIT, True)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        self._evaluate(tree, name, "exec")
        value = self._evaluate(ast.Expression(last.value), name, "eval") if last else None
        self._displays.show_figures()
        if value is None:
            return None
        self._displays.show_rich(value)
        return _bounded(repr(value))

    def _evaluate(self, tree: Any, name: str, mode: str) -> Any:
        code = compile(tree, name, mode, _TOP_LEVEL_AWAIT, True)
        value = eval(code, vars(self._module))  # what all of this is for
        return self._finish(value) if code.co_flags & _COROUTINE else value

    def _finish(self, work: Any) -> Any:
        """Run a coroutine in the one loop of the session."""
        import asyncio  # takes long

        if not self._loop:
            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        task = self._loop.create_task(work)
        try:
            return self._loop.run_until_complete(task)
        except BaseException:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                self._loop.run_until_complete(task)
            raise


def _bounded(text: str) -> str:
    if len(text) <= _MOST_TEXT:
        return text
    half = _MOST_TEXT // 2
    return f"{text[:half]}\n[... {len(text) - 2 * half} characters left out ...]\n{text[-half:]}"


def _shown(error: BaseException) -> str:
    try:
        told = traceback.TracebackException.from_exception(error)
        without_our_lines(told)
        return _bounded("".join(told.format()))
    except BaseException:  # noqa: BLE001 - what the program's own exceptions do when they are shown
        return f"{type(error).__name__}: it cannot be shown\n"
