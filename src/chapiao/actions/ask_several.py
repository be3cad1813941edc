"""Ask for several invoices at once: a column of numbers out of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.store.models import Lookup, Person

MOST = 200
# One cell: nothing but what a number is made of, so that a pasted paragraph stays one question.
_NUMBER = re.compile(
    r"[\s'\"=]*(?:No\.?|№)?[\s'\"=]*(\d{8}|\d{20}|\d\.\d+E\+?\d+)[\s'\";；,，]*", re.IGNORECASE
)
_CELLS = re.compile(r"[\n\r\t;；]+")


class TooMany(Exception):
    """More numbers than are asked at once. The message can be shown to the user."""


def numbers_in(text: str) -> tuple[str, ...]:
    r"""Return the numbers of a text that is nothing but numbers, each once; else nothing.

    >>> numbers_in("26112000000012345678\n12345678")
    ('26112000000012345678', '12345678')
    >>> numbers_in("26112000000012345678")
    ()
    >>> numbers_in("请查\n12345678\n12345679")
    ()
    """
    cells = [cell for cell in _CELLS.split(text) if cell.strip()]
    found = [_NUMBER.fullmatch(cell) for cell in cells]
    if len(cells) <= 1 or not all(found):
        return ()
    return tuple(dict.fromkeys(one[1] for one in found if one))


def ask_several(
    *, asker: Person, numbers: Sequence[str], question: Question, now: datetime
) -> list[Lookup]:
    """Look each number up; what was typed beside them is said of none of them, but the entry.

    Raises:
        TooMany: more than are asked at once.
        look_up.NotAllowed: the asker belongs to no company.
    """
    if len(numbers) > MOST:
        msg = f"一次最多查 {MOST} 个号码，这里有 {len(numbers)} 个，请分几次粘贴"
        raise TooMany(msg)
    beside = Question(entry=question.entry, answer=question.answer)
    return [
        look_up(asker=asker, question=replace(beside, number=number), now=now) for number in numbers
    ]
