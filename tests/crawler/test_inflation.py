"""Content codings are undone whole or not at all, and never past the bound."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.inflation import CHUNK, CutOffError, InflationError, TooLargeError, inflate, zstd


def raw_deflate(body: bytes) -> bytes:
    return zlib.compress(body)[2:-4]


CODERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
}
every_coding = pytest.mark.parametrize(("coding", "compress"), CODERS.values(), ids=CODERS)
LIMIT = 10 * CHUNK


@every_coding
@given(body=st.binary(max_size=2000))
def test_what_was_coded_comes_back(coding: str, compress: Callable[[bytes], bytes], body: bytes) -> None:
    assert inflate(compress(body), coding, LIMIT) == body


@every_coding
@given(data=st.data())
def test_a_body_cut_anywhere_is_no_body(coding: str, compress: Callable[[bytes], bytes], data: st.DataObject) -> None:
    whole = compress(bytes(range(256)) * 40)
    cut = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(CutOffError):
        inflate(whole[:cut], coding, LIMIT)


@every_coding
def test_the_bound_is_exact(coding: str, compress: Callable[[bytes], bytes]) -> None:
    assert len(inflate(compress(bytes(LIMIT)), coding, LIMIT)) == LIMIT
    with pytest.raises(TooLargeError):
        inflate(compress(bytes(LIMIT + 1)), coding, LIMIT)


@every_coding
@given(body=st.binary(min_size=1, max_size=300))
def test_other_bytes_are_refused_or_read_but_never_crash(
    coding: str, compress: Callable[[bytes], bytes], body: bytes
) -> None:
    with suppress(InflationError):
        assert len(inflate(body, coding, LIMIT)) <= LIMIT


@every_coding
def test_an_empty_body_needs_no_decoder(coding: str, compress: Callable[[bytes], bytes]) -> None:
    assert inflate(b"", coding, LIMIT) == b""


def test_members_that_follow_each_other_belong_together() -> None:
    assert inflate(gzip.compress(b"one ") + gzip.compress(b"two") + bytes(8), "gzip", LIMIT) == b"one two"
    assert inflate(zstd.compress(b"one ") + zstd.compress(b"two"), "zstd", LIMIT) == b"one two"
