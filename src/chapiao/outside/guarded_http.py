"""HTTP to somebody else's server, on this side's terms.

A name is resolved once, what it resolves to is checked, and the connection goes to just
that address: whoever changes the name's answer in between (DNS rebinding) changes nothing.
Addresses inside (private, loopback, link-local, …) are refused unless the operator allows
them; plain HTTP is only spoken to those. No redirect is followed, no proxy is taken from
the environment, an answer has a largest size and all of it a deadline.

Written on the standard library's `http.client` and `ssl`, because only there the connection
itself can be made: requests and urllib3 resolve a name again on their own.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

CONNECT = 5.0  # seconds for a connection
WHOLE = 20.0  # and for everything
LARGEST = 1024 * 1024  # bytes of an answer
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_AS_IS = "/?:@!$&'()*+,;=%~-._"  # what of a path or query is sent as it was told
_PORTS = {"https": 443, "http": 80}


class AddressRefused(Exception):
    """We do not go to this address. The message can be shown to the user."""

    permanent = True


class NotSent(Exception):
    """The request never reached the other side. The message can be shown to the user."""

    def __init__(self, why: str, *, permanent: bool = False) -> None:
        super().__init__(why)
        self.permanent = permanent


class NoReply(Exception):
    """The request was sent, and no whole answer came. The message can be shown to the user."""

    permanent = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent. The URL's query may hold a token, so it never appears in a message."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back."""

    status: int
    body: bytes = field(repr=False)


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a name, as the system resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The way out. `inside`: the networks of one's own that the operator allows."""

    inside: tuple[Network, ...] = ()
    resolve: Resolve = resolve
    tls: ssl.SSLContext | None = None
    whole: float = WHOLE
    connect: float = CONNECT

    def send(self, request: Request) -> Reply:
        """Send a request and return the answer, whatever its status.

        Raises:
            AddressRefused: it would go to an address inside, or in the clear to one outside.
            NotSent: there is no connection; nothing was sent.
            NoReply: it was sent, and the answer did not come whole and in time.
        """
        deadline = time.monotonic() + self.whole
        url, port = _told(request.url)
        host = url.hostname or ""
        to = self._allowed(host, port, secure=url.scheme == "https")
        line = self._connected(to, port, host if url.scheme == "https" else None)
        try:
            return _exchange(_Timed(line, deadline), request, url)
        except (OSError, HTTPException) as error:
            msg = "对方没有在时限内给出完整的答复"
            raise NoReply(msg) from error
        finally:
            line.close()

    def _allowed(self, host: str, port: int, *, secure: bool) -> str:
        """Return the first address of a host that one may go to."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            why = "域名解析不了"
            raise NotSent(why) from error
        for text in found:
            inside = is_inside(ipaddress.ip_address(text.partition("%")[0]))
            if self._admits(text) if inside else secure:
                return text
        msg = "接口地址指向内网，没有得到许可（见设置 CHAPIAO_INSIDE）；外网地址必须是 https://"
        raise AddressRefused(msg)

    def _admits(self, text: str) -> bool:
        address = ipaddress.ip_address(text.partition("%")[0])
        return any(
            one in network
            for one in {address, _meant(address)}
            for network in self.inside
            if one.version == network.version
        )

    def _connected(self, to: str, port: int, name: str | None) -> socket.socket:
        """Return a connection to that very address; with a name, TLS whose certificate has it."""
        try:
            line = socket.create_connection((to, port), timeout=self.connect)
        except OSError as error:
            why = "连接不上"
            raise NotSent(why) from error
        if name is None:
            return line
        try:
            return (self.tls or _usual()).wrap_socket(line, server_hostname=name)
        except ssl.SSLCertVerificationError as error:
            line.close()
            why = "对方的证书不受信任"
            raise NotSent(why, permanent=True) from error
        except OSError as error:
            line.close()
            why = "安全连接没有建成"
            raise NotSent(why) from error


@cache
def _usual() -> ssl.SSLContext:
    return ssl.create_default_context()


def is_inside(address: Address) -> bool:
    """Whether an address is not one of the public internet, also where it is wrapped in IPv6.

    >>> [is_inside(ipaddress.ip_address(one)) for one in ("10.0.0.1", "::ffff:127.0.0.1")]
    [True, True]
    >>> is_inside(ipaddress.ip_address("180.76.76.76"))
    False
    """
    meant = _meant(address)
    return not (address.is_global and meant.is_global) or meant.is_multicast or address.is_multicast


def _meant(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, or the address itself."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    tunnel = address.teredo
    return address.ipv4_mapped or address.sixtofour or (tunnel[1] if tunnel else address)


def _told(address: str) -> tuple[SplitResult, int]:
    """Take an address apart; return it in ASCII, as it is sent, with its port.

    Raises:
        AddressRefused: it is none that one can go to.
    """
    try:
        url = urlsplit(address)
        if url.scheme in _PORTS and url.hostname and not url.username:
            host = url.netloc.encode("idna").decode() if not url.netloc.isascii() else url.netloc
            path, query = (quote(one, _AS_IS) for one in (url.path, url.query))
            return url._replace(netloc=host, path=path, query=query), url.port or _PORTS[url.scheme]
    except ValueError:  # a port, an IPv6 address or a name that cannot be
        pass
    msg = "接口地址不对，应以 https:// 开头"
    raise AddressRefused(msg)


def _exchange(line: _Timed, request: Request, url: SplitResult) -> Reply:
    way = HTTPConnection(url.hostname or "", url.port)
    way.sock = line
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    way.putrequest(request.method, path, skip_host=True, skip_accept_encoding=True)
    named = {name.lower() for name in request.headers}
    if "host" not in named:
        way.putheader("Host", url.netloc)
    for name, value in request.headers.items():
        way.putheader(name, value)
    way.putheader("Content-Length", str(len(request.body)))
    way.putheader("Connection", "close")
    way.endheaders(request.body)
    answer: HTTPResponse = way.getresponse()
    body = answer.read(LARGEST + 1)
    if len(body) > LARGEST:
        msg = "too long"
        raise HTTPException(msg)
    if answer.length:  # less came than was announced
        msg = "cut short"
        raise HTTPException(msg)
    return Reply(status=answer.status, body=body)


class _Timed:
    """A socket of which every wait ends at the deadline, however slowly the bytes drip."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self.line, self.deadline = line, deadline

    def sendall(self, data: bytes) -> None:
        self._arm()
        self.line.sendall(data)

    def makefile(self, mode: str) -> BufferedReader:
        del mode
        return BufferedReader(_Read(self))

    def close(self) -> None:
        """Leave the closing to whoever opened it."""

    def receive(self, into: Any) -> int:  # noqa: ANN401 - any buffer
        self._arm()
        return self.line.recv_into(into)

    def _arm(self) -> None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.line.settimeout(left)


class _Read(RawIOBase):
    def __init__(self, line: _Timed) -> None:
        super().__init__()
        self.line = line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer
        return self.line.receive(buffer)
