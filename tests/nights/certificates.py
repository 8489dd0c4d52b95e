"""Certificates made for a test, and the replica served over TLS with them."""

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from presidency_scraper.demo.replica import ReplicaServer, ReplicaSite
from tests.conftest import Served

OURS = "127.0.0.1"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """Who signs certificates: itself, or an authority of its own."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """The certificate, as a file of authorities holds it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def make_authority(name: str = "An authority of this test") -> Authority:
    """An authority that nobody knows."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _begin(name, name, key).add_extension(x509.BasicConstraints(True, None), True)
    return Authority(key, builder.sign(key, hashes.SHA256()))


def sign(
    name: str, by: Authority | None = None, *, since: timedelta = -DAY, until: timedelta = DAY
) -> Authority:
    """A server's certificate for *name*, signed *by* an authority or by itself; both from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = _common_name(by.certificate) if by else name
    builder = _begin(name, issuer, key, since, until)
    alternative = x509.SubjectAlternativeName([_general_name(name)])
    builder = builder.add_extension(alternative, critical=False)
    return Authority(key, builder.sign(by.key if by else key, hashes.SHA256()))


def _begin(
    name: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    since: timedelta = -DAY,
    until: timedelta = DAY,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + since)
        .not_valid_after(now + until)
    )


def _common_name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


class TlsServer(ReplicaServer):
    """The replica's server, which talks TLS."""

    def __init__(self, site: ReplicaSite, context: ssl.SSLContext) -> None:
        super().__init__(site)
        self.context = context

    @property
    def origin(self) -> str:
        """The address to crawl."""
        return super().origin.replace("http:", "https:")

    def get_request(self) -> tuple[socket.socket, object]:
        """Take in a client, who may leave when it sees the certificate: that is an OSError."""
        client, address = super().get_request()
        return self.context.wrap_socket(client, server_side=True), address


@contextmanager
def served_by_tls(site: ReplicaSite, identity: Authority, folder: Path) -> Iterator[Served]:
    """Serve *site* under a certificate for as long as the block runs."""
    file = folder / "identity.pem"
    private = identity.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + identity.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = TlsServer(site, context)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield Served(site, server)
    finally:
        server.stop()
