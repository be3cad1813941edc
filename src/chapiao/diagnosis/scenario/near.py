"""Which of all the rows and files of a world may be the invoice asked for.

A world is small, so each record is compared: the same identity, a slip away, or the same
parties, day and amount under another number.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from chapiao.diagnosis.agreement import Agreement, agreement
from chapiao.diagnosis.facts import Neighbour, Record
from chapiao.diagnosis.likeness import alike
from chapiao.diagnosis.question import Asked
from chapiao.invoice.number import clean

MOST = 5
AGREES = 2  # other things typed that a garbled number needs beside it
MOSTLY = 0.7  # of the digits in their order
FEW = 2  # digits in which two numbers of one length may differ and still be one slip


def neighbours_among(asked: Asked, records: Iterable[Record]) -> tuple[Neighbour, ...]:
    """Return the records one slip away from what was typed, the best agreeing first."""
    typed = asked.number.text if asked.number is not None else clean(asked.typed_number or "")
    code = asked.code.text if asked.code is not None else clean(asked.typed_code or "")
    if not typed:
        return ()
    found: dict[tuple[str, str], Neighbour] = {}
    for record in records:
        score = agreement(asked, record.invoice)
        if _is_near(typed, code, record) or _is_alike(typed, record, score):
            one = Neighbour(record=record, agrees=score.agrees, differs=score.differs)
            found.setdefault((record.invoice.number or "", record.invoice.code or ""), one)
    return tuple(sorted(found.values(), key=lambda one: one.differs - one.agrees)[:MOST])


def _is_near(typed: str, code: str, record: Record) -> bool:
    number, its_code = record.invoice.number or "", record.invoice.code or ""
    same_code = not code or not its_code or code == its_code
    if typed == number:
        return bool(code and its_code) and code != its_code and alike(code, its_code)
    second = record.invoice.second_number or ""
    slip = is_slip(typed, number) or is_slip(typed, second)
    return slip and (same_code or alike(code, its_code))


def _is_alike(typed: str, record: Record, score: Agreement) -> bool:
    """Whether much of the number is there and two things more agree: it was garbled."""
    number = record.invoice.number or ""
    if not score.agrees or score.differs or len(number) != len(typed):
        return False
    if alike(typed, number):
        return True
    if score.agrees < AGREES:
        return False
    return SequenceMatcher(None, typed, number, autojunk=False).ratio() >= MOSTLY


def is_slip(typed: str, number: str) -> bool:
    """Whether one number may be the other with a single slip in it.

    >>> is_slip("26112000000012345678", "26112000000012345687")
    True
    >>> is_slip("26112000000012345678", "26112000000012340078")
    False
    """
    if not typed or not number or typed == number:
        return False
    if len(typed) != len(number):
        return abs(len(typed) - len(number)) == 1 and alike(typed, number)
    wrong = [at for at, (a, b) in enumerate(zip(typed, number, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    if len(wrong) > FEW:
        return sorted(typed) == sorted(number) and len(wrong) <= FEW + 2 and _moved(typed, number)
    first, last = wrong
    return typed[first] + typed[last] == number[last] + number[first]


def _moved(typed: str, number: str) -> bool:
    """Whether one digit, or a pair, was moved to another place."""
    for width in (1, 2):
        for at in range(len(typed) - width + 1):
            piece, rest = typed[at : at + width], typed[:at] + typed[at + width :]
            if any(rest[:to] + piece + rest[to:] == number for to in range(len(rest) + 1)):
                return True
    return False
