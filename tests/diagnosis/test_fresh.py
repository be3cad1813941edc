from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from chapiao.diagnosis.facts import LEDGER, Facts, Record
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.memory import Memory
from chapiao.diagnosis.question import Question
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.model import Invoice

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=BEIJING)
NUMBER = "26112000000012345678"
OTHER = "26112000000099990000"
CODE = "011002600111"


def row(number: str, source: str = LEDGER, **fields: object) -> Record:
    return Record(invoice=Invoice(number=number, **fields), source=source)


def gathered(holdings: Memory, **typed: object) -> Facts:
    return facts_for(Question(**typed), holdings, NOW)


class Covering(Memory):
    """Exports that know 2026-11-22, and cover October."""

    def fresh_to(self, issued_on: date | None) -> datetime | None:
        covers = issued_on is None or issued_on.month == 10
        return datetime(2026, 11, 22, 20, 0, tzinfo=BEIJING) if covers else None


@pytest.mark.parametrize(
    ("holdings", "typed", "fresh", "covered"),
    [
        (Covering(), {"date": "20261020"}, True, True),
        (Covering(), {"date": "20261123"}, True, False),
        (Covering(), {}, True, None),
        (Memory(), {"date": "20261123"}, False, None),
        (Covering(), {"file": Invoice(number=NUMBER, issued_on=date(2026, 10, 2))}, True, True),
    ],
)
def test_how_fresh_the_exports_are_and_whether_they_cover_the_day(
    holdings: Memory,
    typed: dict[str, Any],
    fresh: bool,  # noqa: FBT001
    covered: bool | None,  # noqa: FBT001
) -> None:
    facts = gathered(holdings, number=NUMBER, **typed)

    assert (facts.fresh_to is not None) == fresh
    assert facts.covered is covered
