"""Pure: undo one content coding, never past a bound and never short of its end.

Scrapy's own decoders stop at the bound too, but hand out what a cut-off body held as if it were all of it.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["CutOffError", "InflationError", "TooLargeError", "inflate", "zstd"]

CHUNK = 64 * 1024
RAW_DEFLATE, ZLIB, GZIP = -15, 15, 31


class InflationError(ValueError):
    """The body cannot be inflated; the message says why."""


class TooLargeError(InflationError):
    """The body inflates past the bound."""


class CutOffError(InflationError):
    """The body ends before its coding does."""


def inflate(body: bytes, coding: str, limit: int) -> bytes:
    """Undo `coding` (gzip, x-gzip, deflate, br, zstd). Raises InflationError, within one chunk past `limit` bytes."""
    if not body:
        return b""  # as with 304 and 204, which may name a coding and send nothing
    try:
        return DECODERS[coding](body, limit)
    except (zlib.error, brotli.error, zstd.ZstdError) as error:
        raise InflationError(f"the body is not {coding}: {error}") from error


class _Output:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._chunks: list[bytes] = []
        self._size = 0

    def add(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._size > self._limit:
            raise TooLargeError(f"the body inflates to more than {self._limit} bytes")
        self._chunks.append(chunk)

    def joined(self) -> bytes:
        return b"".join(self._chunks)


def _gunzip(body: bytes, limit: int) -> bytes:
    output = _Output(limit)
    while body:
        body = _unzip_member(body, GZIP, output).lstrip(b"\0")  # members may follow each other, padded with zeros
    return output.joined()


def _undeflate(body: bytes, limit: int) -> bytes:
    output = _Output(limit)
    # RFC 9110 means zlib; some servers send the bare stream, which has no header that would pass for one
    is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
    _unzip_member(body, ZLIB if is_zlib else RAW_DEFLATE, output)
    return output.joined()


def _unzip_member(body: bytes, window: int, output: _Output) -> bytes:
    """Inflate one zlib stream into `output` and return what follows it."""
    decoder = zlib.decompressobj(window)
    pending = body
    while not decoder.eof:
        chunk = decoder.decompress(pending, CHUNK)
        output.add(chunk)
        pending = decoder.unconsumed_tail
        if not chunk and not pending and not decoder.eof:
            raise CutOffError("the body ends before its coding does")
    return decoder.unused_data


def _unbrotli(body: bytes, limit: int) -> bytes:
    output = _Output(limit)
    decoder = brotli.Decompressor()
    chunk = decoder.process(body, output_buffer_limit=CHUNK)
    while chunk:
        output.add(chunk)
        chunk = b"" if decoder.is_finished() else decoder.process(b"", output_buffer_limit=CHUNK)
    if not decoder.is_finished():
        raise CutOffError("the body ends before its coding does")
    return output.joined()


def _unzstd(body: bytes, limit: int) -> bytes:
    output = _Output(limit)
    while body:
        decoder = zstd.ZstdDecompressor()
        pending = body
        while not decoder.eof:
            chunk = decoder.decompress(pending, max_length=CHUNK)
            output.add(chunk)
            pending = b""
            if not chunk and decoder.needs_input and not decoder.eof:
                raise CutOffError("the body ends before its coding does")
        body = decoder.unused_data
    return output.joined()


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
