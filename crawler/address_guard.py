"""No packet leaves for an address that is not public.

The guard stands at the reactor's name resolver, so it judges the very address that is dialled: IP literals in every
spelling pass through it as names do, and a name that resolves differently the second time is judged the second time.

    TWISTED_DNS_RESOLVER = "crawler.address_guard.GuardedResolver"
    HTTPPROXY_ENABLED = False   # a proxy would resolve names where this guard cannot see them
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface.declarations import implementer

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

logger = logging.getLogger(__name__)

RETIRED_6TO4_RELAYS = IPv4Network("192.88.99.0/24")
GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: what DNS64 gives for an IPv4-only host; judged by the address inside
NEVER_DIALLED = (
    IPv6Network("2001::/23"),  # protocol assignments, Teredo among them
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("2002::/16"),  # 6to4 wraps an IPv4 address
    IPv6Network("3fff::/20"),  # documentation
)
NUMERIC_HOST = re.compile(r"(0x[0-9a-f]*|[0-9]+)(\.(0x[0-9a-f]*|[0-9]+)){0,3}", re.IGNORECASE)


def is_public(address: str) -> bool:
    """True where `address`, in its normal spelling, is a unicast address of the public internet."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return _is_public_v4(ip) if isinstance(ip, IPv4Address) else _is_public_v6(ip)


def _is_public_v4(ip: IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and ip not in RETIRED_6TO4_RELAYS


def _is_public_v6(ip: IPv6Address) -> bool:
    if ip in NAT64:
        return _is_public_v4(IPv4Address(ip.packed[-4:]))
    return ip in GLOBAL_UNICAST and ip.is_global and not any(ip in network for network in NEVER_DIALLED)


def is_address(host: str) -> bool:
    """True where a URL's host spells an IP address, oddly or not (127.1, 0x7f000001, 017700000001, [::1])."""
    return ":" in host or NUMERIC_HOST.fullmatch(host) is not None


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes public addresses on and notes the others."""

    def __init__(self, receiver: Any, name: str, turned_away: dict[str, str]) -> None:
        self._receiver = receiver
        self._name = name
        self._turned_away = turned_away

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - the interface's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        host = getattr(address, "host", "")
        if is_public(host):
            self._receiver.addressResolved(address)
            return
        self._turned_away[self._name] = host
        logger.warning("Not dialled: %s leads to %s, which is not a public address", self._name, host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver for IPv4 and IPv6 that gives out public addresses only.

    `turned_away` says for a name that could not be resolved which address was refused.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int) -> None:
        super().__init__(reactor, cache_size)
        self.turned_away: dict[str, str] = {}

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve as Scrapy does, cached or not, and let public addresses through."""
        guarded: Any = _PublicOnly(resolutionReceiver, hostName, self.turned_away)
        return super().resolveHostName(guarded, hostName, portNumber, addressTypes, transportSemantics)
