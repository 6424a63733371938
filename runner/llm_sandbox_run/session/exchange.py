"""What goes to and fro during one step: the step, what it prints and shows, calls of the application's functions, its end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from llm_sandbox_run.conversation.shown import Shown
from llm_sandbox_run.guest.channel import Decoder, MessageError, encode
from llm_sandbox_run.guest.frames import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from llm_sandbox_run.conversation.dialogue import Dialogue
    from llm_sandbox_run.conversation.wires import OnOutput
    from llm_sandbox_run.guest.channel import Message
    from llm_sandbox_run.guest.output import Output

GRACE_SECONDS = 2.0  # for a step to end when it is interrupted
_ASK_AGAIN_SECONDS = 0.5
_SLACK_SECONDS = 5.0  # of the supervisor, should the host be gone or stuck
_ANSWER_BYTES = 16 << 20  # of all answers in one step
_MOST_ERROR = 4096


@dataclass
class Heard:
    """What has come of a step."""

    stdout: Output
    stderr: Output
    shown: Shown = field(default_factory=Shown)
    end: Mapping[str, Any] | None = None  # what the program's process says at the end
    late: bool = False  # it took too long, and was interrupted
    cancelled: bool = False  # and that was asked for
    why_lost: str = ""


class Exchange:
    """One end of a dialogue; ``functions`` are those that the program may call."""

    def __init__(self, dialogue: Dialogue, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._dialogue, self._functions = dialogue, functions
        self._decoder = Decoder()
        self._turn: _Turn | None = None

    def wait(self, seconds: float) -> bool:
        """Wait until the program's process is there; tell whether it is.

        Raises:
            TimeoutError: it does not come.
        """
        while piece := self._dialogue.listen(seconds):
            if piece[0] is Kind.SAID:
                return True
        return False

    def step(
        self,
        number: int,
        order: bytes,
        seconds: float,
        output: Callable[[], Output],
        on_output: OnOutput | None,
    ) -> Heard:
        """Have a step run, and return what has come of it when it has ended or is given up."""
        turn = self._turn = _Turn(
            self._dialogue, self._functions, number, seconds, Heard(output(), output()), on_output
        )
        turn.allow()
        self._dialogue.say(order)
        try:
            while not (turn.heard.end or turn.heard.why_lost):
                self._take(turn)
        except MessageError as error:
            turn.heard.why_lost = f"the program's process does not keep to the form of messages: {error}"
        finally:
            self._turn = None
        return turn.heard

    def cancel(self) -> None:
        """Interrupt the step that goes on, from any thread."""
        turn = self._turn
        if turn:
            turn.cancel()
            self._dialogue.wake()

    def _take(self, turn: _Turn) -> None:
        try:
            piece = self._dialogue.listen(turn.patience())
        except TimeoutError:
            turn.press()
            return
        if not piece:
            turn.heard.why_lost = "its process has ended"
        elif piece[0] is Kind.WAIT:
            return
        elif piece[0] is Kind.SAID:
            for message in self._decoder.feed(piece[1]):
                turn.take(message)
        else:
            turn.printed(*piece)


class _Turn:
    """One step, and the time that it has."""

    def __init__(
        self,
        dialogue: Dialogue,
        functions: Mapping[str, Callable[..., Any]],
        number: int,
        seconds: float,
        heard: Heard,
        on_output: OnOutput | None,
    ) -> None:
        self._dialogue, self._functions, self._number = dialogue, functions, number
        self.heard, self._on_output = heard, on_output
        self._until = self._next = time.monotonic() + seconds
        self._room = _ANSWER_BYTES

    def allow(self) -> None:
        """Have the supervisor wait as long as we do."""
        self._dialogue.allow(max(0.0, self._until - time.monotonic()) + GRACE_SECONDS + _SLACK_SECONDS)

    def patience(self) -> float:
        """Return for how many seconds nothing has to be done."""
        return self._next - time.monotonic()

    def cancel(self) -> None:
        """Have no more time."""
        if not self.heard.cancelled:
            self.heard.cancelled = True
            self._until = self._next = time.monotonic()

    def press(self) -> None:
        """Interrupt a step that is out of time, and at last give it up."""
        now = time.monotonic()
        self.heard.late = True
        if now > self._until + GRACE_SECONDS:
            self.heard.why_lost = f"it did not end within {GRACE_SECONDS:g} seconds after it was interrupted"
            return
        self._dialogue.interrupt()
        self._next = now + _ASK_AGAIN_SECONDS

    def printed(self, kind: Kind, data: bytes) -> None:
        """Take in what was printed."""
        is_error = kind is Kind.COMPLAINED
        (self.heard.stderr if is_error else self.heard.stdout).add(data)
        if self._on_output:
            self._on_output("stderr" if is_error else "stdout", data)

    def take(self, message: Message) -> None:
        """Take in what the program's process says."""
        if "call" in message.header:
            began = time.monotonic()
            self._dialogue.allow(_NO_END)  # the application's own time
            answer = self._answer(message.header)
            spent = time.monotonic() - began
            self._until, self._next = self._until + spent, self._next + spent
            self.allow()
            self._dialogue.say(answer)
        elif message.header.get("done") == self._number:
            self.heard.end = message.header
        else:
            self.heard.shown.add(message)

    def _answer(self, call: Mapping[str, Any]) -> bytes:
        name, args, options = call["call"], call.get("args"), call.get("options")
        function = self._functions.get(name) if isinstance(name, str) else None
        if not function or not isinstance(args, list) or not isinstance(options, dict):
            return encode({"error": "there is no such function"})
        try:
            answer = encode({"result": function(*args, **options)})
        except Exception as error:  # noqa: BLE001 - the application's own, for the program to see
            answer = encode({"error": f"{type(error).__name__}: {error}"[:_MOST_ERROR]})
        self._room -= len(answer)
        return answer if self._room > 0 else encode({"error": _TOO_MUCH})


_NO_END = 24 * 3600.0
_TOO_MUCH = f"the answers to the calls of one step are over {_ANSWER_BYTES >> 20} MiB together"
