"""能力矩阵: which vendor can answer for a kind, a date and a region, with what, and why not.

A pure table and the questions one puts to it. What the vendor's documentation does not
settle is "not sure", and may be tried; what it does not list at all is not sent there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from chapiao.diagnosis.say import when
from chapiao.invoice.kind import Kind
from chapiao.invoice.region import CITIES
from chapiao.outside.channels.model import Vendor

# What a vendor wants beside number and day, as people call it.
FIELDS = {
    "AMOUNT": "不含税金额",
    "TOTAL": "价税合计",
    "CHECK_LAST6": "校验码后6位",
    "CHECK_5": "校验码5位",
    "SECOND_LAST6": "数电票号码后6位",
    "SELLER": "销方税号",
}
NUMBER_ONLY = Kind.DIGITAL_ORDINARY  # all kinds with 20 digits are asked for alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """How a vendor asks for one kind: its own name of it, and the fields it wants."""

    name: str
    fields: tuple[str, ...]
    sure: bool

    @property
    def labels(self) -> str:
        """The fields it wants, as people call them."""
        return "＋".join(FIELDS[one] for one in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """What one vendor's documentation says it can do. `price`: fen for a thousand checks."""

    vendor: Vendor
    kinds: Mapping[Kind, Asks]
    number: bool
    today: bool | None
    years: int
    only: Mapping[Kind, frozenset[str]]
    per_second: int
    price: int | None
    source: str
    mark: str

    @property
    def today_label(self) -> str:
        """Whether an invoice can be checked on its day of issue, in words."""
        return {True: "能查", False: "次日才能查", None: "文档没有写清楚"}[self.today]

    @property
    def number_label(self) -> str:
        """Whether the 20 digits alone are enough, in words."""
        return "能" if self.number else "不能，要先知道票种"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be checked. `kind` None: only a number of 20 digits is known.

    `region` is the four digits of the place of issue; None where it is not known.
    """

    kind: Kind | None
    issued_on: date | None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a channel of ours stands now: switched on, paused until, out of money."""

    vendor: Vendor
    rank: int
    on: bool = True
    why_off: str = "已停用"
    paused_until: datetime | None = None
    paused_by: str = ""
    over_budget: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether a vendor can answer; None: its documentation does not settle it, try."""

    vendor: Vendor
    can: bool | None
    why: str
    source: str
    mark: str


def ability(vendor: Vendor) -> Ability:
    """Return what a vendor can do."""
    return _abilities()[vendor]


def named(vendor: Vendor, kind: Kind | None) -> str:
    """Return a vendor's own name of a kind; "" where it has or needs none."""
    asks = None if kind is None else ability(vendor).kinds.get(kind)
    return "" if asks is None else asks.name


def asks_of(vendor: Vendor, kind: Kind | None) -> Asks | None:
    """Return how a vendor asks for a kind; None where it does not list it."""
    one = ability(vendor)
    if kind is None:
        return one.kinds[NUMBER_ONLY] if one.number else None
    return one.kinds.get(kind)


def judge(vendor: Vendor, wanted: Wanted, today: date) -> Judged:
    """Return whether a vendor can answer for an invoice, by its documentation.

    >>> judge(Vendor.BAIDU, Wanted(kind=Kind.TAXI, issued_on=None), date(2026, 1, 1)).can
    False
    """
    one = ability(vendor)
    can, why = _judged(one, wanted, today)
    return Judged(vendor=vendor, can=can, why=why, source=one.source, mark=one.mark)


def in_order(
    ours: Sequence[Standing], wanted: Wanted, now: datetime
) -> tuple[tuple[Judged, ...], tuple[Judged, ...]]:
    """Return who can answer now, in the order they are asked, and who cannot, with the reason.

    Those that surely can come before those that may; among them the operator's order.
    """
    judged = [(_now(one, judge(one.vendor, wanted, now.date()), now), one.rank) for one in ours]
    able = sorted(
        (each for each in judged if each[0].can is not False),
        key=lambda each: (each[0].can is None, each[1], each[0].vendor),
    )
    unable = sorted(
        (each for each in judged if each[0].can is False),
        key=lambda each: (each[1], each[0].vendor),
    )
    return tuple(each for each, _ in able), tuple(each for each, _ in unable)


def _now(one: Standing, judged: Judged, now: datetime) -> Judged:
    """Return the judgement with what stands in the way just now."""
    why = ""
    if not one.on:
        why = one.why_off
    elif one.over_budget:
        why = "本月预算已经用完"
    elif one.paused_until is not None and one.paused_until > now:
        why = f"暂停使用：{one.paused_by}，{when(one.paused_until, now)}再试"
    if not why or judged.can is False:
        return judged
    return Judged(vendor=one.vendor, can=False, why=why, source="本系统", mark="A")


def _judged(one: Ability, wanted: Wanted, today: date) -> tuple[bool | None, str]:
    why = _no_kind(one, wanted) or _no_date(one, wanted.issued_on, today)
    if why:
        return False, why
    if wanted.issued_on == today and one.today is None:
        return None, "当天开的票能不能查，厂商文档没有写清楚"
    asks = asks_of(one.vendor, wanted.kind)
    if asks is None or not asks.sure:
        return None, "这种票能不能查，厂商文档没有写清楚"
    return True, "可以查"


def _no_kind(one: Ability, wanted: Wanted) -> str:
    """Return why a vendor cannot answer for a kind from a place; "" when it can."""
    if wanted.kind is None:
        return "" if one.number else "要先知道票种，只凭20位号码查不了"
    if wanted.kind not in one.kinds:
        return f"厂商文档没有列出{wanted.kind}"
    places = one.only.get(wanted.kind)
    names = "、".join(CITIES.get(place, place) for place in sorted(places or ()))
    return f"这种票只能查{names}开具的" if places and wanted.region not in places else ""


def _no_date(one: Ability, issued_on: date | None, today: date) -> str:
    """Return why a vendor cannot answer for a day of issue; "" when it can."""
    if issued_on is None:
        return ""
    if issued_on > today:
        return "开票日期还没有到"
    if issued_on < _years_before(today, one.years):
        return f"只能查最近{one.years}年内开具的"
    return "当天开的票要到次日" if issued_on == today and one.today is False else ""


def _years_before(today: date, years: int) -> date:
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


@cache
def _abilities() -> dict[Vendor, Ability]:
    text = Path(__file__).with_name("capability.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {vendor: _ability(vendor, table[vendor]) for vendor in Vendor}


def _ability(vendor: Vendor, row: dict[str, Any]) -> Ability:
    return Ability(
        vendor=vendor,
        kinds={
            Kind(kind): Asks(name=name, fields=tuple(fields.split("+")), sure=sure == "sure")
            for kind, name, fields, sure in row["kinds"]
        },
        number=row["number"],
        today=row.get("today"),
        years=row["years"],
        only={Kind(kind): frozenset(places) for kind, places in row.get("only", {}).items()},
        per_second=row["per_second"],
        price=row["price"] * 100 if "price" in row else None,
        source=row["source"],
        mark=row["mark"],
    )
