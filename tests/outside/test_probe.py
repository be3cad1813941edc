"""A probe tells where the way to an address ends: real servers on loopback, no stand-ins."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from select import select

import pytest
from tests.outside.web_servers import GOOD, Authority, closed_port, listening, says

from chapiao.outside.probe import probe
from chapiao.outside.probe_walk import Fault

LOGIN_PAGE = b"HTTP/1.1 302 Found\r\nLocation: http://wifi.portal.example/login\r\n\r\n"


def status(code: int) -> bytes:
    return f"HTTP/1.1 {code} Any\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this machine trusts."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def test_an_address_that_answers_is_in_order_and_tells_its_clock() -> None:
    with listening(says(GOOD)) as server:
        seen = probe(f"{server.address}/some/page?a=1")

    assert (seen.fault, seen.status, seen.date) == (Fault.NONE, 200, 1795482720.0)
    assert seen.ms is not None
    assert seen.ms < 3000
    assert server.heard[0].startswith(b"HEAD /some/page?a=1 HTTP/1.1\r\n")
    assert b"Cookie" not in server.heard[0]


@pytest.mark.parametrize("code", [204, 301, 400, 403, 404, 405])
def test_any_answer_but_an_error_of_the_server_is_an_answer(code: int) -> None:
    with listening(says(status(code))) as server:
        assert probe(server.address).fault is Fault.NONE


@pytest.mark.parametrize("code", [500, 502, 503])
def test_an_error_of_the_server_is_the_servers(code: int) -> None:
    with listening(says(status(code))) as server:
        seen = probe(server.address)

    assert (seen.fault, seen.status) == (Fault.SERVER, code)
    assert f"HTTP {code}" in seen.detail


def test_a_closed_port_refuses() -> None:
    seen = probe(f"http://127.0.0.1:{closed_port()}")

    assert seen.fault is Fault.CONNECT
    assert "拒绝连接" in seen.detail


def test_a_name_that_there_is_not_is_not_resolved() -> None:
    seen = probe("https://nowhere.invalid", seconds=20)

    assert seen.fault is Fault.NAME
    assert "nowhere.invalid" in seen.detail


def test_a_public_name_that_leads_inside_is_a_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: inside)

    seen = probe("https://invoices.example.com")

    assert seen.fault is Fault.PORTAL
    assert "10.1.2.3" in seen.detail


def test_a_server_that_hangs_is_left_after_its_time() -> None:
    with listening(lambda *_: time.sleep(0.6)) as server:
        seen = probe(server.address, seconds=0.3)

    assert seen.fault is Fault.HANGS
    assert seen.ms is not None
    assert seen.ms < 590


def test_a_server_that_drips_is_left_after_its_time_too() -> None:
    def drip(line: socket.socket, _: bytes) -> None:
        for one in b"HTTP/1.1 200 OK\r\n":
            line.sendall(bytes([one]))
            time.sleep(0.05)

    with listening(drip) as server:
        seen = probe(server.address, seconds=0.4)

    assert seen.fault is Fault.HANGS


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9\r\n"], ids=["nothing", "other"])
def test_what_is_no_answer_of_a_web_server_is_none(answer: bytes) -> None:
    with listening(says(answer)) as server:
        assert probe(server.address).fault is Fault.NO_HTTP


@pytest.mark.parametrize("answer", [LOGIN_PAGE, status(511)], ids=["sent on", "511"])
def test_a_page_put_in_the_way_is_a_gateway(answer: bytes) -> None:
    with listening(says(answer)) as server:
        assert probe(server.address).fault is Fault.PORTAL


@pytest.mark.parametrize("location", ["/index.html", "https://www.localhost/", ""])
def test_a_site_that_sends_one_on_within_itself_answers(location: str) -> None:
    answer = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n".encode()
    with listening(says(answer)) as server:
        seen = probe(server.address.replace("127.0.0.1", "localhost"))

    assert seen.fault is (Fault.PORTAL if "www" in location else Fault.NONE)


def test_a_certificate_that_is_trusted_is_in_order(authority: Authority) -> None:
    with listening(says(GOOD), authority.certificate()) as server:
        assert probe(server.safe).fault is Fault.NONE


@pytest.mark.parametrize("days", [(-30, -1), (1, 30)], ids=["expired", "not yet"])
def test_a_certificate_out_of_its_time_is_told(authority: Authority, days: tuple[int, int]) -> None:
    with listening(says(GOOD), authority.certificate(days=days)) as server:
        seen = probe(server.safe)

    assert seen.fault is Fault.CERTIFICATE_TIME
    assert ("已经过期" if days[1] < 0 else "还没有到生效时间") in seen.detail


def test_a_certificate_of_another_name_is_told(authority: Authority) -> None:
    with listening(says(GOOD), authority.certificate(host="gateway.example")) as server:
        seen = probe(server.safe)

    assert seen.fault is Fault.CERTIFICATE
    assert "不是这个网站" in seen.detail


def test_an_unknown_issuer_is_told(tmp_path: Path) -> None:
    with listening(says(GOOD), Authority(tmp_path).certificate()) as server:
        seen = probe(server.safe)

    assert seen.fault is Fault.CERTIFICATE
    assert "信任列表" in seen.detail


def test_a_port_without_a_safe_connection_is_told() -> None:
    with listening(says(b"HTTP/1.1 400 Bad\r\n\r\n")) as server:
        assert probe(server.safe).fault is Fault.SAFE


def test_a_proxy_is_asked_for_the_whole_address_with_its_password() -> None:
    with listening(says(GOOD)) as server:
        seen = probe(
            "http://invoices.example.com/x", proxy=f"http://me:p%40ss@127.0.0.1:{server.port}"
        )

    assert seen.fault is Fault.NONE
    assert server.heard[0].startswith(b"HEAD http://invoices.example.com/x HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic bWU6cEBzcw==" in server.heard[0]


def test_a_safe_address_goes_through_the_proxy(authority: Authority) -> None:
    with listening(says(GOOD), authority.certificate()) as server:

        def pass_on(line: socket.socket, _: bytes) -> None:
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with socket.create_connection(("127.0.0.1", server.port)) as there:
                ends = {line: there, there: line}
                while data := (source := select([*ends], [], [], 2)[0][0]).recv(65536):
                    ends[source].sendall(data)

        with listening(pass_on) as proxy:
            seen = probe("https://localhost", proxy=proxy.address)

    assert seen.fault is Fault.NONE
    assert proxy.heard[0].startswith(b"CONNECT localhost:443 HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("to", "answer"),
    [
        ("https://invoices.example.com", status(403)),
        ("https://invoices.example.com", status(407)),
        ("http://invoices.example.com", status(407)),
    ],
    ids=["forbidden", "no password", "no password, plain"],
)
def test_a_proxy_that_refuses_is_the_fault(to: str, answer: bytes) -> None:
    with listening(says(answer)) as proxy:
        assert probe(to, proxy=proxy.address).fault is Fault.PROXY


def test_a_proxy_that_is_not_there_is_the_fault() -> None:
    seen = probe("https://invoices.example.com", proxy=f"http://127.0.0.1:{closed_port()}")

    assert seen.fault is Fault.PROXY


@pytest.mark.parametrize("to", ["https://invoices.example.com", "http://invoices.example.com"])
def test_a_proxy_that_gets_no_answer_is_not_the_fault_itself(to: str) -> None:
    with listening(says(status(504))) as proxy:
        assert probe(to, proxy=proxy.address).fault is Fault.CONNECT
