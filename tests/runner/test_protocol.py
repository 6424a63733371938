"""Both ends of the conversation against an end that talks nonsense."""

from __future__ import annotations

import socket
import struct
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llm_sandbox_run.backends.multiplexed import DockerLink
from llm_sandbox_run.conversation.links import SocketLink
from llm_sandbox_run.conversation.protocol import Conversation
from llm_sandbox_run.conversation.stdin import MAX_STDIN, StdinTooLongError
from llm_sandbox_run.conversation.wires import Wires
from llm_sandbox_run.errors import ChangedError, GuestLostError, GuestSilentError, SandboxError
from llm_sandbox_run.guest.connection import Connection
from llm_sandbox_run.guest.frames import Decoder, FrameError, Kind, encode, encode_json
from llm_sandbox_run.guest.messages import Report, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUEST = Request(
    module="",
    filename="<string>",
    argv=["-c"],
    cwd="/app",
    path="/app",
    roots=[],
    approved={},
    refused={},
    examples=[],
    covers=[],
    environment={},
    stdin=False,
    stream=False,
    displays=False,
    session=False,
    files={},
    isolated=False,
    seconds=1.0,
    memory=1,
    memory_watched=False,
    processes=1,
    open_files=1,
    file_size=1,
    disk_bytes=1,
    disk_files=1,
    output_keep=1,
    output_cap=1,
)
REPORT = Report(
    status=0,
    verdict="",
    wall_ms=1.0,
    cpu_ms=1.0,
    max_rss=1,
    stdout_bytes=1,
    stderr_bytes=1,
    protections=[],
    leftovers=0,
)
FRAME = st.builds(encode, st.sampled_from(Kind), st.binary(max_size=50))
NONSENSE = st.lists(FRAME | st.binary(max_size=30), max_size=8).map(b"".join)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def converse(data: bytes) -> object:
    """Have a supervisor run something that says ``data`` when it is asked to, and hangs up."""
    ours, theirs = socket.socketpair()

    def answer() -> None:
        theirs.recv(1 << 20)
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)

    supervisor = threading.Thread(target=answer)
    supervisor.start()
    conversation = Conversation(SocketLink(ours))
    with theirs:
        try:
            return conversation.run(REQUEST, b"", Wires())
        finally:
            conversation.close()
            supervisor.join()


@given(data=NONSENSE)
@settings(deadline=None)
def test_host_survives_any_supervisor(data: bytes) -> None:
    with pytest.raises(SandboxError):
        converse(data)


@given(data=NONSENSE)
@settings(deadline=None)
def test_supervisor_survives_any_client(data: bytes) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        client = Connection(ours, {})
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        while client.open:
            client.receive()
        client.close()


def test_an_answer_in_order_is_understood() -> None:
    data = encode(Kind.WAIT) + encode(Kind.STDOUT, b"o") + encode(Kind.STDERR, b"e")
    answer = converse(data + encode_json(Kind.REPORT, REPORT.to_json()))
    assert (answer.stdout, answer.stderr, answer.report) == (b"o", b"e", REPORT)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (encode(Kind.GONE), ChangedError),
        (b"", GuestSilentError),
        (encode(Kind.WAIT), GuestSilentError),
        (encode(Kind.READY), GuestSilentError),
        (encode(Kind.REPORT), GuestSilentError),
        (
            encode(Kind.STDOUT) + encode(Kind.STDERR) + encode(Kind.REPORT, b"{}"),
            GuestSilentError,
        ),
    ],
)
def test_what_may_have_started_is_never_said_not_to_have(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        converse(data)
    assert type(caught.value) is error


def test_supervisor_that_has_gone_is_not_given_a_program(ends) -> None:
    ours, theirs = ends
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(GuestLostError):
        Conversation(SocketLink(ours)).run(REQUEST, b"", Wires())
    ours.close()
    assert theirs.recv(1) == b""


def test_refusal_to_start_is_passed_on() -> None:
    with pytest.raises(SandboxError, match="no more processes"):
        converse(encode_json(Kind.FAILED, {"message": "no more processes"}))


def test_silent_supervisor_is_given_up(ends, monkeypatch) -> None:
    monkeypatch.setattr("llm_sandbox_run.conversation.protocol._ANSWER_SECONDS", 0.1)
    began = time.monotonic()
    with pytest.raises(GuestLostError, match="said nothing"):
        Conversation(SocketLink(ends[0])).greet()
    assert time.monotonic() - began < 2


def test_too_much_input_ends_the_run(ends) -> None:
    ours, theirs = ends

    def swallow() -> None:
        decoder = Decoder()
        while not any(frame.kind is Kind.CANCEL for frame in decoder.feed(theirs.recv(1 << 20))):
            pass
        theirs.sendall(encode_json(Kind.FAILED, {"message": "it was cancelled before it started"}))

    swallower = threading.Thread(target=swallow)
    swallower.start()
    with pytest.raises(StdinTooLongError):
        Conversation(SocketLink(ours)).run(REQUEST, b"", Wires(bytes(MAX_STDIN + 1)))
    swallower.join()


@given(pieces=st.lists(st.tuples(st.sampled_from([1, 2]), st.binary(max_size=40))), cut=st.integers(1, 20))
@settings(deadline=None)
def test_streams_of_the_engine_are_told_apart(pieces: list[tuple[int, bytes]], cut: int) -> None:
    data = b"".join(struct.pack(">BxxxL", stream, len(text)) + text for stream, text in pieces)
    chunks = [data[start : start + cut] for start in range(0, len(data), cut)]
    raw = SimpleNamespace(receive=lambda _: chunks.pop(0) if chunks else b"")
    link = DockerLink(raw)  # type: ignore[arg-type]
    arrived = b""
    while chunk := link.receive(0):
        arrived += chunk
    assert arrived == b"".join(text for stream, text in pieces if stream == 1)


def test_what_is_no_stream_of_the_engine_is_an_error(ends) -> None:
    ours, theirs = ends
    theirs.sendall(b"HTTP/1.1 500 oops\r\n")
    with pytest.raises(FrameError):
        DockerLink(SocketLink(ours)).receive(time.monotonic() + 1)
