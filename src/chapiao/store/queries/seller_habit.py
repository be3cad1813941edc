"""How late a seller's invoices come into the tax bureau's exports, by those we imported."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from chapiao.store import sql
from chapiao.store.models import SnapshotState
from chapiao.store.reach import Reach
from chapiao.store.records import beijing

OF_A_SELLER = 24  # its newest invoices, which tell its habit
EXPORTS = 200  # the newest, which go back far enough


@dataclass(frozen=True, slots=True)
class Habit:
    """How late a seller's invoices come into the bureau's exports: days, and of how many."""

    days: float
    samples: int


def habit_of(seller_tax_id: str, seen: Reach) -> Habit | None:
    """Return how late this seller's newest invoices came; None where nothing is known.

    An invoice was late by as much as the newest export that should have held it, and did
    not, is younger than it: an export that was simply made late proves nothing.
    """
    sold = _sold(seller_tax_id, seen)
    exports = _exports(min((day for _, day in sold), default=None), seen)
    if not sold or not exports:
        return None
    holding = _holding([key for key, _ in sold])
    lags = [
        lag for key, day in sold if (lag := _lag(day, holding.get(key, set()), exports)) is not None
    ]
    return Habit(float(median(lags)), len(lags)) if lags else None


@dataclass(frozen=True, slots=True)
class _Export:
    pk: int
    of: tuple[int | None, str]  # whose it is, and whether of what they bought or sold
    first_day: date | None
    fresh_to: datetime


def _sold(seller_tax_id: str, seen: Reach) -> list[tuple[str, date]]:
    condition, given = seen.where("i")
    text = (
        "select i.key, i.issued_on from store_party p join store_invoice i on i.seller_id=p.id"
        f" where p.tax_id=?{condition} and i.issued_on is not null"
        f" order by i.id desc limit {OF_A_SELLER}"
    )
    found = sql.rows(text, (seller_tax_id, *given))
    return [(key, day) for key, day in found]


def _exports(since: date | None, seen: Reach) -> list[_Export]:
    if since is None:
        return []
    condition, given = seen.whole("n", "n.uploaded_by_id")
    text = (
        "select n.id, n.entity_id, n.direction, n.first_day, n.fresh_to from store_snapshot n"
        f" where n.state=? and n.fresh_to is not null{condition}"
        f" order by n.fresh_to desc limit {EXPORTS}"
    )
    return [
        _Export(pk, (entity, direction), first, beijing(fresh))
        for pk, entity, direction, first, fresh in sql.rows(
            text, (SnapshotState.IMPORTED.value, *given)
        )
        if beijing(fresh).date() >= since
    ]


def _holding(keys: Collection[str]) -> dict[str, set[int]]:
    text = f"select key, snapshot_id from store_snapshotrow where key in ({sql.marks(len(keys))})"
    found: dict[str, set[int]] = {}
    for key, snapshot in sql.rows(text, tuple(keys)):
        found.setdefault(key, set()).add(snapshot)
    return found


def _lag(day: date, holding: set[int], exports: list[_Export]) -> int | None:
    """Return by how many days at least it came late; None where no export ever held it."""
    found = [one for one in exports if one.pk in holding]
    if not found:
        return None
    came, of = min(one.fresh_to for one in found), {one.of for one in found}
    missed = [
        one.fresh_to.date()
        for one in exports
        if one.of in of and one.fresh_to < came and _covers(one, day)
    ]
    return max(((one - day).days for one in missed), default=0)


def _covers(one: _Export, day: date) -> bool:
    """Whether it should hold an invoice of that day: whole days only."""
    whole = one.fresh_to.date() >= day + timedelta(days=1)
    return whole and (one.first_day is None or one.first_day <= day)
