"""Window: a scope as data. It becomes SQL for the tables, and words for people.

One window says twice what it opens: `condition` for the database, `misses` for one
row with the reasons. A property test holds the two to the same answer. What is not
known of a row (its total, its kind, its date) is outside every limit on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from chapiao.invoice.model import DIGITAL_LENGTH, Invoice
from chapiao.invoice.money import plain
from chapiao.invoice.region import PROVINCES
from chapiao.store import sql

COLUMNS = ("entity_id", "key", "code", "number", "kind", "issued_on", "total", "department")
LONG, SHORT = 12, 10  # of codes
_OWN_PAIRS = {"95": "44"}  # Shenzhen has a pair of its own in digital numbers
# Two digits of the province, from the code or a digital number; "" where none tells it.
_REGION = (
    "case when {code}='' then"
    f" case length({{number}}) when {DIGITAL_LENGTH} then substr({{number}},3,2) else '' end"
    f" when length({{code}})={LONG} then substr({{code}},2,2)"
    f" when length({{code}})={SHORT} then substr({{code}},1,2) else '' end"
)
Named = Callable[[str], str]  # how a statement calls a column of the row


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What of a row decides who sees it. Money is fen; None is not known."""

    entity: int | None
    owner: int | None
    key: str
    code: str
    number: str
    kind: str | None
    issued_on: date | None
    total: int | None
    department: str = ""

    @property
    def region(self) -> str:
        """Two digits of the province where it was issued; "" where none tells it."""
        if not self.code:
            pair = self.number[2:4] if len(self.number) == DIGITAL_LENGTH else ""
            return _OWN_PAIRS.get(pair, pair)
        if len(self.code) == LONG:
            return self.code[1:3]
        return self.code[:2] if len(self.code) == SHORT else ""


def item_of(invoice: Invoice, entity: int | None, owner: int | None) -> Item:
    """Return what of an invoice outside the 台账 decides: it has no department."""
    return Item(
        entity=entity,
        owner=owner,
        key=invoice.key or "",
        code=invoice.code or "",
        number=invoice.number or "",
        kind=None if invoice.kind is None else invoice.kind.value,
        issued_on=invoice.issued_on,
        total=invoice.total,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Rows of one entity within limits. None: no such limit. `ceiling` is fen, without sign."""

    entity: int
    key: str = ""
    departments: tuple[str, ...] | None = None
    ceiling: int | None = None
    kinds: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def mark(self) -> str:
        """A short name that is the same for the same limits: an answer notes what it rests on."""
        told = repr(astuple(self)).encode()
        return f"w:{self.entity}:{hashlib.sha256(told).hexdigest()[:16]}"

    def condition(self, name: Named) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL condition for rows of the 台账 in this entity, with its values."""
        parts = [(f"{name('entity_id')}=?", (self.entity,)), *self._limits(name)]
        text = " and ".join(part for part, _ in parts)
        return f"({text})", tuple(value for _, values in parts for value in values)

    def _limits(self, name: Named) -> Iterator[tuple[str, tuple[Any, ...]]]:
        if self.key:
            yield f"{name('key')}=?", (self.key,)
        if self.ceiling is not None:
            yield f"{name('total')} between ? and ?", (-self.ceiling, self.ceiling)
        if self.first_day is not None:
            yield f"{name('issued_on')}>=?", (sql.day(self.first_day),)
        if self.last_day is not None:
            yield f"{name('issued_on')}<=?", (sql.day(self.last_day),)
        if self.kinds is not None:
            yield _among(name("kind"), self.kinds)
        if self.departments is not None:
            yield _among(name("department"), self.departments)
        if self.regions is not None:
            pairs = [own for own, pair in _OWN_PAIRS.items() if pair in self.regions]
            region = _REGION.format(code=name("code"), number=name("number"))
            yield _among(f"({region})", (*self.regions, *pairs))

    def admits(self, item: Item) -> bool:
        """Whether the row lies within."""
        return item.entity == self.entity and next(self.misses(item), None) is None

    def misses(self, item: Item) -> Iterator[str]:
        """Yield every limit that keeps a row of this entity out.

        In words for its holder: they name the limit, and nothing of what the row says.
        """
        if self.key and item.key != self.key:
            yield "只开放了另外一张发票"
        if self.ceiling is not None and (item.total is None or abs(item.total) > self.ceiling):
            over = "没有登记，不能确认不超过" if item.total is None else "超过范围上限"
            yield f"价税合计{over} ¥{plain(self.ceiling)}（不分正负）"
        if self.kinds is not None and item.kind not in self.kinds:
            yield f"票种不在范围内（{'、'.join(self.kinds)}）"
        if self.regions is not None and item.region not in self.regions:
            yield f"开票地不在范围内（{_places(self.regions)}）"
        if self.departments is not None and item.department not in self.departments:
            yield f"所属部门不在范围内（{'、'.join(self.departments)}）"
        yield from self._days(item.issued_on)

    def _days(self, day: date | None) -> Iterator[str]:
        early = self.first_day is not None and (day is None or day < self.first_day)
        late = self.last_day is not None and (day is None or day > self.last_day)
        if early or late:
            yield f"开票日期不在范围内（{span(self.first_day, self.last_day)}）"

    def says(self) -> str:
        """Say what it opens, in one line."""
        told = [f"只这一张（{self.key}）"] if self.key else []
        if self.ceiling is not None:
            told.append(f"价税合计不超过 ¥{plain(self.ceiling)}（不分正负）")
        if self.kinds is not None:
            told.append(f"票种：{'、'.join(self.kinds)}")
        if self.regions is not None:
            told.append(f"开票地：{_places(self.regions)}")
        if self.departments is not None:
            told.append(f"部门：{'、'.join(self.departments)}")
        if self.first_day or self.last_day:
            told.append(f"开票日期：{span(self.first_day, self.last_day)}")
        return "；".join(told) or "该企业的全部发票"


def place(pair: str) -> str:
    """Return the province of two digits."""
    return PROVINCES.get(pair, "未知")


def span(first: date | None, last: date | None) -> str:
    """Say from when to when; an open end is said so."""
    return f"{first or '最早'} 至 {last or '最近'}"


def _places(pairs: tuple[str, ...]) -> str:
    return "、".join(place(one) for one in pairs)


def _among(column: str, values: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the condition that a column has one of the values; of none, nothing has."""
    return (f"{column} in ({sql.marks(len(values))})", values) if values else ("1=0", ())
