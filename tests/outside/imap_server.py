"""A real IMAP server (pymap) over TLS on loopback, with a mailbox that tests put mails into."""

from __future__ import annotations

import asyncio
import datetime as dt
import imaplib
import ipaddress
import ssl
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pymap.interfaces.backend import BackendInterface

USER, PASSWORD = "fapiao@example.com", "abc"


@dataclass
class Box:
    """The mailbox's address, and a line of the test's own to it."""

    port: int
    trusted: Path  # the certificate to trust

    def line(self) -> imaplib.IMAP4_SSL:
        context = ssl.create_default_context(cafile=str(self.trusted))
        line = imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context)
        line.login(USER, PASSWORD)
        return line

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        line = self.line()
        for mail in mails:
            assert line.append(folder, "", "", mail)[0] == "OK"
        line.logout()

    def flags(self) -> list[bytes]:
        """The flags of every mail."""
        line = self.line()
        line.select("INBOX", readonly=True)
        _, data = line.fetch("1:*", "(FLAGS)")
        line.logout()
        return [one for one in data if isinstance(one, bytes)]


def mail(
    subject: str, *attached: tuple[str, bytes], text: str = "您好", html: bool = False
) -> bytes:
    """Return a mail with attachments."""
    message = EmailMessage()
    message["From"] = "开票助手 <billing@example.com>"
    message["To"] = USER
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash(subject))}@example.com>"
    message.set_content(text, subtype="html" if html else "plain")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for localhost; return it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36500))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    one, other = folder / "cert.pem", folder / "key.pem"
    one.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    other.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return one, other


@contextmanager
def running(folder: Path) -> Iterator[Box]:
    """Run the server while the block lasts."""
    cert, key = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    ports: list[int] = []

    async def serve() -> None:
        args = Namespace(
            debug=False, host=None, port=0, cert=None, key=None, tls=False, proxy_protocol=None,
            inherited_sockets=None, passlib_cfg=None, demo_data=False, demo_user=USER,
            demo_password=PASSWORD,
        )  # fmt: skip
        backend: BackendInterface
        backend, config = await DictBackend.init(args)
        config.apply_context()
        server = IMAPServer(backend.login, config)
        talk = ProxyProtocolReader(config.proxy_protocol).get_callback(server)
        listening = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
        ports.append(listening.sockets[0].getsockname()[1])
        ready.set()
        async with listening:
            await stop.wait()

    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(20)
    try:
        yield Box(port=ports[0], trusted=cert)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
