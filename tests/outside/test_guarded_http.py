from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from chapiao.outside.guarded_http import (
    AddressRefused,
    Door,
    NoReply,
    NotSent,
    Reply,
    Request,
    is_inside,
)

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Serve = Callable[[socket.socket], None]


@contextmanager
def serving(serve: Serve, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server of one connection at a time; gives its port."""
    door = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                line, _ = door.accept()
            except OSError:
                return
            try:
                with tls.wrap_socket(line, server_side=True) if tls else line as one:
                    one.settimeout(5)
                    one.recv(65536)
                    serve(one)
            except OSError:
                line.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join()


def say(*parts: bytes, pause: float = 0) -> Serve:
    def serve(line: socket.socket) -> None:
        for part in parts:
            line.sendall(part)
            time.sleep(pause)

    return serve


def get(
    port: int, door: Door | None = None, host: str = "127.0.0.1", scheme: str = "http"
) -> Reply:
    request = Request(method="GET", url=f"{scheme}://{host}:{port}/a?b=c", headers={"X": "y"})
    return (door or Door(inside=LOOPBACK, whole=2)).send(request)


def test_an_answer_comes_whole() -> None:
    with serving(say(OK)) as port:
        assert get(port) == Reply(status=200, body=b"ok")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fd00::1", "ff02::1",  # noqa: S104 - refused, not bound
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1",
    ],
)  # fmt: skip
def test_addresses_inside_are_told_however_they_are_written(address: str) -> None:
    assert is_inside(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["180.76.76.76", "2400:3200::1", "::ffff:180.76.76.76"])
def test_addresses_outside_are_told_too(address: str) -> None:
    assert not is_inside(ipaddress.ip_address(address))


def test_an_address_inside_is_refused_unless_it_is_allowed() -> None:
    with serving(say(OK)) as port:
        with pytest.raises(AddressRefused, match="内网"):
            get(port, Door())
        with pytest.raises(AddressRefused):
            get(port, Door(inside=(ipaddress.ip_network("10.0.0.0/8"),)))
        assert get(port).status == 200


def test_a_name_that_resolves_inside_is_refused() -> None:
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["10.0.0.8", "127.0.0.1"]

    with pytest.raises(AddressRefused):
        get(443, Door(resolve=resolve), host="vendor.example", scheme="https")
    assert asked == [("vendor.example", 443)]


def test_a_name_that_changes_its_answer_is_resolved_once_and_that_address_is_used() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.8"]])

    with serving(say(OK)) as port:
        door = Door(inside=LOOPBACK, resolve=lambda *_: next(answers), whole=2)
        assert get(port, door, host="rebinding.example").status == 200
    assert next(answers) == ["10.0.0.8"]  # nobody asked a second time


def test_in_the_clear_nothing_goes_outside() -> None:
    door = Door(resolve=lambda *_: ["180.76.76.76"])

    with pytest.raises(AddressRefused, match="https"):
        get(80, door, host="vendor.example")


@pytest.mark.parametrize("url", ["ftp://a.cn/", "file:///etc/passwd", "https://u@a.cn/", "a.cn"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        Door().send(Request(method="GET", url=url, headers={}))


def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"

    with serving(say(moved)) as port:
        assert get(port).status == 302


def test_a_name_nobody_knows_and_a_closed_port_were_not_sent() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(host, port)

    with pytest.raises(NotSent, match="域名"):
        get(443, Door(resolve=unknown), host="nobody.example", scheme="https")
    with pytest.raises(NotSent, match="连接不上"):
        get(1)


@pytest.mark.parametrize(
    "parts",
    [
        [b""],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"],
        [b"what?\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (1024 * 1024 + 1)],
    ],
    ids=["nothing", "cut short", "no HTTP", "too long"],
)
def test_an_answer_that_is_not_whole_is_none(parts: list[bytes]) -> None:
    with serving(say(*parts)) as port, pytest.raises(NoReply):
        get(port)


def test_an_answer_that_drips_ends_at_the_deadline() -> None:
    drops = [b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 40]
    started = time.monotonic()

    with serving(say(*drops, pause=0.05)) as port, pytest.raises(NoReply):
        get(port, Door(inside=LOOPBACK, whole=0.5))

    assert time.monotonic() - started < 3


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of vendor.example that it signed itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "vendor.example")])
    at = datetime.now(UTC)  # noqa: TID251 - TLS reads the clock too
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("vendor.example")]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "vendor.pem"
    pem, none = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, none)
    file.write_bytes(private + made.public_bytes(pem))
    return file


@contextmanager
def secured(certificate: Path) -> Iterator[int]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with serving(say(OK), tls) as port:
        yield port


def test_the_certificate_must_be_of_the_name_though_we_went_to_an_address(
    certificate: Path,
) -> None:
    trusting = ssl.create_default_context(cafile=certificate)
    door = Door(inside=LOOPBACK, resolve=lambda *_: ["127.0.0.1"], tls=trusting, whole=3)

    with secured(certificate) as port:
        assert get(port, door, host="vendor.example", scheme="https").body == b"ok"
        with pytest.raises(NotSent, match="证书") as refused:
            get(port, door, host="another.example", scheme="https")
    assert refused.value.permanent


def test_a_certificate_nobody_vouches_for_is_refused(certificate: Path) -> None:
    door = Door(inside=LOOPBACK, resolve=lambda *_: ["127.0.0.1"], whole=3)

    with secured(certificate) as port, pytest.raises(NotSent, match="证书") as refused:
        get(port, door, host="vendor.example", scheme="https")
    assert refused.value.permanent


def test_a_request_never_shows_what_is_in_it() -> None:
    request = Request(
        method="POST", url="https://a.cn/?t=secret", headers={"A": "secret"}, body=b"secret"
    )

    assert "secret" not in repr(request)
    assert "secret" not in repr(Reply(status=200, body=b"secret"))


@pytest.mark.parametrize(
    "url", ["https://[", "http://127.0.0.1:99999/", "http://127.0.0.1:x/", "https://" + "长" * 99]
)
def test_what_is_no_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(AddressRefused, match="接口地址不对"):
        Door(inside=LOOPBACK).send(Request(method="GET", url=url, headers={}))


def test_an_address_in_chinese_is_sent_in_ascii() -> None:
    heard: list[bytes] = []

    def serve(line: socket.socket) -> None:
        line.sendall(OK)

    def resolve(host: str, port: int) -> list[str]:
        heard.append(f"{host}:{port}".encode())
        return ["127.0.0.1"]

    with serving(serve) as port:
        url = f"http://查票.example:{port}/公告?期=本周%20末"
        reply = Door(inside=LOOPBACK, resolve=resolve).send(
            Request(method="GET", url=url, headers={})
        )

    assert reply.status == 200
    assert heard == [f"{'查票.example'.encode('idna').decode()}:{port}".encode()]
