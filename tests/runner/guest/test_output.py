"""Beginning and end of a stream are kept, byte for byte."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from llm_sandbox_run.guest.output import Output


@given(chunks=st.lists(st.binary(max_size=30)), keep=st.integers(1, 40))
def test_everything_or_beginning_and_end(chunks: list[bytes], keep: int) -> None:
    output = Output(keep)
    for chunk in chunks:
        output.add(chunk)
    whole = b"".join(chunks)
    assert output.total == len(whole)
    if len(whole) <= keep:
        assert output.value() == whole
    else:
        head, tail = keep // 2, keep - keep // 2
        mark = b"\n[... %d bytes left out ...]\n" % (len(whole) - keep)
        assert output.value() == whole[:head] + mark + whole[-tail:]


def test_memory_stays_bounded() -> None:
    output = Output(1000)
    for _ in range(2000):
        output.add(bytes(10_000))
    assert len(output._tail) < 200_000
