"""Small web servers on loopback that behave well or badly, and certificates for them."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

GOOD = b"HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 01:12:00 GMT\r\nContent-Length: 0\r\n\r\n"
Talk = Callable[[socket.socket, bytes], None]
HERE = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """Where one listens, and what was said to it."""

    port: int
    heard: list[bytes]

    @property
    def address(self) -> str:
        return f"http://{HERE}:{self.port}"

    @property
    def safe(self) -> str:
        return f"https://localhost:{self.port}"


def says(answer: bytes) -> Talk:
    """Answer every request with these bytes."""

    def talk(line: socket.socket, _: bytes) -> None:
        line.sendall(answer)

    return talk


@contextmanager
def listening(talk: Talk, certificate: Path | None = None) -> Iterator[Server]:
    """Listen until the test is over; each visitor is heard once and talked to."""
    ended = threading.Event()
    with socket.create_server((HERE, 0)) as door:
        door.settimeout(0.05)
        server = Server(door.getsockname()[1], [])
        thread = threading.Thread(target=_serve, args=(door, talk, certificate, server, ended))
        thread.start()
        try:
            yield server
        finally:
            ended.set()
            thread.join()


def _serve(
    door: socket.socket,
    talk: Talk,
    certificate: Path | None,
    server: Server,
    ended: threading.Event,
) -> None:
    while not ended.is_set():
        try:
            line, _ = door.accept()
        except TimeoutError:
            continue
        with line:
            line.settimeout(3)
            try:
                with line if certificate is None else _wrapped(line, certificate) as heard:
                    said = heard.recv(65536)
                    server.heard.append(said)
                    talk(heard, said)
            except OSError:
                continue


def _wrapped(line: socket.socket, certificate: Path) -> socket.socket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context.wrap_socket(line, server_side=True)


def closed_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server((HERE, 0)) as door:
        port: int = door.getsockname()[1]
    return port


class Authority:
    """A certificate authority of the test's own, trusted where SSL_CERT_FILE names its file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "测试根证书")])
        today = datetime.now(UTC)  # noqa: TID251 - certificates count real days
        self.root = (
            _builder(self.name, self.name, self.key, today, today + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.file = folder / "root.pem"
        self.file.write_bytes(self.root.public_bytes(serialization.Encoding.PEM))

    def certificate(self, *, host: str = "localhost", days: tuple[int, int] = (-1, 30)) -> Path:
        """Make a certificate that counts between these days from now; return its file."""
        today = datetime.now(UTC)  # noqa: TID251 - certificates count real days
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        start, end = (today + timedelta(days=one) for one in days)
        names = [x509.DNSName(host), x509.IPAddress(ip_address("127.0.0.9"))]
        made = (
            _builder(name, self.name, key, start, end)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        file = self.folder / f"{host}{days[1]}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        return file


def _builder(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    start: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )
