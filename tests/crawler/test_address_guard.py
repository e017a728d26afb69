"""Which addresses are public, and that the guard judges every look-up, cached or not."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.address_guard import GuardedResolver, is_address, is_public

PUBLIC = (
    "8.8.8.8",
    "1.1.1.1",
    "193.0.14.129",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.167.1.1",
)
PUBLIC_V6 = ("2606:4700::1111", "2a02:ec80::1", "2400:cb00::1", "64:ff9b::808:808")
NOT_PUBLIC = tuple(
    "127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.255 192.0.0.1 192.0.2.1 "
    "192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 224.0.1.1 240.0.0.1 255.255.255.255 0.0.0.0 "
    "0.1.2.3 ::1 :: ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::7f00:1 64:ff9b::a00:1 "
    "64:ff9b:1::808:808 2002:7f00:1:: 2002:808:808:: 2001::1 2001:0:808:808:: 2001:db8::1 3fff::1 fc00::1 fd00::1 "
    "fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 100::1 5f00::1 1::1 4000::1".split()
)
NEVER = [ip_network(net) for net in ("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")]
NEVER += [ip_network(net) for net in ("192.168.0.0/16", "100.64.0.0/10", "224.0.0.0/4", "240.0.0.0/4")]


@pytest.mark.parametrize("address", PUBLIC + PUBLIC_V6)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [*NOT_PUBLIC, "", "localhost", "8.8.8.8:80", "8.8.8", "0x8.8.8.8"])
def test_what_is_not_a_public_address(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_no_address_of_a_private_network_is_public_however_it_is_wrapped(address: Any) -> None:
    if any(address in network for network in NEVER):
        assert not is_public(str(address))
        assert not is_public(str(ip_address(int(ip_address("64:ff9b::")) + int(address))))
    for wrapped in (f"::ffff:{address}", f"::{address}", str(ip_address((0x2002 << 112) + (int(address) << 80)))):
        assert not is_public(wrapped)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "017700000001", "0", "::1", "[::1]", "0X7F.1"]
)
def test_hosts_that_spell_an_address(host: str) -> None:
    assert is_address(host)


@pytest.mark.parametrize(
    "host", ["mod.gov.ua", "0x7f.example", "127.0.0.1.example", "1.com", "", "deadbeef", "localhost"]
)
def test_hosts_that_are_names(host: str) -> None:
    assert not is_address(host)


class Lookups:
    """A name server whose answer to every look-up is the next of a list."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *rest: Any) -> Any:  # noqa: N802
        answer = self.answers.pop(0)
        receiver.resolutionBegan(None)
        for address in answer.split():
            receiver.addressResolved((IPv6Address if ":" in address else IPv4Address)("TCP", address, port))
        receiver.resolutionComplete()


class Reactor:
    def __init__(self, resolver: Lookups) -> None:
        self.nameResolver = resolver


class Receiver:
    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, resolution: object) -> None: ...  # noqa: N802

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None: ...  # noqa: N802


def looked_up(resolver: GuardedResolver, names: Iterable[str]) -> list[list[str]]:
    found = []
    for name in names:
        receiver: Any = Receiver()
        resolver.resolveHostName(receiver, name, 80)
        found.append(receiver.addresses)
    return found


@pytest.fixture(autouse=True)
def _forget() -> None:
    dnscache.clear()


def test_of_several_addresses_the_public_ones_are_given_out() -> None:
    reactor: Any = Reactor(Lookups("10.0.0.1 8.8.8.8 ::1 2606:4700::1111"))
    assert looked_up(GuardedResolver(reactor, 0), ["outlet.example"]) == [["8.8.8.8", "2606:4700::1111"]]


def test_a_name_that_moves_to_a_private_address_is_refused_the_second_time() -> None:
    reactor: Any = Reactor(Lookups("8.8.8.8", "127.0.0.1"))
    resolver = GuardedResolver(reactor, 0)
    assert looked_up(resolver, ["outlet.example"] * 2) == [["8.8.8.8"], []]
    assert resolver.turned_away == {"outlet.example": "127.0.0.1"}


def test_a_private_answer_is_refused_from_the_cache_too() -> None:
    reactor: Any = Reactor(Lookups("192.168.0.1"))
    assert looked_up(GuardedResolver(reactor, 100), ["outlet.example"] * 3) == [[], [], []]
