"""Hosts and origins of URLs."""

from __future__ import annotations

import pytest

from crawler.origins import host_of, origin_of


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        ("https://Mod.Example/a?b#c", "mod.example", "https://mod.example"),
        ("https://mod.example:443/", "mod.example", "https://mod.example"),
        ("http://mod.example:443/", "mod.example:443", "http://mod.example:443"),
        ("http://user:pw@mod.example:80/", "mod.example", "http://mod.example"),
        ("http://[::1]:8080/", "[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_host_and_origin(url: str, host: str, origin: str) -> None:
    assert (host_of(url), origin_of(url)) == (host, origin)


@pytest.mark.parametrize(
    "url", ["mailto:a@b", "http://", "/path", "http://mod.example:99999/", "http://mod.example:x/"]
)
def test_no_host_is_an_error(url: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)host|port"):
        host_of(url)
