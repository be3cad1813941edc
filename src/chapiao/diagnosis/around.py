"""Around: everything the number asked for may have been, in a read or two.

Neighbours one edit away, what letters or a joined code stood for, what Excel left of
it, and our own rows that Excel damaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chapiao.diagnosis.agreement import Agreement, agreement
from chapiao.diagnosis.facts import Neighbour, Record, Repair
from chapiao.diagnosis.holdings import Holdings
from chapiao.diagnosis.likeness import alike, is_exchange
from chapiao.diagnosis.question import Asked
from chapiao.invoice.damage import (
    EXCEL_DIGITS,
    Damage,
    DamageKind,
    code_damage,
    could_be,
    number_damage,
)
from chapiao.invoice.model import DIGITAL_LENGTH, identity
from chapiao.invoice.number import FISCAL, PLAIN, clean
from chapiao.invoice.variants import one_edit_variants, wrong_length_variants

MOST_OFFERED = 5  # neighbours a person can still choose from
LEAST_PREFIX = 10  # digits below which an opening names half a province


@dataclass(slots=True, kw_only=True)
class Found:
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


def look_around(asked: Asked, holdings: Holdings, found: Found) -> None:
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
        asked, ((agreement(asked, row.invoice), row) for row in _rescued(asked, holdings))
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
    asked: Asked, rows: Sequence[Record], loose: Sequence[Record], found: Found
) -> tuple[Neighbour, ...]:
    """Return the neighbours worth offering, best first.

    Eight digits lie so close together that a neighbour without a code in common is
    one only if something else that was typed agrees.
    """
    scored = [(agreement(asked, row.invoice), row) for row in rows]
    scored += [(score, row) for row in loose if (score := agreement(asked, row.invoice)).agrees]
    scored += [(agreement(asked, row.invoice), row) for row in _codes_near(asked, found)]
    if found.record is not None:  # it contradicts what was typed; only a full match beats it
        scored = [(score, row) for score, row in scored if score.agrees and not score.differs]
    return _ranked(asked, scored)


def _ranked(asked: Asked, scored: Iterable[tuple[Agreement, Record]]) -> tuple[Neighbour, ...]:
    """Return what may be meant, the best agreeing first, each invoice once.

    Of those that agree alike, two digits exchanged come first: of all pairs of numbers
    one slip apart, few are so, but many slips are.
    """
    typed = asked.number.text if asked.number is not None else ""
    best = sorted(
        scored,
        key=lambda pair: (
            pair[0].differs - pair[0].agrees,
            not is_exchange(typed, pair[1].invoice.number or ""),
        ),
    )
    unique = {(row.invoice.number, row.invoice.code): (score, row) for score, row in best[::-1]}
    return tuple(
        Neighbour(record=row, agrees=score.agrees, differs=score.differs)
        for score, row in list(unique.values())[::-1][:MOST_OFFERED]
    )


def _codes_near(asked: Asked, found: Found) -> list[Record]:
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
        return _by_what_is_left(number, asked, holdings)
    whole_code = asked.code.text if asked.code is not None else None
    meant_number = number.only if number is not None else whole_number
    meant_code = code.only if code is not None else whole_code
    key = identity(meant_code, meant_number)
    if key is not None:
        return tuple(holdings.by_keys([key]))
    return tuple(holdings.by_numbers([meant_number])) if meant_number and not meant_code else ()


def _by_what_is_left(damage: Damage, asked: Asked, holdings: Holdings) -> tuple[Record, ...]:
    """Return rows that the damaged number can have been: by its opening, by day and amount.

    Five digits open half a year's invoices of a province; beside them, the day and the
    amount still find the one that is meant.
    """
    rows = [
        row
        for prefix in damage.prefixes
        if len(prefix) >= LEAST_PREFIX
        for row in holdings.by_prefix(prefix)
    ]
    if asked.issued_on is not None and asked.amount is not None:
        rows += holdings.by_day_and_sum(asked.issued_on, asked.amount)
    return tuple(
        row
        for row in rows
        if could_be(damage, row.invoice.number or "") and row.invoice.number != damage.seen
    )
