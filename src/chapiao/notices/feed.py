"""A feed's bytes → the notices in it: RSS, Atom, an iCalendar file, or a page that is one notice.

No link is followed: what a feed does not say itself is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from lxml import etree, html

from chapiao.formats import safe_xml
from chapiao.invoice.dates import BEIJING
from chapiao.notices.plain import LONGEST

if TYPE_CHECKING:
    from icalendar import Component

MOST = 100  # items of one reading
_BODY = re.compile(rb"<\s*(?:!doctype\s+html|html|body|head)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9._-]{2,20})", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/][^>]*>")
_PUBLISHED = re.compile(
    r"(?:发布|发文|公告|成文)(?:日期|时间)[:：\s]*(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})"
)
_NOT_TEXT = ("script", "style", "nav", "header", "footer", "form", "noscript", "svg", "iframe")
_BLOCKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "section")


class NotAFeed(ValueError):
    """The bytes are none of the forms that are read. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One notice of a feed. `published_at` None: the feed does not say."""

    text: str
    link: str = ""
    published_at: datetime | None = None


def items(data: bytes) -> tuple[Item, ...]:
    """Return the notices of a feed, as it has them.

    Raises:
        NotAFeed: it is no RSS, no Atom, no iCalendar and no page.
    """
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.upper().startswith(b"BEGIN:VCALENDAR"):
        return _checked(_of_calendar(data))
    if _BODY.search(head):
        return _checked(_of_page(data))
    try:
        root = safe_xml.parse(data)
    except safe_xml.BadXml as error:
        msg = "这个地址给的不是 RSS、Atom、ICS，也不是网页"
        raise NotAFeed(msg) from error
    name = safe_xml.name(root).lower()
    if name in {"rss", "rdf", "feed"}:
        return _checked(_of_feed(root))
    msg = "这个地址给的 XML 不是 RSS 或 Atom"
    raise NotAFeed(msg)


def _checked(found: Iterator[Item]) -> tuple[Item, ...]:
    told = []
    for one in found:
        if one.text:
            told.append(one)
        if len(told) == MOST:
            break
    return tuple(told)


def _of_feed(root: safe_xml.Element) -> Iterator[Item]:
    for one in safe_xml.descendants(root):
        if safe_xml.name(one).lower() not in {"item", "entry"}:
            continue
        told: dict[str, str] = {}
        link = ""
        for part in safe_xml.children(one):
            name = safe_xml.name(part).lower()
            text = safe_xml.text(part)
            if name == "link":
                link = link or text or part.get("href", "")
            elif text:
                told.setdefault(name, text)
        body = told.get("encoded") or told.get("content") or told.get("description", "")
        body = body or told.get("summary", "")
        body = _words(body) if _MARKUP.search(body) else body
        at = told.get("pubdate") or told.get("published") or told.get("updated") or told.get("date")
        text = "\n".join(filter(None, (told.get("title", ""), body)))
        yield Item(text=text[:LONGEST], link=link[:500], published_at=_moment(at or ""))


def _of_calendar(data: bytes) -> Iterator[Item]:
    from icalendar import Calendar

    try:
        made = Calendar.from_ical(data)
    except ValueError as error:
        msg = "这个地址给的日历文件读不了"
        raise NotAFeed(msg) from error
    for event in made.walk("VEVENT"):
        summary, told = str(event.get("summary", "")), str(event.get("description", ""))
        hours = _hours(event)
        if str(event.get("status", "")).upper() == "CANCELLED":
            lines = [f"原定{hours}的{summary}取消。"]
        else:
            lines = [summary, f"停机时间:{hours}" if hours else "", told]
        yield Item(
            text="\n".join(filter(None, lines))[:LONGEST],
            link=str(event.get("url", ""))[:500],
            published_at=_at(event, "last-modified") or _at(event, "dtstamp"),
        )


def _hours(event: Component) -> str:
    start, end = _at(event, "dtstart"), _at(event, "dtend")
    if start is None:
        return ""
    until = f"至{end:%Y年%m月%d日%H:%M}" if end else "起"
    return f"{start:%Y年%m月%d日%H:%M}{until}"


def _at(event: Component, name: str) -> datetime | None:
    value = event.get(name)
    try:
        told = getattr(value, "dt", None)
    except ValueError:  # the library tells of a broken date only here
        return None
    if isinstance(told, datetime):
        return _there(told)
    if isinstance(told, date):
        return datetime.combine(told, time(), BEIJING)
    return None


def _of_page(data: bytes) -> Iterator[Item]:
    """Return the page's text as one notice."""
    text = _words(_decoded(data))
    told = _PUBLISHED.search(text)
    at = _day(*map(int, told.groups())) if told else None
    yield Item(text=text[:LONGEST], published_at=at)


def _words(markup: str) -> str:
    """Return the text of a page or a piece of one, a line for each block."""
    if not markup.strip():
        return ""
    data = markup.encode("utf-8", "replace")  # some encodings hold halves of characters
    try:
        page = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # nothing but a comment, or the end of what never began
        return ""
    for bad in page.iter(*_NOT_TEXT):
        tail = bad.tail
        bad.clear()
        bad.tail = tail
    for block in page.iter(*_BLOCKS):
        block.tail = "\n" + (block.tail or "")
    main = next(iter([*page.iter("article"), *page.iter("main")]), page)
    lines = (re.sub(r"\s+", " ", line).strip() for line in str(main.text_content()).split("\n"))
    return "\n".join(line for line in lines if line)


def _decoded(data: bytes) -> str:
    """Return a page as text: in the encoding it declares, else in UTF-8, else in GB18030."""
    declared = _CHARSET.search(data[:4000])
    for name in (declared[1].decode("ascii") if declared else "utf-8", "utf-8", "gb18030"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def _moment(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            told = read(text.strip())
        except (ValueError, TypeError):
            continue
        return _there(told)
    return None


def _there(told: datetime) -> datetime | None:
    """Return a moment in Beijing; None where the calendar has no such day there."""
    try:
        return told.astimezone(BEIJING) if told.tzinfo else told.replace(tzinfo=BEIJING)
    except OverflowError:
        return None


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=BEIJING)
    except ValueError:
        return None
