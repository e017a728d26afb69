"""What was fetched, as WARC/1.1: a file per run, a gzip member a record, sha256 digests; on disk before it is read."""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit, urlunsplit

from scrapy.settings import BaseSettings
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date, iso_date_to_datetime
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from crawler.items import Evidence

CONTEXT = "Losswatch-Context"
"""The record's own field for what the crawl knew of a page: JSON, written and read by the spiders."""
RUN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}")
HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive"})
"""They spoke of the connection; the body is stored as it was after it."""

GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03"
"""What zlib writes at level 9. gzip's own checksum does not cover it, so a changed one is told by comparison."""
RECORD_END = b"\r\n\r\n"
CHUNK = 256 * 1024
MAX_RECORD = 32 * 2**20

Headers = tuple[tuple[str, str], ...]


class EvidenceError(Exception):
    """Evidence is missing, torn or not what was written; the message names file, offset and reason in one line."""


class UnfinishedError(EvidenceError):
    """The last record was never finished: its run was killed while it wrote. Nothing had read that response yet."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the server's answer, as they went over the wire but for chunking."""

    url: str
    fetched_at: datetime
    status: int
    reason: str
    headers: Headers
    body: bytes
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    address: str = ""
    """The IP address that answered, where known."""
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A response read back, its digests verified. `headers` are as sent; `body` is still content-coded."""

    evidence: Evidence
    url: str
    fetched_at: datetime
    status: int
    headers: Headers
    body: bytes
    context: Mapping[str, str]


class _Sha256Writer(WARCWriter):  # type: ignore[misc]
    """warcio's writer; it has no other way to ask for a digest that is still held to be safe."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


class EvidenceWriter:
    """The WARC file of one run, `YYYY/MM/<run>.warc.gz` below the evidence folder; made when the first record comes."""

    def __init__(self, folder: Path, run: str, started: datetime, about: Mapping[str, str]) -> None:
        if not RUN_NAME.fullmatch(run):
            raise ValueError(f"not a name for a run: {run!r}")
        self._folder = folder
        self._name = f"{started:%Y/%m}/{run}.warc.gz"
        self._about = about
        self._file: BinaryIO | None = None

    def write(self, exchange: Exchange) -> Evidence:
        """Put an exchange on disk for good, and tell where. Raises OSError; the file stays whole then."""
        file = self._opened()
        offset = file.tell()
        try:
            writer = _writer(file)
            response, request = _response_record(writer, exchange), _request_record(writer, exchange)
            writer.write_request_response_pair(request, response)
            _settle(file)
        except OSError:
            file.truncate(offset)
            file.seek(offset)
            raise
        return Evidence(self._name, offset)

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file.close()

    def _opened(self) -> BinaryIO:
        if self._file is None:
            path = self._folder / self._name
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("xb")
            writer = _writer(self._file)
            writer.write_record(writer.create_warcinfo_record(path.name, self._about))
            _settle(self._file)
            _settle_folder(path.parent)
        return self._file


def read_evidence(folder: Path, name: str) -> Iterator[StoredResponse]:
    """The responses of one file in the order they came. Raises EvidenceError at the first record that is not whole.

    UnfinishedError is the last of a run that was killed: all before it is good.
    """
    with _open(folder, name) as file:
        for offset, member in _members(file, name):
            stored = _stored(member, Evidence(name, offset))
            if stored is not None:
                yield stored


def read_response(folder: Path, evidence: Evidence) -> StoredResponse:
    """The response that an article points to. Raises EvidenceError."""
    with _open(folder, evidence.file) as file:
        file.seek(evidence.offset)
        for _, member in _members(file, evidence.file, evidence.offset):
            stored = _stored(member, evidence)
            if stored is not None:
                return stored
            break
    raise EvidenceError(f"{evidence.file}: there is no response at offset {evidence.offset}")


def evidence_folder(settings: BaseSettings) -> Path:
    """The setting EVIDENCE_DIR or, where it is empty, `evidence` beside the database."""
    return Path(settings["EVIDENCE_DIR"] or Path(settings["DATABASE"]).parent / "evidence")


