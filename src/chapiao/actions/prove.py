"""Whether who asks holds an invoice that is out of their sight: then they are told so.

Proof is the exact identity and its date or an amount of it, typed or on a file. Who
only knows a number learns nothing, and who guesses dates is told nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chapiao.actions import questions
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.likeness import may_be_of
from chapiao.diagnosis.question import understand
from chapiao.invoice.model import identity
from chapiao.store.kin import beyond, stewards
from chapiao.store.models import Entity, Invoice, Lookup, Person
from chapiao.store.records import BEIJING
from chapiao.store.why import item_of_row, why

MOST_GUESSES = 5  # different dates and amounts for one invoice in a day
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """An invoice on file out of the asker's sight, which they proved to hold."""

    row: Invoice
    entity: Entity
    because: tuple[str, ...]  # which limits hide it
    ask: tuple[str, ...]  # who can let them in


def proven(asker: Person, facts: Facts, now: datetime) -> Hidden | None:
    """Return the hidden invoice whose holder asks; None where there is none, or no proof."""
    if facts.held is not False or not _says_more(facts):
        return None
    keys = keys_of(facts)
    for row in beyond(asker, keys):
        if _proves(facts, row) and not _guesses(asker, keys, now):
            return told(asker, row, now)
    return None


def told(asker: Person, row: Invoice, now: datetime) -> Hidden | None:
    """Return what the holder of this row may know of it."""
    if row.entity is None:
        return None
    names = tuple(str(one) for one in stewards(row.entity))
    return Hidden(
        row=row,
        entity=row.entity,
        because=why(asker, item_of_row(row), now).because,
        ask=names or ("系统管理员",),
    )


def keys_of(facts: Facts) -> list[str]:
    """Return the exact identities asked for: typed, and those of the file."""
    number = facts.number.text if facts.number is not None else None
    code = facts.code.text if facts.code is not None else None
    file = facts.reading
    if file is not None and number is not None and not may_be_of(number, file):
        file = None  # a file of another invoice
    of_file = (file.key, file.second_key) if file is not None else ()
    return list(dict.fromkeys(key for key in (identity(code, number), *of_file) if key))


def _says_more(facts: Facts) -> bool:
    return facts.issued_on is not None or facts.amount is not None or facts.reading is not None


def _proves(facts: Facts, row: Invoice) -> bool:
    """Whether a date or amount of the question is that of the row."""
    days = {facts.issued_on}
    sums = {facts.amount}
    if facts.reading is not None:
        days.add(facts.reading.issued_on)
        sums |= {facts.reading.total, facts.reading.amount}
    return bool((days - {None}) & {row.issued_on} or (sums - {None}) & {row.total, row.amount})


def _guesses(asker: Person, keys: list[str], now: datetime) -> bool:
    """Whether so many dates and amounts were tried today that this one may be a lucky guess."""
    lately = Lookup.objects.filter(asker=asker, asked_at__gt=now - A_DAY, key__in=keys)
    asked = lately.values_list("question", flat=True)
    return len({_guess(one, now) for one in asked}) > MOST_GUESSES


def _guess(kept: dict[str, Any], now: datetime) -> tuple[date | int | None, ...]:
    """Return the dates and amounts of a question, wherever they stood: typed, pasted, on a file."""
    said = understand(questions.from_json(kept), now.astimezone(BEIJING).date())
    file = said.reading
    shown = () if file is None else (file.issued_on, file.total, file.amount)
    return (said.issued_on, said.amount, *shown)
