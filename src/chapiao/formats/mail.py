"""Mails: the files attached, and the links where an invoice is to be fetched.

`.eml` is the internet's own form and is read with the standard library; Outlook's
`.msg` needs the extra `mail`. Nothing is ever fetched.
"""

from __future__ import annotations

import html
import importlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

MAX_PARTS: Final = 500
MAX_LINKS: Final = 20
_MOST_TEXT = 500_000  # characters in which links are looked for
_SMALL = 50_000  # bytes: a logo, not a photograph of an invoice
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = "__substg1.0_".encode("utf-16-le")
_MARKS = (b"received:", b"return-path:", b"mime-version:", b"delivered-to:", b"x-mailer:")
_MARKS_TOGETHER = (b"from:", b"subject:")
_HREF = re.compile(
    r"""<a\b[^>]{0,500}?href\s*=\s*["']?(https?://[^"'\s>]{1,2000})[^>]{0,500}>(.{0,300}?)</a>""",
    re.IGNORECASE | re.DOTALL,
)
_URL = re.compile(r"https?://[^\s<>\"'，。；）)】]{1,2000}")
_TAG = re.compile(r"<[^>]{0,2000}>")
_OF_INVOICE = re.compile(
    r"发票|下载|\bPDF\b|\bOFD\b|\bXML\b|invoice|fapiao|einv|dzfp|fpxz|download|\.(?:pdf|ofd|xml|zip)\b",
    re.IGNORECASE,
)


class BadMail(Exception):
    """The bytes are no mail that can be read. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class Mail:
    """The attached files by name, and the links that lead to an invoice.

    In place of the bytes None stands for a mail attached to an Outlook mail as Outlook keeps it.
    """

    parts: tuple[tuple[str, bytes | None], ...]
    links: tuple[str, ...]


def is_mail(data: bytes) -> bool:
    """Tell a mail by its first lines, or an Outlook message by its streams."""
    if data.startswith(_OLE):
        return _STREAMS in data
    head = data[:8192].lower()
    if b"\0" in head or head.lstrip()[:1] in (b"<", b"%", b"{"):
        return False
    starts = [mark for mark in (*_MARKS, *_MARKS_TOGETHER) if _has_line(head, mark)]
    return any(mark in starts for mark in _MARKS) or set(_MARKS_TOGETHER) <= set(starts)


def open_mail(data: bytes) -> Mail:
    """Return what is attached and linked.

    Raises:
        BadMail: broken, or an Outlook message without the library for it.
    """
    return _outlook(data) if data.startswith(_OLE) else _internet(data)


def _has_line(head: bytes, mark: bytes) -> bool:
    return head.startswith(mark) or b"\n" + mark in head


def _internet(data: bytes) -> Mail:
    from email import message_from_bytes, policy

    # Old mails are full of small mistakes, which the library mends or notes.
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts: list[tuple[str, bytes]] = []
        texts: list[str] = []
        for place, part in enumerate(message.walk()):
            if place >= MAX_PARTS:
                break
            if part.is_multipart() or not isinstance(part, EmailMessage):
                continue
            content = part.get_payload(decode=True)
            if not isinstance(content, bytes):
                continue
            name = part.get_filename() or ""
            if part.get_content_maintype() == "text" and not name:
                texts.append(_decoded(content, part.get_content_charset()))
            elif not _is_logo(part, content):
                suffix = part.get_content_subtype().removeprefix("x-")
                parts.append((name or f"附件{len(parts) + 1}.{suffix}", content))
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError) as error:
        msg = "邮件已损坏，打不开，请把里面的发票附件存下来再交"
        raise BadMail(msg) from error
    return Mail(_named(parts), _links("\n".join(texts), has_parts=bool(parts)))


def _is_logo(part: EmailMessage, content: bytes) -> bool:
    """Whether a small picture belongs to the text of the mail."""
    in_text = part["Content-ID"] is not None and part.get_content_disposition() != "attachment"
    return in_text and part.get_content_maintype() == "image" and len(content) < _SMALL


def _decoded(content: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8", "gb18030"):
        try:
            return content.decode(name or "utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("latin-1")


def _outlook(data: bytes) -> Mail:
    try:
        oxmsg = importlib.import_module("oxmsg")
    except ImportError as error:
        msg = "这是Outlook邮件（.msg），打不开，请另存为.eml，或把发票附件存下来再交"
        raise BadMail(msg) from error
    # The library answers a broken file with whatever it stumbles over.
    broken = (OSError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
    try:
        message = oxmsg.Message.load(io.BytesIO(data))
        parts = [
            (str(one.file_name or f"附件{place}"), one.file_bytes)
            for place, one in enumerate(message.attachments[:MAX_PARTS], 1)
        ]
        text = "\n".join(str(body) for body in (message.body, message.html_body) if body)
    except (*broken, ArithmeticError, AssertionError) as error:
        msg = "Outlook邮件已损坏，打不开，请把里面的发票附件存下来再交"
        raise BadMail(msg) from error
    return Mail(_named(parts), _links(text, has_parts=bool(parts)))


def _named(
    parts: Sequence[tuple[str, bytes | None]],
) -> tuple[tuple[str, bytes | None], ...]:
    """Give each file a name of its own."""
    seen: dict[str, int] = {}
    named = []
    for name, content in parts:
        bare = name.replace("\\", "/").rpartition("/")[2] or "附件"
        seen[bare] = seen.get(bare, 0) + 1
        named.append((bare if seen[bare] == 1 else f"{seen[bare]}-{bare}", content))
    return tuple(named)


def _links(text: str, *, has_parts: bool) -> tuple[str, ...]:
    """Return the links that speak of an invoice; all, where nothing is attached and none does."""
    found = list(_all_links(text[:_MOST_TEXT]))
    telling = [url for url, words in found if _OF_INVOICE.search(f"{words} {url}")]
    if not telling and not has_parts:
        telling = [url for url, _ in found]
    return tuple(dict.fromkeys(telling))[:MAX_LINKS]


def _all_links(text: str) -> Iterator[tuple[str, str]]:
    for match in _HREF.finditer(text):
        yield html.unescape(match[1]), _TAG.sub("", match[2])
    for line in _TAG.sub(" ", text).splitlines():
        for match in _URL.finditer(line):
            yield html.unescape(match[0]), line[: match.start()][-60:]
