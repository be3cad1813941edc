"""A row of an export as JSON keeps it (`told`): from the columns of an export, and back.

It is what `rows.as_payload` makes of an invoice and its state, and the columns are what
`rows.printed` and `rows.stated` make of them; a test holds both to it. Here nothing is made
in between: an export has rows by the hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from chapiao.actions.import_place import place
from chapiao.actions.red_link import red_of
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus, UseStatus, VerifyStatus
from chapiao.readers.export_packed import IN_INVOICE, ExportRows, line_of
from chapiao.store import rows
from chapiao.store.payload import lines_to_json
from chapiao.store.text import column, storable

LONGEST_RISK: Final = 10
_PLAIN: Final = tuple(name for name in IN_INVOICE if name not in {"kind", "issued_on"})
_NAMES: Final = (*_PLAIN, "kind", "issued_on", "lines", "tax_status", "use_status", "positive",
                 "risk", "red_of")  # fmt: skip
_KINDS: Final = {one.value: one.value for one in Kind}
_TAX: Final = {one.value: one.value for one in TaxStatus}
_USE: Final = {one.value: one.value for one in UseStatus}
Told = dict[str, Any]

COLUMNS: Final = (
    "key", "second_key", "number", "code", "kind", "issued_on", "seller_id", "buyer_id",
    "amount", "tax", "total", "check_code", "machine_no", "drawer", "remark", "title", "lines",
    "tax_status", "use_status", "verify_status", "positive", "risk", "red_of",
)  # fmt: skip


def told_rows(export: ExportRows) -> Iterator[tuple[int, str, str | None, Told]]:
    """Yield of each row its place, its identities, and what it says."""
    columns = export.columns
    places = map(place, columns["sheet"], columns["row"])
    seconds = (one or None for one in columns["second_number"])
    values = zip(*(columns[name] for name in _PLAIN), *_as_json(columns), strict=True)
    for where, key, second, row in zip(places, export.keys(), seconds, values, strict=True):
        yield (
            where,
            key,
            second,
            {name: value for name, value in zip(_NAMES, row, strict=True) if value is not None},
        )


def _as_json(columns: Mapping[str, Sequence[Any]]) -> Iterator[list[Any]]:
    """Yield the columns that JSON keeps otherwise; what it leaves out is None."""
    yield [one and one.value for one in columns["kind"]]
    yield [one and _iso(one) for one in columns["issued_on"]]
    yield [lines_to_json(tuple(map(line_of, one))) if one else None for one in columns["lines"]]
    yield [one and one.value for one in columns["tax_status"]]
    yield [one and one.value for one in columns["use_status"]]
    yield list(columns["positive"])
    yield [(one and one[:LONGEST_RISK]) or None for one in columns["risk"]]
    sums = zip(
        columns["red_of"], columns["remark"], columns["total"], columns["amount"], strict=True
    )
    yield [(blue or _blue(remark, total, amount)) or None for blue, remark, total, amount in sums]


def _blue(remark: str | None, total: int | None, amount: int | None) -> str:
    if not remark or (total or amount or 0) >= 0:
        return ""
    return red_of(Invoice(remark=remark, total=total, amount=amount))


def columns_of(told: Told, key: str, second_key: str | None, seller: int, buyer: int) -> list[Any]:
    """Return the COLUMNS of a new row of the pool."""
    get = told.get
    remark = get("remark")
    day = get("issued_on")
    lines = get("lines")
    return [
        key,
        second_key,
        told["number"],
        get("code") or "",
        _KINDS.get(get("kind", "")),
        None if day is None else _day(day),
        seller,
        buyer,
        get("amount"),
        get("tax"),
        get("total"),
        _short(get("check_code"), 20),
        _short(get("machine_no"), 12),
        _short(get("drawer"), 40),
        column(remark, rows.LONGEST_REMARK),
        _short(get("title"), 60),
        [_storable(one) for one in lines] if lines else [],
        _TAX.get(get("tax_status", "")),
        _USE.get(get("use_status", "")),
        VerifyStatus.NOT_CHECKED.value,
        get("positive"),
        get("risk"),
        get("red_of") or (rows.blue_of(remark) if remark else ""),
    ]


def _storable(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: storable(one) if isinstance(one, str) else one for name, one in line.items()}


@lru_cache(4096)  # an export has few days and many rows
def _iso(day: date) -> str:
    return day.isoformat()


@lru_cache(4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


_short = lru_cache(4096)(column)  # "" nearly always, or one of a few names
