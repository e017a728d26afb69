"""Pure: the parts of a URL that politeness and safety are kept by."""

from __future__ import annotations

from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """`host`, or `host:port` where the port is not the scheme's own: what Retry-After and a source's hosts speak of.

    Raises ValueError on a URL without a host or with a port that is no port.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"no host in {url!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host if parts.port in {None, DEFAULT_PORTS.get(parts.scheme)} else f"{host}:{parts.port}"


def origin_of(url: str) -> str:
    """`scheme://host[:port]`: what one robots.txt speaks for (RFC 9309 section 2.3). Raises as host_of does."""
    return f"{urlsplit(url).scheme}://{host_of(url)}"
