"""What a program has shown, as it says itself: bundles of MIME types, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llm_sandbox_run.guest.channel import MessageError

if TYPE_CHECKING:
    from llm_sandbox_run.guest.channel import Message

MOST = 100
MOST_BYTES = 16 << 20


class Shown:
    """Bundles: text by MIME type; pictures are in base64, as notebooks have them."""

    def __init__(self) -> None:
        self.bundles: list[dict[str, str]] = []
        self.lost = 0  # how many there were no room for
        self._room = MOST_BYTES

    def add(self, message: Message) -> None:
        """Take the bundle in a message; anything else is not for us.

        Raises:
            MessageError: it has another form.
        """
        if "display" not in message.header:
            return
        bundle, start = {}, 0
        for mime, size in _sizes(message.header["display"]):
            bundle[mime] = message.body[start : start + size].decode("utf-8", "replace")
            start += size
        self._room -= len(message.body)
        if self._room < 0 or len(self.bundles) >= MOST:
            self.lost += 1
        else:
            self.bundles.append(bundle)


def _sizes(value: object) -> list[tuple[str, int]]:
    if not isinstance(value, list) or not all(map(_is_pair, value)):
        raise MessageError("a bundle is a list of MIME types and sizes")
    return [(mime, size) for mime, size in value]


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and [*map(type, value)] == [str, int] and value[1] >= 0
