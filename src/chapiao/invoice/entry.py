"""查询入口: where each kind is looked up, with which fields, in which form.

The entries with their limits (`entries.toml`) and the fields each wants for each kind
(`routes.toml`) are data, because the tax bureau and the vendors change them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import DIGITAL_LENGTH, Invoice
from chapiao.invoice.tables import in_force, table


class Entry(StrEnum):
    """A place where an invoice can be asked for. The names are a contract."""

    PLATFORM = "查验平台"
    ETAX = "电子税务局"
    OWN = "本系统台账"
    BEIJING = "北京本地"
    FISCAL = "财政票据平台"
    BLOCKCHAIN = "区块链平台"
    RAIL = "12306"
    VENDOR = "第三方API"


class Ask(StrEnum):
    """What a field of an entry wants, whatever its label says."""

    CODE = "发票代码"
    NO_CODE = "代码留空"
    NUMBER = "发票号码"
    DATE = "开票日期"
    DATE_DASHED = "开票日期（带横线）"
    AMOUNT = "不含税金额"
    TOTAL = "价税合计"
    CHECK = "校验码"
    CHECK_LAST6 = "校验码后6位"
    CHECK_5 = "校验码5位"
    SECOND_LAST6 = "数电票号码后6位"
    MACHINE_NO = "机器编号"
    TAX_CONTROL_CODE = "税控码"
    CAPTCHA = "验证码"


class LimitKind(StrEnum):
    """What an entry limits."""

    CHECKS_PER_DAY = "每张票每天次数"
    VISIBLE_AFTER_DAYS = "开票后几天可查"
    LOOK_BACK_YEARS = "可查年数"
    LOOK_BACK_DAYS = "可查天数"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAsk:
    """One field of an entry: its label on that page, and the form it wants."""

    ask: Ask
    label: str
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way of looking a kind up. `entry` is None for places that only people go to."""

    entry: Entry | None
    place: str
    url: str
    rank: int
    fields: tuple[FieldAsk, ...]
    note: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit of an entry. `value` is None where a limit is known but not its size."""

    what: LimitKind
    value: int | None
    says: str
    source: str
    mark: str
    valid_from: date | None = None
    valid_to: date | None = None


def entries_for(kind: Kind, region: str | None = None) -> tuple[Route, ...]:
    """Return where a kind is looked up, the first entry first; () where nobody can.

    `region` is the four digits of the place of issue; papers that only the local bureau
    knows go to another entry there.

    >>> [route.entry.value for route in entries_for(Kind.DIGITAL_ORDINARY)]
    ['查验平台', '电子税务局']
    """
    fitting = [route for route, row in _routes() if route.rank and _fits(row, kind, region)]
    return tuple(sorted(fitting, key=lambda route: route.rank))


def route_to(entry: Entry, kind: Kind, region: str | None = None) -> Route | None:
    """Return how a kind is asked for at one entry; None where it is not to be had there."""
    return next(
        (route for route, row in _routes() if route.entry is entry and _fits(row, kind, region)),
        None,
    )


def kind_for_entry(invoice: Invoice) -> Kind | None:
    """Return the kind that decides the entry: its own, its code's, or that of 20 digits.

    All digital invoices are asked for in the same way, so there the number is enough.
    """
    if invoice.kind is not None:
        return invoice.kind
    if invoice.code:
        try:
            return parse_code(invoice.code).kind
        except BadCode:
            return None
    digital = invoice.number is not None and len(invoice.number) == DIGITAL_LENGTH
    return Kind.DIGITAL_ORDINARY if digital else None


def limits_for(entry: Entry, on: date) -> tuple[Limit, ...]:
    """Return the limits of an entry that are in force on a day."""
    return tuple(limit for limit, row in _limits(entry) if in_force(row, on))


@lru_cache(maxsize=4096)
def limit_of(entry: Entry, what: LimitKind, on: date) -> int | None:
    """Return one limit of an entry on a day; None when it has none or it is not known."""
    return next((limit.value for limit in limits_for(entry, on) if limit.what is what), None)


def first_day(entry: Entry, issued_on: date) -> date:
    """Return the first day on which an invoice can be found at an entry.

    >>> first_day(Entry.PLATFORM, date(2025, 1, 4)).isoformat()
    '2025-01-05'
    """
    days = limit_of(entry, LimitKind.VISIBLE_AFTER_DAYS, issued_on) or 0
    return issued_on + timedelta(days=days)


def last_day(entry: Entry, issued_on: date, on: date) -> date | None:
    """Return the last day, by the rule of `on`, it can be found; None if it stays for ever.

    >>> last_day(Entry.PLATFORM, date(2020, 2, 29), on=date(2024, 1, 1)).isoformat()
    '2025-02-28'
    """
    days = limit_of(entry, LimitKind.LOOK_BACK_DAYS, on)
    if days is not None:
        return issued_on + timedelta(days=days)
    years = limit_of(entry, LimitKind.LOOK_BACK_YEARS, on)
    if years is None:
        return None
    try:
        return issued_on.replace(year=issued_on.year + years)
    except ValueError:  # 29 February
        return issued_on.replace(year=issued_on.year + years, day=28)


@cache
def places() -> dict[str, dict[str, str]]:
    """Return every place by its id, with name, site, source and mark."""
    return {row["id"]: row for row in table("entries")["place"]}


def _fits(row: dict[str, Any], kind: Kind, region: str | None) -> bool:
    if kind not in row["kinds"]:
        return False
    if "region" in row:
        return region in row["region"]
    return region is None or region not in row.get("except_region", ())


@cache
def _routes() -> tuple[tuple[Route, dict[str, Any]], ...]:
    return tuple((_route(row), row) for row in table("routes")["route"])


def _route(row: dict[str, Any]) -> Route:
    place = places()[row["place"]]
    return Route(
        entry=Entry(place["id"]) if place["id"] in set(Entry) else None,
        place=place["name"],
        url=place["site"],
        rank=row["rank"],
        fields=tuple(_field(*field.split(maxsplit=2)) for field in row["fields"]),
        note=row["note"],
        source=row["source"],
        mark=row["mark"],
    )


def _field(ask: str, label: str, form: str = "") -> FieldAsk:
    return FieldAsk(ask=Ask[ask], label=label, form=form)


@cache
def _limits(entry: Entry) -> tuple[tuple[Limit, dict[str, Any]], ...]:
    return tuple(
        (
            Limit(
                what=LimitKind[row["what"]],
                value=row.get("value"),
                says=row["says"],
                source=row["source"],
                mark=row["mark"],
                valid_from=row.get("valid_from"),
                valid_to=row.get("valid_to"),
            ),
            row,
        )
        for row in table("entries")["limit"]
        if row["place"] == entry
    )
