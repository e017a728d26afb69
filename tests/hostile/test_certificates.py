"""Figures come from the outlet and nobody between: a certificate that does not prove its host ends the exchange."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.hostile.crawl import crawl

NOW = datetime.now(UTC)
Key = ec.EllipticCurvePrivateKey
CASES = {"valid": "ok", "expired": "unreachable", "other-name": "unreachable", "self-signed": "unreachable"}


def certificate(host: str, key: Key, issuer: str, issuer_key: Key, *, until: datetime, authority: bool) -> bytes:
    """A certificate for `host` in PEM."""
    built = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM)


@contextmanager
def tls_server(chain: Path) -> Iterator[int]:
    """Answers every TLS connection with one page; yields its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    plain, _ = listener.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(plain, server_side=True) as connection:
                        connection.recv(4096)
                        connection.sendall(b"HTTP/1.1 200 X\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
                except OSError:
                    plain.close()

        threading.Thread(target=serve, daemon=True).start()
        yield port
        listener.shutdown(socket.SHUT_RDWR)


def chains(folder: Path) -> dict[str, Path]:
    """A server's certificate and key for every case, and the authority that vouches for all but the last."""
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    later, earlier = NOW + timedelta(days=30), NOW - timedelta(days=1)
    made = {
        "valid": certificate("valid.test", own, "Authority", authority, until=later, authority=False),
        "expired": certificate("expired.test", own, "Authority", authority, until=earlier, authority=False),
        "other-name": certificate("somebody.test", own, "Authority", authority, until=later, authority=False),
        "self-signed": certificate("self-signed.test", own, "self-signed.test", own, until=later, authority=False),
    }
    root = certificate("Authority", authority, "Authority", authority, until=later, authority=True)
    (folder / "authority.pem").write_bytes(root)
    key = own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    for case, pem in made.items():
        (folder / f"{case}.pem").write_bytes(key + pem)
    return {case: folder / f"{case}.pem" for case in made}


def test_only_a_certificate_that_proves_the_host_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with ExitStack() as servers:
        ports = {case: servers.enter_context(tls_server(chain)) for case, chain in chains(tmp_path).items()}
        urls = {case: f"https://{case}.test:{port}/" for case, port in ports.items()}
        crawled = crawl(
            urls.values(),
            tmp_path / "losses.db",
            TWISTED_DNS_RESOLVER="tests.hostile.loopback.LoopbackResolver",
            ROBOTSTXT_OBEY=False,
            RETRY_TIMES=0,
        )
    assert {case: crawled[url].outcome for case, url in urls.items()} == CASES
    assert "certificate" in crawled[urls["expired"]].why
