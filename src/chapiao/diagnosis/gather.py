"""Gather the facts: what was asked, put beside what we hold of it.

Only as many indexed reads as the question needs: a number we hold costs three,
one that we do not at most eight, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chapiao.diagnosis.agreement import Agreement, agreement
from chapiao.diagnosis.facts import Facts, Neighbour, Record, Repair
from chapiao.diagnosis.holdings import Holdings
from chapiao.diagnosis.likeness import alike
from chapiao.diagnosis.question import Asked, Question, understand
from chapiao.invoice.damage import (
    EXCEL_DIGITS,
    Damage,
    DamageKind,
    code_damage,
    could_be,
    number_damage,
)
from chapiao.invoice.model import DIGITAL_LENGTH, Invoice, identity
from chapiao.invoice.number import FISCAL, PLAIN, clean
from chapiao.invoice.variants import one_edit_variants, wrong_length_variants

MOST_OFFERED = 5  # neighbours a person can still choose from
LEAST_PREFIX = 10  # digits below which an opening names half a province
BOTH = 2  # so many contradicted fields and the number itself is in doubt


def facts_for(question: Question, holdings: Holdings, now: datetime) -> Facts:
    """Return everything known about the invoice asked for; never raises on typed text."""
    asked = understand(question, now.date())
    found = _Found()
    if asked.number is not None or asked.typed_number or asked.reading is not None:
        found = _look(asked, holdings)
    fresh, covered = _fresh(asked, holdings) if found.held is False else (None, None)
    return Facts(
        now=now,
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


def _in_export(found: _Found, fresh: datetime | None) -> bool | None:
    """Whether an export has it; where none was imported there was nothing to look in."""
    if found.exported is not None:
        return True
    return False if fresh is not None else None


@dataclass(slots=True, kw_only=True)
class _Found:
    """What our holdings gave, while it is being asked."""

    held: bool | None = None
    record: Record | None = None
    exported: Record | None = None
    archived: Record | None = None
    namesakes: tuple[Record, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    rescued: tuple[Neighbour, ...] = ()
    damaged: tuple[Record, ...] = ()
    repairs: tuple[Repair, ...] = ()


def _look(asked: Asked, holdings: Holdings) -> _Found:
    found = _Found()
    keys = _keys(asked)
    found.record = _first(holdings.by_keys(keys)) if keys else None
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
        _look_around(asked, holdings, found)
    return found


def _keys(asked: Asked) -> list[str]:
    """Return the identities asked for: what was typed, then what the file says."""
    code = asked.code.text if asked.code is not None else None
    typed = identity(code, asked.number.text if asked.number is not None else None)
    file = asked.reading
    of_file = (file.key, file.second_key) if file is not None else ()
    return list(dict.fromkeys(key for key in (typed, *of_file) if key))


def _first(rows: Sequence[Record]) -> Record | None:
    return rows[0] if rows else None


def _look_by_number(asked: Asked, holdings: Holdings, found: _Found) -> None:
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


def _is_doubtful(asked: Asked, found: _Found) -> bool:
    """Whether the number itself may be wrong, so that what lies near it is worth a look.

    A copy elsewhere proves the number right. A row that contradicts the typed date and
    amount at once is more likely another invoice than one with two mistakes.
    """
    if found.record is not None:
        return asked.number is not None and agreement(asked, found.record.invoice).differs >= BOTH
    return found.exported is None and found.archived is None


def _look_around(asked: Asked, holdings: Holdings, found: _Found) -> None:
    """Ask for everything the number may have been: two reads, however much that is."""
    keys, bare = _near(asked)
    zeroed = _zeroed(asked)
    repaired = [key for one in asked.repairs if (key := identity(one.code, one.number))]
    bare += [one.number for one in asked.repairs if identity(one.code, one.number) is None]
    keyed = [*keys, *zeroed, *repaired]
    rows = holdings.by_keys(keyed) if keyed else ()
    loose = holdings.by_numbers(bare) if bare else ()
    by_key = {row.invoice.key: row for row in rows}
    found.damaged += tuple(by_key[key] for key in zeroed if key in by_key)
    found.repairs = tuple(_with_record(one, by_key, loose) for one in asked.repairs)
    taken = {*zeroed, *repaired}
    near = [row for row in rows if row.invoice.key not in taken]
    found.neighbours = _offered(asked, near, loose, found)
    found.rescued = _ranked(
        (agreement(asked, row.invoice), row) for row in _rescued(asked, holdings)
    )


def _near(asked: Asked) -> tuple[list[str], list[str]]:
    """Return what is one edit away: keys, and bare numbers where no code is known."""
    code = asked.code.text if asked.code is not None else ""
    if asked.number is not None and len(asked.number.text) in {DIGITAL_LENGTH, PLAIN, FISCAL}:
        number = asked.number.text
        near = list(one_edit_variants(number, "" if asked.number.is_digital else code))
        return (near, []) if asked.number.is_digital or code else ([], near)
    digits = clean(asked.typed_number or "")
    long = list(wrong_length_variants(digits, DIGITAL_LENGTH))
    if len(digits) == DIGITAL_LENGTH and digits.isdigit():  # or a code and a number run together
        long = list(one_edit_variants(digits))
    short = wrong_length_variants(digits, PLAIN)
    keyed = [key for one in short if (key := identity(code, one))]
    return long + keyed, [] if code else list(short)


def _zeroed(asked: Asked) -> list[str]:
    """Return the form that this number takes when a spreadsheet keeps fifteen digits of it."""
    if asked.number is None or not asked.number.is_digital:
        return []
    damaged = asked.number.text[:EXCEL_DIGITS].ljust(DIGITAL_LENGTH, "0")
    return [damaged] if damaged != asked.number.text else []


def _with_record(
    one: Repair, by_key: Mapping[str | None, Record], loose: Sequence[Record]
) -> Repair:
    record = by_key.get(identity(one.code, one.number))
    if record is None:
        same = [row for row in loose if row.invoice.number == one.number]
        record = same[0] if len(same) == 1 else None
    return replace(one, record=record)


def _offered(
    asked: Asked, rows: Sequence[Record], loose: Sequence[Record], found: _Found
) -> tuple[Neighbour, ...]:
    """Return the neighbours worth offering, best first.

    Eight digits lie so close together that a neighbour without a code in common is
    one only if something else that was typed agrees.
    """
    scored = [(agreement(asked, row.invoice), row) for row in rows]
    scored += [(score, row) for row in loose if (score := agreement(asked, row.invoice)).agrees]
    scored += [(agreement(asked, row.invoice), row) for row in _codes_near(asked, found)]
    if found.record is not None:  # it contradicts what was typed; only a full match beats it
        scored = [
            (score, row) for score, row in scored if score.agrees >= BOTH and not score.differs
        ]
    return _ranked(scored)


def _ranked(scored: Iterable[tuple[Agreement, Record]]) -> tuple[Neighbour, ...]:
    """Return what may be meant, the best agreeing first, each invoice once."""
    best = sorted(scored, key=lambda pair: pair[0].differs - pair[0].agrees)
    unique = {(row.invoice.number, row.invoice.code): (score, row) for score, row in best[::-1]}
    return tuple(
        Neighbour(record=row, agrees=score.agrees, differs=score.differs)
        for score, row in list(unique.values())[::-1][:MOST_OFFERED]
    )


def _codes_near(asked: Asked, found: _Found) -> list[Record]:
    """Return rows of the same number whose code is a slip away from the typed one."""
    typed = asked.code.text if asked.code is not None else clean(asked.typed_code or "")
    return [row for row in found.namesakes if typed and alike(typed, row.invoice.code or "")]


def _rescued(asked: Asked, holdings: Holdings) -> tuple[Record, ...]:
    """Return what a number or code that a spreadsheet damaged can have been."""
    number = number_damage(asked.typed_number or "", asked.typed_code or "")
    code = code_damage(asked.typed_code or "") if asked.typed_code else None
    if number is None and code is None:
        return ()
    whole_number = asked.number.text if asked.number is not None else None
    if number is not None and number.kind is not DamageKind.LEADING_ZEROS:
        return _by_opening(number, holdings)
    whole_code = asked.code.text if asked.code is not None else None
    meant_number = number.only if number is not None else whole_number
    meant_code = code.only if code is not None else whole_code
    key = identity(meant_code, meant_number)
    if key is not None:
        return tuple(holdings.by_keys([key]))
    return tuple(holdings.by_numbers([meant_number])) if meant_number and not meant_code else ()


def _by_opening(damage: Damage, holdings: Holdings) -> tuple[Record, ...]:
    rows = [
        row
        for prefix in damage.prefixes
        if len(prefix) >= LEAST_PREFIX
        for row in holdings.by_prefix(prefix)
        if could_be(damage, row.invoice.number or "") and row.invoice.number != damage.seen
    ]
    return tuple(rows)
