"""A mailbox over IMAP and TLS: looked into, never changed.

It is opened read-only and mails are fetched without marking them read. What was fetched
is told by UIDVALIDITY and UID, which name a mail for good (RFC 3501 §2.3.1.1).
"""

from __future__ import annotations

import base64
import contextlib
import imaplib
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from chapiao.outside.guarded_http import is_inside
from chapiao.outside.mailbox_line import Line

PORT = 993
LAST_UID = 2**32 - 1  # RFC 3501 §2.3.1.1
WINDOW = 10_000  # UIDs asked for at once: an answer's line has a longest length
_SIZE = re.compile(rb"UID (\d+).*RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*UID (\d+)")
_ASCII = re.compile(r"[^\x20-\x7e]+")
T = TypeVar("T")


class MailboxFailed(Exception):
    """The mailbox cannot be looked into. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where a mailbox is, and how it is opened. `password` may be a 授权码."""

    host: str
    user: str
    password: str = field(repr=False)
    port: int = PORT
    folder: str = "INBOX"


class Visit:
    """A mailbox that is open. `validity` is its numbering: another one means other UIDs."""

    def __init__(self, line: imaplib.IMAP4, folder: str) -> None:
        self._line = line
        if "ID" in line.capabilities:  # some providers turn away who does not say what it is
            line.xatom("ID", '("name" "chapiao" "version" "1")')
        said, _ = line.select(f'"{_in_utf7(folder)}"', readonly=True)
        if said != "OK":
            msg = f"邮箱里没有文件夹“{folder}”"
            raise MailboxFailed(msg)
        self.validity = _number(line, "UIDVALIDITY")
        self._next = _number(line, "UIDNEXT")

    def after(self, uid: int, most: int) -> list[tuple[int, int]]:
        """Return UID and size of the next mails after one, oldest first."""
        found: list[int] = []
        start = uid + 1
        while start < self._next and len(found) < most:
            end = min(start + WINDOW, self._next) - 1
            data = self._said("SEARCH", f"UID {start}:{end}")
            told = (int(one) for one in (data[0] or b"").split() if one.isdigit())
            found += sorted(one for one in told if start <= one <= end)
            start = end + 1
        return self._sizes(found[:most])

    def read(self, uid: int) -> bytes | None:
        """Return a mail; None when it has been deleted meanwhile."""
        for part in self._said("FETCH", str(uid), "(BODY.PEEK[])"):
            if isinstance(part, tuple):
                return bytes(part[1])
        return None

    def _sizes(self, uids: list[int]) -> list[tuple[int, int]]:
        if not uids:
            return []
        sizes = {}
        for part in self._said("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE)"):
            text = part[0] if isinstance(part, tuple) else part or b""
            if found := _SIZE.search(text):
                one, size, other_size, other = found.groups()
                sizes[int(one or other)] = int(size or other_size)
        return [(one, sizes[one]) for one in uids if one in sizes]

    def _said(self, *command: str) -> list[Any]:  # bytes, or pairs of a head and a literal
        said, data = self._line.uid(*command)
        if said != "OK":
            msg = "邮箱没有回答要问的"
            raise MailboxFailed(msg)
        return list(data)


@contextlib.contextmanager
def visit(box: Mailbox, *, allowed: Collection[str] = ()) -> Iterator[Visit]:
    """Open a mailbox while the block lasts. `allowed` are hosts inside the house.

    Raises:
        MailboxFailed: it cannot be opened, or the line broke; says why.
    """
    line = _told(lambda: Line(box.host, box.port, _address(box, allowed)))
    try:
        _told(lambda: line.login(box.user, box.password), "用户名或密码（授权码）不对")
        yield Visit(line, box.folder)
    except (OSError, imaplib.IMAP4.error) as error:
        msg = "和邮件服务器的连接断了，下次接着收"
        raise MailboxFailed(msg) from error
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            line.logout()
        with contextlib.suppress(OSError):  # a line that broke has not been closed by that
            line.shutdown()


def _address(box: Mailbox, allowed: Collection[str]) -> str:
    """Return the address to go to, one of the public internet unless the host is allowed."""
    found = socket.getaddrinfo(box.host, box.port, type=socket.SOCK_STREAM)
    for *_, (address, *_) in found:
        if box.host in allowed or not is_inside(ipaddress.ip_address(address)):
            return str(address)
    msg = f"{box.host} 在内网，没有得到许可；请运维设 CHAPIAO_MAILBOX_HOSTS"
    raise MailboxFailed(msg)


def _told(act: Callable[[], T], refused: str = "") -> T:
    """Do it; say in words what the network or the server has against it."""
    try:
        return act()
    except socket.gaierror as error:
        msg = "找不到邮件服务器，请检查地址"
        raise MailboxFailed(msg) from error
    except ssl.SSLCertVerificationError as error:
        msg = "邮件服务器的证书不可信，没有登录"
        raise MailboxFailed(msg) from error
    except imaplib.IMAP4.abort as error:
        msg = "邮件服务器断开了连接，下次再试"
        raise MailboxFailed(msg) from error
    except imaplib.IMAP4.error as error:
        raise MailboxFailed(refused or "邮件服务器的答复看不懂") from error
    except UnicodeError as error:
        raise MailboxFailed(refused or "邮件服务器的地址不对") from error
    except OSError as error:
        msg = "连不上邮件服务器，请检查地址、端口和网络"
        raise MailboxFailed(msg) from error


def _number(line: imaplib.IMAP4, name: str) -> int:
    _, data = line.response(name)
    told = data[0] if data and isinstance(data[0], bytes) else b""
    if not told.isdigit() or len(told) > len(str(LAST_UID)) or int(told) > LAST_UID:
        msg = f"邮件服务器没有给出 {name}，不能保证不漏不重，没有收"
        raise MailboxFailed(msg)
    return int(told)


def _in_utf7(folder: str) -> str:
    """Return a folder's name as IMAP writes it (RFC 3501 §5.1.3).

    >>> _in_utf7("发票&单")
    '&U9F5aA-&-&U1U-'
    """

    def encoded(found: re.Match[str]) -> str:
        text = base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=")
        return f"&{text.replace('/', ',')}-"

    name = _ASCII.sub(encoded, folder.replace("&", "&-"))
    return name.replace("\\", "\\\\").replace('"', '\\"')
