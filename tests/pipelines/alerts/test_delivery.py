"""One attempt at delivery against real servers on loopback, kind and unkind."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from pipelines.alerts.delivery import Parcel, deliver, refused_addresses
from tests.newsroom.sink import local_sink, wait_until

SECRET = "canary-3f9a"


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def a_post(address: str) -> Parcel:
    return Parcel("post", address, key="daily_high:tanks:2026-08-01", payload={"events": [{"key": "k"}]})


def test_a_webhook_gets_the_payload_and_the_key() -> None:
    with local_sink() as sink:
        assert deliver(a_post(sink.url)) is None
        (received,) = sink.received
    assert received.payload == {"events": [{"key": "k"}]}
    assert received.headers["Idempotency-Key"] == "daily_high:tanks:2026-08-01"
    assert received.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("broken", "it answered HTTP 500"),
        ("silent", "no answer within 2 seconds"),
        ("trickling", "no answer within 2 seconds"),
        ("resetting", "it could not be reached (ConnectionError)"),
    ],
)
def test_a_webhook_that_misbehaves_fails_with_its_reason(mode: Any, error: str) -> None:
    with local_sink(mode) as sink:
        assert deliver(a_post(sink.url), limit=2) == error
        assert sink.requests == 1


def test_a_webhook_that_is_down_fails_with_its_reason() -> None:
    assert deliver(a_post(f"http://127.0.0.1:{unused_port()}/")) == "it could not be reached (ConnectionError)"


@pytest.mark.parametrize("task", ["post", "ping"])
def test_a_redirect_of_a_webhook_is_not_followed(task: Any) -> None:
    with local_sink() as canary, local_sink("redirecting", elsewhere=canary.url) as sink:
        assert deliver(Parcel(task, sink.url)) == "it redirects, which is not followed"
        assert canary.requests == 0


@pytest.mark.parametrize("option", ["", "?redirect=yes"])
def test_a_redirect_of_a_service_is_not_followed(option: str) -> None:
    with local_sink() as canary, local_sink("redirecting", elsewhere=canary.url) as sink:
        error = deliver(Parcel("notify", f"json://127.0.0.1:{sink.port}/{option}", title="t", body="b"))
        assert error is not None
        assert (sink.requests, canary.requests) == (1, 0)


def test_a_service_tells_its_status() -> None:
    with local_sink("broken") as sink:
        parcel = Parcel("notify", f"json://127.0.0.1:{sink.port}/", title="t", body="b")
        assert deliver(parcel) == "the service answered HTTP 500"


def test_a_service_gets_title_and_body() -> None:
    with local_sink() as sink:
        assert deliver(Parcel("notify", f"json://127.0.0.1:{sink.port}/", title="A title", body="Two\nlines")) is None
        payload = sink.received[0].payload
    assert (payload["title"], payload["message"]) == ("A title", "Two\nlines")


class _Mailbox:
    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content))
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[tuple[_Mailbox, int]]:
    mailbox = _Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=unused_port())
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()


def words_of(message: Message) -> dict[str, str]:
    parts = [part for part in message.walk() if not part.is_multipart()]
    return {part.get_content_type(): str(part.get_payload(decode=True), "utf-8") for part in parts}  # type: ignore[arg-type]


@pytest.mark.parametrize(("markup", "kind"), [("text", "text/plain"), ("html", "text/html")])
def test_a_mail_arrives_as_text_or_html(markup: Any, kind: str) -> None:
    with mail_server() as (mailbox, port):
        address = f"mailto://127.0.0.1:{port}?from=watch@example.org&to=desk@example.org&mode=insecure&format={markup}"
        body = "<p>Танки: <b>1&nbsp;770</b></p>" if markup == "html" else "Танки: 1 770"
        assert deliver(Parcel("notify", address, title="Рекорд", body=body, markup=markup)) is None
        (message,) = mailbox.messages
    assert message["To"].endswith("desk@example.org")
    assert "Танки" in words_of(message)[kind]


def test_a_mail_server_that_is_down_or_silent_fails_within_the_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for port, limit in ((unused_port(), 15), (silent.getsockname()[1], 2)):
            address = f"mailto://127.0.0.1:{port}?from=watch@example.org&to=desk@example.org&mode=insecure"
            began = time.monotonic()
            assert deliver(Parcel("notify", address, title="t", body="b"), limit=limit) is not None
            assert time.monotonic() - began < limit + 5


@pytest.mark.parametrize(
    "address",
    [
        f"http://someone:{SECRET}@127.0.0.1:1/{SECRET}?token={SECRET}",
        f"http://{SECRET}.invalid/",
        f"not an address {SECRET}",
    ],
)
def test_no_reason_holds_a_secret(address: str) -> None:
    for parcel in (a_post(address), Parcel("notify", address, title="t", body="b"), Parcel("ping", address)):
        assert SECRET not in str(deliver(parcel))
        assert SECRET not in repr(parcel)


def test_addresses_that_no_service_understands_are_named() -> None:
    addresses = {"good": "json://127.0.0.1/", "bad": f"nosuch://{SECRET}", "mail": "mailto://user:pass@example.org"}
    assert refused_addresses(addresses) == ["bad"]


def test_a_parcel_survives_its_way_into_the_child() -> None:
    payload = {"events": [{"key": "ключ", "quote": "\u2028\x00“"}]}
    with local_sink() as sink:
        assert deliver(Parcel("post", sink.url, key="k", payload=payload)) is None
        assert json.loads(sink.received[0].body) == payload


def test_no_process_shows_a_secret_while_it_delivers() -> None:
    with local_sink("silent") as sink, ThreadPoolExecutor(1) as pool:
        address = f"http://someone:{SECRET}@127.0.0.1:{sink.port}/{SECRET}"
        attempt = pool.submit(deliver, a_post(address), limit=3)
        assert wait_until(lambda: sink.requests)
        seen = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
        assert any(b"pipelines.alerts.child" in line for line in seen)
        assert not any(SECRET.encode() in line for line in seen)
        assert attempt.result() is not None
