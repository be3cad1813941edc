"""Rows in memory that count what they are asked, for the tests of gathering facts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

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


def gathered(holdings: Memory | Counting, **typed: object) -> Facts:
    return facts_for(Question(**typed), holdings, NOW)


class Counting(Memory):
    """Rows in memory that remember what they were asked."""

    asked: list[tuple[str, int]]

    def by_keys(self, keys: Collection[str]) -> Sequence[Record]:
        self._note("by_keys", keys)
        return super().by_keys(keys)

    def by_numbers(self, numbers: Collection[str]) -> Sequence[Record]:
        self._note("by_numbers", numbers)
        return super().by_numbers(numbers)

    def by_prefix(self, prefix: str) -> Sequence[Record]:
        self._note("by_prefix", [prefix])
        return super().by_prefix(prefix)

    def exported(self, keys: Collection[str]) -> Sequence[Record]:
        self._note("exported", keys)
        return super().exported(keys)

    def archived(self, keys: Collection[str]) -> Sequence[Record]:
        self._note("archived", keys)
        return super().archived(keys)

    def _note(self, what: str, keys: Collection[str]) -> None:
        self.__dict__.setdefault("asked", []).append((what, len(keys)))
