"""Frames survive being cut anywhere, and nonsense ends in an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_sandbox_run.guest.frames import (
    MAX_PAYLOAD,
    Decoder,
    FrameError,
    Kind,
    decode_json,
    encode,
    encode_json,
)

FRAMES = st.lists(st.tuples(st.sampled_from(Kind), st.binary(max_size=200)))


@given(frames=FRAMES, cuts=st.lists(st.integers(1, 50), max_size=50))
def test_frames_arrive_however_they_are_cut(frames: list[tuple[Kind, bytes]], cuts: list[int]) -> None:
    data = b"".join(encode(*frame) for frame in frames)
    decoder, arrived = Decoder(), []
    for cut in [*cuts, len(data)]:
        arrived += decoder.feed(data[:cut])
        data = data[cut:]
    assert arrived == frames


@given(data=st.binary(max_size=300))
def test_nonsense_gives_frames_or_a_frame_error(data: bytes) -> None:
    try:
        for frame in Decoder().feed(data):
            assert isinstance(frame.kind, Kind)
    except FrameError:
        pass


def test_announced_payload_is_refused_before_it_is_read() -> None:
    with pytest.raises(FrameError, match="announces"):
        list(Decoder().feed((MAX_PAYLOAD + 1).to_bytes(4, "big") + b"\x01"))


def test_payload_over_the_limit_is_not_sent() -> None:
    with pytest.raises(FrameError, match="too large"):
        encode(Kind.STDIN, bytes(MAX_PAYLOAD + 1))


@pytest.mark.parametrize("payload", [b"", b"[]", b"1", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 100_000])
def test_what_is_no_json_object_is_a_frame_error(payload: bytes) -> None:
    with pytest.raises(FrameError):
        decode_json(payload)


def test_json_travels() -> None:
    (frame,) = Decoder().feed(encode_json(Kind.RUN, {"a": ["é", 1]}))
    assert decode_json(frame.payload) == {"a": ["é", 1]}
