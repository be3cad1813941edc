"""What somebody wants to see of the 台账, as the address of the page holds it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from chapiao.invoice.dates import BadDate, parse_date
from chapiao.invoice.kind import Kind
from chapiao.invoice.money import BadMoney, parse_money, plain
from chapiao.invoice.status import DocStatus, TaxStatus, UseStatus, VerifyStatus

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
LONGEST_TEXT = 100
MOST_ID_DIGITS = 18


class Basis(StrEnum):
    """Which date the days of a filter mean; it is always said beside them."""

    ISSUED = "开票日期"
    BOOKED = "入账日期"


class State(StrEnum):
    """The tabs: what the tax side says, in few words. The names stand in addresses."""

    ALL = "all"
    NORMAL = "normal"
    RED = "red"
    VOIDED = "voided"
    RISKY = "risky"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """What the tab is called."""
        return _WORDS[self]

    def holds(self, status: str | None) -> bool:
        """Whether a row with this tax status stands under the tab."""
        if self is State.ALL:
            return True
        return status not in _KNOWN if self is State.UNKNOWN else status in _STATUSES[self]


_WORDS = {
    State.ALL: "全部",
    State.NORMAL: "正常",
    State.RED: "红冲",
    State.VOIDED: "作废",
    State.RISKY: "异常",
    State.UNKNOWN: "状态未知",
}
_STATUSES = {
    State.NORMAL: frozenset({TaxStatus.NORMAL}),
    State.RED: frozenset({TaxStatus.RED_FULL, TaxStatus.RED_PART, TaxStatus.RED_LOCKED}),
    State.VOIDED: frozenset({TaxStatus.VOIDED}),
    State.RISKY: frozenset({TaxStatus.LOST, TaxStatus.ABNORMAL, TaxStatus.DOUBTFUL}),
}
_KNOWN = frozenset(TaxStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """All filters at once; the default shows everything one may see. Amounts are fen."""

    state: State = State.ALL
    basis: Basis = Basis.ISSUED
    first_day: date | None = None
    last_day: date | None = None
    kind: Kind | None = None
    text: str = ""  # digits of a number or code, or a piece of a name
    entity: int | None = None
    least: int | None = None
    most: int | None = None
    verify: VerifyStatus | None = None
    doc: DocStatus | None = None
    use: UseStatus | None = None
    review: bool = False  # only those whose files contradict each other and wait for a person

    @property
    def month(self) -> str:
        """The month ("2026-11") when the days are exactly one; else ""."""
        first, last = self.first_day, self.last_day
        if first is None or last is None or (first, last) != _days(first.year, first.month):
            return ""
        return f"{first:%Y-%m}"

    @property
    def narrow(self) -> bool:
        """Whether anything is filtered away, the tabs aside."""
        return replace(self, state=State.ALL, basis=Basis.ISSUED) != Filters()

    def to_query(self) -> dict[str, str]:
        """Return what stands in the address; what is as usual stays out."""
        days = (
            {"month": self.month}
            if self.month
            else {"from": _day(self.first_day), "to": _day(self.last_day)}
        )
        told = {
            "state": "" if self.state is State.ALL else self.state.value,
            "basis": "booked" if self.basis is Basis.BOOKED else "",
            **days,
            "kind": self.kind or "",
            "q": self.text,
            "entity": "" if self.entity is None else str(self.entity),
            "min": "" if self.least is None else plain(self.least),
            "max": "" if self.most is None else plain(self.most),
            "verify": self.verify or "",
            "doc": self.doc or "",
            "use": self.use or "",
            "review": "1" if self.review else "",
        }
        return {name: str(value) for name, value in told.items() if value}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filters:
        """Return the filters of an address; what cannot be read filters nothing."""
        first, last = _span(query)
        entity = query.get("entity", "")
        return cls(
            state=_one(State, query.get("state")) or State.ALL,
            basis=Basis.BOOKED if query.get("basis") == "booked" else Basis.ISSUED,
            first_day=first,
            last_day=last,
            kind=_one(Kind, query.get("kind")),
            text=query.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT],
            entity=int(entity)
            if entity.isascii() and entity.isdigit() and len(entity) <= MOST_ID_DIGITS
            else None,
            least=_fen(query.get("min", "")),
            most=_fen(query.get("max", "")),
            verify=_one(VerifyStatus, query.get("verify")),
            doc=_one(DocStatus, query.get("doc")),
            use=_one(UseStatus, query.get("use")),
            review=query.get("review") == "1",
        )


def _span(query: Mapping[str, str]) -> tuple[date | None, date | None]:
    month = _MONTH.fullmatch(query.get("month", ""))
    if month:
        return _days(int(month[1]), int(month[2]))
    return _parse_day(query.get("from", "")), _parse_day(query.get("to", ""))


def _days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def unreadable(query: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of an address that filter nothing because they cannot be read, and why."""
    said: dict[str, str] = {}
    for name in ("from", "to"):
        try:
            parse_date(query.get(name) or "2025-01-01")
        except BadDate as error:
            said[name] = str(error)
    for name in ("min", "max"):
        try:
            parse_money(query.get(name) or "0")
        except BadMoney as error:
            said[name] = str(error)
    return said


def _parse_day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except BadDate:
        return None


def _fen(text: str) -> int | None:
    try:
        return parse_money(text) if text.strip() else None
    except BadMoney:
        return None


S = TypeVar("S", bound=StrEnum)


def _one(vocabulary: type[S], text: str | None) -> S | None:
    return next((one for one in vocabulary if one.value == text), None)
