"""Gather the facts: what was asked, put beside what we hold of it.

Only as many indexed reads as the question needs: a number we hold costs three,
one that we do not at most eight, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chapiao.diagnosis.agreement import agreement
from chapiao.diagnosis.around import Found, look_around
from chapiao.diagnosis.facts import Facts, Record
from chapiao.diagnosis.holdings import Holdings
from chapiao.diagnosis.likeness import may_be_of
from chapiao.diagnosis.question import LONGEST, Asked, Question, understand
from chapiao.invoice.model import Invoice, identity


def facts_for(question: Question, holdings: Holdings, now: datetime) -> Facts:
    """Return everything known about the invoice asked for; never raises on typed text."""
    asked = understand(question, now.date())
    found = Found()
    if asked.number is not None or asked.typed_number or asked.reading is not None:
        found = _look(asked, holdings)
    fresh, covered = _fresh(asked, holdings) if found.held is False else (None, None)
    return Facts(
        now=now,
        number_field=question.number[:LONGEST],
        typed_number=asked.typed_number,
        typed_code=asked.typed_code,
        typed_date=asked.typed_date,
        typed_amount=asked.typed_amount,
        typed_check_code=asked.typed_check_code,
        number=asked.number,
        code=asked.code,
        issued_on=asked.issued_on,
        amount=asked.amount,
        check_code=asked.check_code,
        buyer=asked.buyer,
        seller=asked.seller,
        hint=asked.hint,
        entry=asked.entry,
        words=asked.words,
        heard=asked.heard,
        reading=asked.reading,
        unread=asked.unread,
        held=found.held,
        record=found.record,
        exported=found.exported,
        archived=found.archived,
        in_export=_in_export(found, fresh),
        in_archive=None if found.held is not False else found.archived is not None,
        namesakes=found.namesakes,
        neighbours=found.neighbours,
        rescued=found.rescued,
        damaged=found.damaged,
        repairs=found.repairs if found.held is not None else asked.repairs,
        fresh_to=fresh,
        covered=covered,
        ours=holdings.ours(),
    )


def _fresh(asked: Asked, holdings: Holdings) -> tuple[datetime | None, bool | None]:
    """Up to when our exports know, and whether one of them covers the day of issue."""
    of_file = asked.reading.issued_on if asked.reading is not None else None
    issued_on = of_file or asked.issued_on
    covering = holdings.fresh_to(issued_on)
    if issued_on is None or covering is not None:
        return covering, None if issued_on is None else True
    newest = holdings.fresh_to(None)
    return newest, None if newest is None else False


def _in_export(found: Found, fresh: datetime | None) -> bool | None:
    """Whether an export has it; where none was imported there was nothing to look in."""
    if found.exported is not None:
        return True
    return False if fresh is not None else None


def _look(asked: Asked, holdings: Holdings) -> Found:
    found = Found()
    keys = _keys(asked)
    found.record = _first(holdings.by_keys(keys), keys) if keys else None
    if found.record is None and asked.number is not None and not asked.number.is_digital:
        _look_by_number(asked, holdings, found)
    if found.record is not None:
        found.held = True
        keys = [key for key in (found.record.invoice.key, found.record.invoice.second_key) if key]
    found.exported = _first(holdings.exported(keys)) if keys else None
    if found.record is None:
        found.held = False
        found.archived = _first(holdings.archived(keys)) if keys else None
    if _is_doubtful(asked, found):
        look_around(asked, holdings, found)
    return found


def _keys(asked: Asked) -> list[str]:
    """Return the identities asked for: what was typed, then what a file of it says."""
    code = asked.code.text if asked.code is not None else None
    number = asked.number.text if asked.number is not None else None
    file = asked.reading
    if file is not None and number is not None and not may_be_of(number, file):
        file = None  # a file of another invoice
    of_file = (file.key, file.second_key) if file is not None else ()
    return list(dict.fromkeys(key for key in (identity(code, number), *of_file) if key))


def _first(rows: Sequence[Record], keys: Sequence[str] = ()) -> Record | None:
    """Return the row of the earliest key, or else the first row there is."""
    if len(rows) <= 1:
        return rows[0] if rows else None
    by_key = {key: row for row in rows[::-1] for key in (row.invoice.key, row.invoice.second_key)}
    return next((by_key[key] for key in keys if key in by_key), rows[0])


def _look_by_number(asked: Asked, holdings: Holdings, found: Found) -> None:
    """Look for a short number without its code or with another one, or without its zeros."""
    number = asked.number.text if asked.number is not None else ""
    bare = number.lstrip("0")
    rows = holdings.by_numbers([number] if bare in {"", number} else [number, bare])
    code = asked.code.text if asked.code is not None else None
    found.damaged = tuple(row for row in rows if _lost_zeros(row.invoice, number, code))
    same = [row for row in rows if row.invoice.number == number and row not in found.damaged]
    if code is None and not asked.typed_code:
        fitting = [row for row in same if agreement(asked, row.invoice).differs == 0]
        found.record = fitting[0] if len(fitting) == 1 else None
    found.namesakes = tuple(row for row in same if row is not found.record)


def _lost_zeros(row: Invoice, number: str, code: str | None) -> bool:
    """Whether the row is this very number (and code) without the zeros in front."""
    codes = {code, code.lstrip("0")} if code is not None else {row.code}
    pair = (row.number, row.code)
    return (
        pair != (number, code or row.code)
        and row.code in codes
        and (row.number in {number, number.lstrip("0")})
    )


def _is_doubtful(asked: Asked, found: Found) -> bool:
    """Whether the number itself may be wrong, so that what lies near it is worth a look.

    A copy elsewhere proves the number right. A row that contradicts what was typed beside
    the number may be another invoice, onto which a slip in the number has fallen.
    """
    if found.record is not None:
        return asked.number is not None and agreement(asked, found.record.invoice).differs > 0
    return found.exported is None and found.archived is None
