"""Fields of a told world: a missing key or null is "not known"; a wrong form is named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from chapiao.invoice.dates import BEIJING, BadDate, parse_date
from chapiao.invoice.money import BadMoney, parse_money
from chapiao.invoice.typed import halfwidth


class Malformed(ValueError):
    """A field has a form that it cannot have. The message can be shown to the user."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(f"字段 {field} {what}")
        self.field = field


class Fields:
    """One JSON object of a world, which knows where in the world it stands."""

    def __init__(self, given: object, where: str = "") -> None:
        if not isinstance(given, dict):
            raise Malformed(where or "（整行）", "应是对象")
        self.given: Mapping[str, Any] = given
        self.where = where

    def name(self, key: str) -> str:
        """Return the whole name of a field, as an error says it."""
        return f"{self.where}.{key}" if self.where else key

    def has(self, key: str) -> bool:
        """Whether the field is told at all."""
        return self.given.get(key) is not None

    def text(self, key: str) -> str | None:
        """Return a text as told; numbers are taken for texts."""
        value = self.given.get(key)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool | list | dict):
            raise Malformed(self.name(key), "应是文字")
        return str(value)

    def words(self, key: str) -> str:
        """Return a text; "" where none is told."""
        return self.text(key) or ""

    def plain(self, key: str) -> str | None:
        """Return a text in half-width, without blanks around it; "" is kept."""
        value = self.text(key)
        return None if value is None else halfwidth(value).strip()

    def flag(self, key: str) -> bool | None:
        """Return yes or no."""
        value = self.given.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise Malformed(self.name(key), "应是 true 或 false")

    def number(self, key: str) -> float | None:
        """Return a number."""
        value = self.given.get(key)
        if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value.strip()):
            return float(value)
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise Malformed(self.name(key), "应是数字")
        return value

    def money(self, key: str) -> int | None:
        """Return fen; a text that is no amount is not known."""
        value = self.text(key)
        try:
            return None if not value else parse_money(value)
        except BadMoney:
            return None

    def day(self, key: str) -> date | None:
        """Return a day; a text that is none is not known."""
        value = self.text(key)
        try:
            return None if not value else parse_date(value.split("T")[0])
        except BadDate:
            return None

    def moment(self, key: str) -> datetime | None:
        """Return a time in Beijing."""
        value = self.text(key)
        if not value:
            return None
        try:
            told = datetime.fromisoformat(value)
        except ValueError as error:
            raise Malformed(self.name(key), f"不是时间：{value[:30]}") from error
        return told.replace(tzinfo=BEIJING) if told.tzinfo is None else told.astimezone(BEIJING)

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return a list of texts; one text alone is a list of it."""
        value = self.given.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(one, str | int) for one in value):
            raise Malformed(self.name(key), "应是文字的列表")
        return tuple(str(one) for one in value)

    def one(self, key: str) -> Fields | None:
        """Return an object within."""
        value = self.given.get(key)
        return None if value is None else Fields(value, self.name(key))

    def many(self, key: str) -> tuple[Fields, ...] | None:
        """Return a list of objects within."""
        value = self.given.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            raise Malformed(self.name(key), "应是列表")
        return tuple(Fields(one, f"{self.name(key)}[{at}]") for at, one in enumerate(value))

    def flat(self, key: str) -> dict[str, str]:
        """Return an object of free keys as texts; what is null in it is left out."""
        value = self.given.get(key) or {}
        if not isinstance(value, dict):
            raise Malformed(self.name(key), "应是对象")
        return {name: _as_text(one) for name, one in value.items() if one is not None}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