def evidence_files(folder: Path) -> list[str]:
    """The names of all evidence files below a folder, oldest month first."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*/*.warc.gz"))


def _writer(file: BinaryIO) -> WARCWriter:
    return _Sha256Writer(file, gzip=True, warc_version="1.1")


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _settle_folder(folder: Path) -> None:
    """A file whose folder is not on disk is lost with the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _response_record(writer: WARCWriter, exchange: Exchange) -> object:
    fields = {"WARC-Date": datetime_to_iso_date(exchange.fetched_at.astimezone(UTC).replace(tzinfo=None))}
    if exchange.address:
        fields["WARC-IP-Address"] = exchange.address
    if exchange.context:
        fields[CONTEXT] = json.dumps(dict(exchange.context), sort_keys=True)
    kept = [(name, value) for name, value in exchange.headers if name.lower() not in HOP_BY_HOP]
    return writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=StatusAndHeaders(f"{exchange.status} {exchange.reason}", kept, protocol="HTTP/1.1"),
        warc_headers_dict=fields,
    )


def _request_record(writer: WARCWriter, exchange: Exchange) -> object:
    parts = urlsplit(exchange.url)
    line = f"{exchange.method} {urlunsplit(('', '', parts.path or '/', parts.query, ''))} HTTP/1.1"
    head = StatusAndHeaders(line, list(exchange.request_headers), is_http_request=True)
    body = exchange.request_body
    return writer.create_warc_record(
        exchange.url, "request", payload=BytesIO(body), length=len(body), http_headers=head
    )


def _open(folder: Path, name: str) -> BinaryIO:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise EvidenceError(f"{name}: is not below the evidence folder")
    try:
        return path.open("rb")
    except OSError as error:
        raise EvidenceError(f"{name}: cannot be read: {error.strerror}") from error


def _members(file: BinaryIO, name: str, offset: int = 0) -> Iterator[tuple[int, bytes]]:
    """Each gzip member from where the file stands, inflated, with its offset."""
    pending = b""
    while pending or (pending := file.read(CHUNK)):
        head = len(GZIP_HEADER)
        while len(pending) < head and (more := file.read(CHUNK)):
            pending += more
        if len(pending) < head:
            raise UnfinishedError(f"{name}: the record at offset {offset} was never finished")
        if pending[:head] != GZIP_HEADER:
            raise EvidenceError(f"{name}: the record at offset {offset} does not begin as one")
        try:
            member, rest, length = _inflated(file, pending)
        except EOFError as error:
            raise UnfinishedError(f"{name}: the record at offset {offset} was never finished") from error
        except (zlib.error, OverflowError) as error:
            raise EvidenceError(f"{name}: the record at offset {offset} is damaged: {error}") from error
        yield offset, member
        offset, pending = offset + length, rest


def _inflated(file: BinaryIO, pending: bytes) -> tuple[bytes, bytes, int]:
    """One member, what was read beyond it, and its length in the file. Raises EOFError, OverflowError, zlib.error."""
    decoder = zlib.decompressobj(zlib.MAX_WBITS + 16)
    member, length = b"", 0
    while not decoder.eof:
        if not pending and not (pending := file.read(CHUNK)):
            raise EOFError
        member += decoder.decompress(pending, MAX_RECORD + 1 - len(member))
        if len(member) > MAX_RECORD:
            raise OverflowError(f"it is larger than {MAX_RECORD} bytes")
        left = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
        length += len(pending) - len(left)
        pending = left
    return member, pending, length


def _stored(member: bytes, evidence: Evidence) -> StoredResponse | None:
    """The response in a record, or None where the record is of another kind."""
    where = f"{evidence.file}: the record at offset {evidence.offset}"
    try:
        record = next(iter(ArchiveIterator(BytesIO(member))))
        body = record.raw_stream.read()
        whole = _is_whole(member, record.rec_headers)
    except (ArchiveLoadFailed, StopIteration, ValueError) as error:
        raise EvidenceError(f"{where} is no WARC record: {error}") from error
    if not whole:
        raise EvidenceError(f"{where} is not what was written: its digest differs")
    if record.rec_type != "response":
        return None
    fields = record.rec_headers
    return StoredResponse(
        evidence,
        fields.get_header("WARC-Target-URI"),
        iso_date_to_datetime(fields.get_header("WARC-Date")).replace(tzinfo=UTC),
        int(record.http_headers.get_statuscode()),
        tuple(record.http_headers.headers),
        body,
        json.loads(fields.get_header(CONTEXT) or "{}"),
    )


def _is_whole(member: bytes, fields: StatusAndHeaders) -> bool:
    """Whether the record's block is as long as it says and has its digest; warcio never checks an empty one."""
    block = member.partition(b"\r\n\r\n")[2]
    length = int(fields.get_header("Content-Length"))
    digester = Digester("sha256")
    digester.update(block[:length])
    return len(block) == length + len(RECORD_END) and fields.get_header("WARC-Block-Digest") == str(digester)
