"""Holdings: the one face through which an answer sees what we hold.

The store gives it with the asker's access already applied; a list in memory
(`--pool`, a scenario) gives the same. An answer never learns of a row that its
holdings do not show. Every call is a few indexed reads, whatever the size.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Protocol

from chapiao.diagnosis.facts import OurEntity, Record


class Holdings(Protocol):
    """What can be asked of the rows we hold."""

    def by_keys(self, keys: Collection[str]) -> Sequence[Record]:
        """台账 rows whose identity (or second identity) is one of the keys.

        `Record.red` holds the red invoices we know to offset it.
        """

    def by_numbers(self, numbers: Collection[str]) -> Sequence[Record]:
        """台账 rows whose printed number is one of these, whatever the code."""

    def by_prefix(self, prefix: str) -> Sequence[Record]:
        """台账 rows of 20-digit numbers that open with these digits, at most 20 of them."""

    def by_day_and_sum(self, issued_on: date, fen: int) -> Sequence[Record]:
        """台账 rows of that day whose 金额 or 价税合计 is this, at most 20 of them."""

    def exported(self, keys: Collection[str]) -> Sequence[Record]:
        """Rows of tax-bureau exports with one of these identities, newest export first."""

    def archived(self, keys: Collection[str]) -> Sequence[Record]:
        """Files in the archive with one of these identities."""

    def fresh_to(self, issued_on: date | None) -> datetime | None:
        """Up to when the newest export (covering that day) knows; None without one."""

    def ours(self) -> tuple[OurEntity, ...] | None:
        """Return the asker's companies; None when none is set up."""
