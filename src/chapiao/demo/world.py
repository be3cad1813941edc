"""The demo world: the same for the same seed and day, without a clock or a database.

Names, numbers and tax ids are nobody's. The dates follow the day the world is
made, so that it always looks three years back from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from chapiao.demo.cast import Cast, make_cast
from chapiao.demo.group import Company, group
from chapiao.demo.makers import Order, Tools, make, supplier_for
from chapiao.demo.red import red_row, reddened
from chapiao.demo.row import Row
from chapiao.demo.state import row_of
from chapiao.invoice.kind import Kind
from chapiao.invoice.status import TaxStatus

SEED = 20261124
DAYS = 3 * 365
_COMPANY_WEIGHTS = (50, 20, 18, 12)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many of a kind, and between which parts of the three years (0 oldest, 1 today)."""

    kind: Kind
    count: int
    start: float = 0.0
    end: float = 1.0
    not_before: date = date.min


PLANS = (
    Plan(Kind.DIGITAL_ORDINARY, 640, 0.1),
    Plan(Kind.DIGITAL_SPECIAL, 560, 0.1),
    Plan(Kind.DIGITAL_VEHICLE, 8, 0.3),
    Plan(Kind.DIGITAL_USED_VEHICLE, 5, 0.3),
    Plan(Kind.PAPER_DIGITAL_SPECIAL, 40, 0.1),
    Plan(Kind.PAPER_DIGITAL_ORDINARY, 30, 0.1),
    Plan(Kind.PAPER_DIGITAL_VEHICLE, 4, 0.1),
    Plan(Kind.PAPER_DIGITAL_USED_VEHICLE, 3, 0.1),
    Plan(Kind.RAIL, 210, not_before=date(2024, 11, 1)),
    Plan(Kind.AIR, 60, not_before=date(2024, 12, 1)),
    Plan(Kind.SPECIAL, 130, end=0.6),
    Plan(Kind.ORDINARY, 80, end=0.6),
    Plan(Kind.ROLL, 70, end=0.8),
    Plan(Kind.E_SPECIAL, 70, end=0.6),
    Plan(Kind.E_ORDINARY, 200, end=0.7),
    Plan(Kind.TOLL, 90, end=0.8),
    Plan(Kind.VEHICLE, 8, end=0.5),
    Plan(Kind.USED_VEHICLE, 5, end=0.6),
    Plan(Kind.BLOCKCHAIN, 30),
    Plan(Kind.FISCAL, 40),
    Plan(Kind.MACHINE, 30, end=0.8),
    Plan(Kind.QUOTA, 40),
    Plan(Kind.MANUAL, 10, end=0.5),
    Plan(Kind.TAXI, 90),
)
_FREIGHT_DAYS = (date(2016, 3, 15), date(2016, 4, 20), date(2016, 5, 18))  # the kind ended in 2016
_REDDENED = frozenset({Kind.DIGITAL_ORDINARY, Kind.DIGITAL_SPECIAL, Kind.E_ORDINARY})
_RED_AGE = 40  # days a blue invoice must be old to be offset by now


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is made up, as of one day."""

    made_on: date
    companies: tuple[Company, ...]
    rows: tuple[Row, ...]
    cast: Cast


def world(made_on: date, seed: int = SEED) -> World:
    """Return the world as it stands on the day it is made."""
    tools = Tools(Random(seed))
    companies = group(made_on)
    cast = make_cast(made_on, companies, tools)
    rows = [_row(order, made_on) for order in _orders(made_on, companies, tools)]
    rows += _reds(rows, made_on, tools)
    rows += cast.ledger
    rows.sort(key=lambda row: row.added_at)
    return World(made_on, companies, tuple(rows), cast)


@lru_cache(maxsize=4)
def world_of(made_on: date) -> World:
    """Return the demo's own world of that day, made once in a process."""
    return world(made_on)


def _orders(made_on: date, companies: tuple[Company, ...], tools: Tools) -> Iterator[Order]:
    chance = tools.chance
    oldest = made_on - timedelta(days=DAYS)
    for plan in PLANS:
        first = max(oldest + timedelta(days=int(DAYS * plan.start)), plan.not_before)
        last = oldest + timedelta(days=int(DAYS * plan.end) - 1)
        span = (last - first).days
        for _ in range(plan.count if span > 0 else 0):
            buyer = chance.choices(companies, _COMPANY_WEIGHTS)[0]
            seller = supplier_for(buyer, plan.kind, chance)
            day = _working_day(first, span, chance)
            yield Order(plan.kind, day, buyer, seller, tools)
    for day in _FREIGHT_DAYS:
        yield Order(
            Kind.FREIGHT, day, companies[0], supplier_for(companies[0], Kind.FREIGHT, chance), tools
        )


def _working_day(first: date, span: int, chance: Random) -> date:
    day = first + timedelta(days=chance.randint(0, span))
    return day - timedelta(days=max(0, day.weekday() - 4)) if day > first + timedelta(2) else day


def _row(order: Order, made_on: date) -> Row:
    invoice = make(order)
    company = next(i for i, one in enumerate(group(made_on)) if one.tax_id == order.buyer.tax_id)
    return row_of(invoice, company, made_on, order.day, order.chance)


def _reds(rows: list[Row], made_on: date, tools: Tools) -> list[Row]:
    """Offset some blue rows, wholly or in part; their own rows change with it."""
    reds = []
    for place, blue in enumerate(rows):
        day = blue.invoice.issued_on
        if blue.invoice.kind not in _REDDENED or blue.tax_status is not TaxStatus.NORMAL:
            continue
        if day is None or (made_on - day).days < _RED_AGE or tools.chance.random() > 0.03:  # noqa: PLR2004 - rare
            continue
        whole = tools.chance.random() < 0.7 or len(blue.invoice.lines) < 1  # noqa: PLR2004 - mostly
        share = 100 if whole else tools.chance.choice((10, 20, 30))
        rows[place] = reddened(blue, whole=whole)
        later = day + timedelta(days=tools.chance.randint(3, _RED_AGE - 5))
        reds.append(red_row(blue, later, share, made_on, tools))
    return reds
