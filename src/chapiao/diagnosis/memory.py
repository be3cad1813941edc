"""Memory: holdings over rows in memory, for `--pool`, scenarios and tests.

Every call is a dict read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from chapiao.diagnosis.facts import LEDGER, OurEntity, Record
from chapiao.invoice.dates import BadDate, parse_date
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import DIGITAL_LENGTH, Invoice, identity
from chapiao.invoice.money import BadMoney, parse_money
from chapiao.invoice.typed import halfwidth

AT_MOST = 20  # rows that one prefix gives; more is no answer to a person
# A red 数电 remark names its blue invoice (domain §3.3 [A sample]).
_BLUE = re.compile(r"被红冲蓝字数电(?:发)?票号码[:：]\s*(\d{20})")
_TEXTS = (
    "code", "number", "second_number", "seller_name", "seller_tax_id",
    "buyer_name", "buyer_tax_id", "check_code", "machine_no", "remark", "title",
)  # fmt: skip


class BadRow(ValueError):
    """A row of a pool is no invoice. The message can be shown to the user."""


class Memory:
    """Holdings that keep their rows in dicts."""

    def __init__(
        self,
        ledger: Iterable[Record] = (),
        *,
        exported: Iterable[Record] = (),
        archived: Iterable[Record] = (),
        fresh_to: datetime | None = None,
        ours: tuple[OurEntity, ...] | None = None,
    ) -> None:
        rows = _with_reds(tuple(ledger))
        self._keys = _by_key(rows)
        self._numbers: defaultdict[str, list[Record]] = defaultdict(list)
        self._sums: dict[tuple[date, int], list[Record]] = {}
        for row in rows:
            invoice = row.invoice
            self._numbers[invoice.number or ""].append(row)
            if invoice.issued_on is not None:
                for fen in {invoice.amount, invoice.total} - {None}:
                    self._sums.setdefault((invoice.issued_on, fen or 0), []).append(row)
        self._digital = sorted(number for number in self._numbers if len(number) == DIGITAL_LENGTH)
        self._exported = _by_key(exported)
        self._archived = _by_key(archived)
        self._fresh_to = fresh_to
        self._ours = ours

    def by_keys(self, keys: Collection[str]) -> Sequence[Record]:
        """台账 rows with one of these identities."""
        return _pick(self._keys, keys)

    def by_numbers(self, numbers: Collection[str]) -> Sequence[Record]:
        """台账 rows whose printed number is one of these."""
        return _pick(self._numbers, numbers)

    def by_prefix(self, prefix: str) -> Sequence[Record]:
        """台账 rows of 20-digit numbers that open with these digits."""
        start = bisect_left(self._digital, prefix)
        near = islice(self._digital, start, start + AT_MOST)
        return self.by_numbers([number for number in near if number.startswith(prefix)])

    def by_day_and_sum(self, issued_on: date, fen: int) -> Sequence[Record]:
        """台账 rows of that day whose 金额 or 价税合计 is this."""
        return self._sums.get((issued_on, fen), ())[:AT_MOST]

    def exported(self, keys: Collection[str]) -> Sequence[Record]:
        """Return exported rows with one of these identities."""
        return _pick(self._exported, keys)

    def archived(self, keys: Collection[str]) -> Sequence[Record]:
        """Return archived files with one of these identities."""
        return _pick(self._archived, keys)

    def fresh_to(self, issued_on: date | None) -> datetime | None:  # noqa: ARG002 - one export covers all
        """Up to when the export knows."""
        return self._fresh_to

    def ours(self) -> tuple[OurEntity, ...] | None:
        """Return the asker's companies."""
        return self._ours


def _by_key(rows: Iterable[Record]) -> dict[str, list[Record]]:
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for row in rows:
        keys = {row.invoice.key, row.invoice.second_key} - {None}
        for key in keys:
            found[key or ""].append(row)
    return dict(found)


def _pick(index: Mapping[str, list[Record]], keys: Collection[str]) -> list[Record]:
    hits = [row for key in keys if key in index for row in index[key]]
    return hits if len(hits) < 2 else list({id(row): row for row in hits}.values())  # noqa: PLR2004


def _with_reds(rows: tuple[Record, ...]) -> tuple[Record, ...]:
    """Link each red invoice to the blue one that its remark names."""
    reds: defaultdict[str, list[Invoice]] = defaultdict(list)
    for row in rows:
        found = _BLUE.search(row.invoice.remark or "")
        if found:
            reds[found[1]].append(row.invoice)
    if not reds:
        return rows
    return tuple(
        replace(row, red=(*row.red, *reds[row.invoice.number or ""]))
        if (row.invoice.number or "") in reds
        else row
        for row in rows
    )


def record_of(row: Mapping[str, Any]) -> Record:
    """Return a pool row as a record. A value that cannot be read is not known.

    Raises:
        BadRow: it has no number, so that nothing could ever find it.
    """
    texts: dict[str, Any] = {name: _text(row.get(name)) for name in _TEXTS}
    if not texts["number"]:
        msg = "这一行没有发票号码（number）"
        raise BadRow(msg)
    kind = _kind(row.get("kind"))
    if texts["code"] is None and identity(None, texts["number"]):
        texts["code"] = ""
    invoice = Invoice(
        **texts,
        kind=kind,
        issued_on=_date(row.get("date")),
        amount=_money(row.get("amount")),
        tax=_money(row.get("tax")),
        total=_money(row.get("total")),
    )
    return Record(invoice=invoice, source=LEDGER, ref=str(row.get("id") or ""))


def _text(value: object) -> str | None:
    return None if value is None else halfwidth(str(value))


def _kind(value: object) -> Kind | None:
    try:
        return Kind(str(value))
    except ValueError:
        return None


def _date(value: object) -> date | None:
    try:
        return parse_date(str(value)) if value else None
    except BadDate:
        return None


def _money(value: object) -> int | None:
    try:
        return None if value is None else parse_money(str(value))
    except BadMoney:
        return None
