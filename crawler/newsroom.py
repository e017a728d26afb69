"""The newsroom: one local server that plays every outlet, so demos and tests run the live sources without the network.

`NEWSROOM = "127.0.0.1:PORT"` dials that server for every named host, http and https alike; the request keeps its Host
header and the response its URL. A host spelled as an IP address is no outlet: it stays with the address guard.
"""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.endpoints import TCP4ClientEndpoint
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.web.client import HTTPConnectionPool

from crawler.address_guard import is_address

MAX_PORT = 65535


class NewsroomError(ValueError):
    """The NEWSROOM setting is not a loopback address and port; the message is one line for a person."""


def parse_newsroom(setting: str) -> tuple[str, int]:
    """`127.0.0.1:8000` -> ("127.0.0.1", 8000). Raises NewsroomError for all but an IPv4 loopback address and port."""
    host, _, port = setting.rpartition(":")
    try:
        loopback = IPv4Address(host).is_loopback
    except AddressValueError:
        loopback = False
    if not loopback or not port.isascii() or not port.isdigit() or not 0 < int(port) <= MAX_PORT:
        raise NewsroomError(f"NEWSROOM must be a loopback address and port such as 127.0.0.1:8000, not {setting!r}")
    return host, int(port)


class NewsroomPool(HTTPConnectionPool):
    """Connections that lead to the newsroom, whatever outlet they are for."""

    def __init__(self, reactor: Any, newsroom: tuple[str, int]) -> None:
        super().__init__(reactor)  # type: ignore[no-untyped-call]
        self._reactor = reactor
        self._newsroom = newsroom

    def getConnection(self, key: Any, endpoint: IStreamClientEndpoint) -> Deferred[Any]:  # noqa: N802 - Twisted's name
        """A connection for `key` = (scheme, host, port, …): to the newsroom, unless the host is an address."""
        host = key[1].decode("ascii", "replace").strip("[]")
        dialled: Any = endpoint if is_address(host) else TCP4ClientEndpoint(self._reactor, *self._newsroom)
        return super().getConnection(key, dialled)
