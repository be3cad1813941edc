"""One line of a notices file: `{id, published_at, publisher, text}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chapiao.notices.moments import midnight

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Malformed(ValueError):
    """A line is no notice. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as told. `published_at` without a clock is 00:00 of that day in Beijing."""

    id: str
    published_at: datetime
    publisher: str
    text: str


def notice_of(row: object) -> Notice:
    """Return the notice of a line.

    Raises:
        Malformed: it is no object, a field is missing, or the time cannot be read.
    """
    if not isinstance(row, dict):
        msg = "不是一个对象"
        raise Malformed(msg)
    published = _words(row, "published_at")
    try:
        at = _moment(published)
    except ValueError:
        msg = f"published_at「{published[:40]}」不是时间，请写成2026-06-05T10:00:00+08:00"
        raise Malformed(msg) from None
    publisher = row.get("publisher")
    if publisher is not None and not isinstance(publisher, str):
        msg = "publisher 要是文字"
        raise Malformed(msg)
    return Notice(
        id=_words(row, "id"), published_at=at, publisher=publisher or "", text=_words(row, "text")
    )


def _words(row: dict[Any, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        msg = f"没有 {name}"
        raise Malformed(msg)
    if not isinstance(value, str):
        msg = f"{name} 要是文字"
        raise Malformed(msg)
    return value


def _moment(text: str) -> datetime:
    if _DAY.fullmatch(text.strip()):
        return midnight(date.fromisoformat(text.strip()))
    return datetime.fromisoformat(text.strip())
