"""StoreHoldings: what an answer may see of our rows, the asker's access applied."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from chapiao.diagnosis.facts import ARCHIVE, EXPORT, OurEntity, Record
from chapiao.invoice.model import Invoice
from chapiao.store import sql
from chapiao.store.access import Reach, reach
from chapiao.store.models import Person, SnapshotState
from chapiao.store.queries import exact
from chapiao.store.reading import invoice_of
from chapiao.store.records import beijing, record
from chapiao.store.rows import from_payload
from chapiao.store.window import item_of

_IMPORTED = SnapshotState.IMPORTED.value


class StoreHoldings:
    """Implements `diagnosis.holdings.Holdings` for one person.

    `private` becomes true once it showed a row that the person sees only because they
    handed it in, or through a window: an answer resting on it is not for everybody.
    """

    def __init__(self, person: Person) -> None:
        self.seen: Reach = reach(person)
        self.until: datetime | None = None  # up to when it is known; None: up to now
        self.private = False
        self._ours: tuple[OurEntity, ...] | None = None
        self._asked_ours = False
        self._in_no_import: set[str] = set()

    def by_keys(self, keys: Collection[str]) -> Sequence[Record]:
        """台账 rows whose identity (or second identity) is one of the keys."""
        return self._records(exact.exact(keys, self.seen)) if keys else ()

    def by_numbers(self, numbers: Collection[str]) -> Sequence[Record]:
        """台账 rows whose printed number is one of these, whatever the code."""
        return self._records(exact.by_numbers(numbers, self.seen)) if numbers else ()

    def by_prefix(self, prefix: str) -> Sequence[Record]:
        """台账 rows of 20-digit numbers that open with these digits, at most 20 of them."""
        return self._records(exact.by_prefix(prefix, self.seen))

    def by_day_and_sum(self, issued_on: date, fen: int) -> Sequence[Record]:
        """台账 rows of that day whose 金额 or 价税合计 is this, at most 20 of them."""
        return self._records(exact.by_day_and_sum(issued_on, fen, self.seen))

    def exported(self, keys: Collection[str]) -> Sequence[Record]:
        """Rows of imported exports with one of these identities, newest export first."""
        if self._in_no_import.issuperset(keys):
            return ()
        condition, given = self.seen.at_most("n", "n.uploaded_by_id")
        text = (
            "select r.id, n.entity_id, n.id, n.fresh_to, n.uploaded_at, r.payload, n.uploaded_by_id"
            " from store_snapshotrow r join store_snapshot n on n.id=r.snapshot_id"
            f" where {_either('r', len(keys))} and n.state=?{condition}"
        )
        found = sql.rows(text, (*keys, *keys, _IMPORTED, *given))
        found.sort(key=lambda row: row[3] or row[4], reverse=True)
        return self._shown(found, _exported_record)

    def archived(self, keys: Collection[str]) -> Sequence[Record]:
        """Files in the archive with one of these identities, as first received."""
        if not keys:
            return ()
        condition, given = self.seen.at_most("f", "d.received_by_id")
        text = (
            "select f.id, f.entity_id, d.id, f.reading, d.received_at, d.received_by_id"
            " from store_face f join store_document d on d.id=f.document_id"
            f" where {_either('f', len(keys))}{condition} order by f.id"
        )
        return self._shown(sql.rows(text, (*keys, *keys, *given)), _archived_record)

    def fresh_to(self, issued_on: date | None) -> datetime | None:
        """Up to when the newest export (covering that day) knows; None without one."""
        condition, given = self.seen.whole("n", "n.uploaded_by_id")
        covers = ""
        if issued_on is not None:
            covers = " and (n.first_day is null or n.first_day<=?)"
            covers += " and (n.last_day is null or n.last_day>=?)"
            given = (sql.day(issued_on), sql.day(issued_on), *given)
        text = (
            "select n.fresh_to from store_snapshot n where n.state=? and n.fresh_to is not null"
            f"{covers}{condition} order by n.fresh_to desc limit 1"
        )
        found = sql.rows(text, (_IMPORTED, *given))
        return beijing(found[0][0]) if found else None

    def ours(self) -> tuple[OurEntity, ...] | None:
        """Return the asker's companies, former names newest first; None when none is set up."""
        if not self._asked_ours:
            self._ours = self._read_ours()
            self._asked_ours = True
        return self._ours

    def _records(self, found: Sequence[tuple[Any, ...]]) -> list[Record]:
        if not found:
            return []
        self._note(found)
        for row in found:
            if not row[exact.IMPORTED_COLUMN]:
                number, code, second = row[3], row[2], row[4]
                self._in_no_import |= {f"{number}-{code}" if code else number, second}
        if not any(row[exact.HAS_RED_COLUMN] for row in found):
            return [record(row) for row in found]
        red = self._red(found)
        return [replace(record(row), red=_offsets(row, red)) for row in found]

    def _red(self, found: Sequence[tuple[Any, ...]]) -> dict[str, dict[str, Invoice]]:
        """Return the red invoices by what they offset, each once, however many pools hold it."""
        blue = {name for row in found for name in _names(row)}
        offsets: defaultdict[str, dict[str, Invoice]] = defaultdict(dict)
        for row in exact.red_of(blue, self.seen):
            invoice = record(row).invoice
            offsets[row[exact.RED_OF_COLUMN]][invoice.key or ""] = invoice
        return offsets

    def _note(self, found: Sequence[tuple[Any, ...]]) -> None:
        if not self.seen.everything and any(row[1] not in self.seen.entities for row in found):
            self.private = True

    def _shown(
        self, found: Sequence[tuple[Any, ...]], read: Callable[[tuple[Any, ...]], Record]
    ) -> list[Record]:
        """Return the records of rows that end with their owner, as far as they may be seen."""
        seen, shown = self.seen, []
        for row in found:
            one = read(row)
            if not seen.windows or seen.shows(item_of(one.invoice, row[1], row[-1])):
                self._note((row,))
                shown.append(one)
        return shown

    def _read_ours(self) -> tuple[OurEntity, ...] | None:
        mine = self.seen.companies
        if not (self.seen.everything or mine):
            return None
        which = "" if self.seen.everything else f" where e.id in ({sql.marks(len(mine))})"
        return _entities(tuple(sql.rows(_OURS.format(which=which), (*mine, *mine)))) or None


# Each company comes with its former names, newest first, and then its former tax ids.
_OURS = (
    "select e.id, e.name, e.tax_id, f.name, null, case when f.until is null then 1 else 0 end,"
    " f.until from store_entity e left join store_formername f on f.entity_id=e.id{which}"
    " union all select e.id, e.name, e.tax_id, null, t.tax_id, 2, t.until"
    " from store_entity e join store_formertaxid t on t.entity_id=e.id{which}"
    " order by 1, 6, 7 desc"
)


@lru_cache(maxsize=256)  # always the same rows, until a company is added or renamed
def _entities(rows: tuple[sql.Row, ...]) -> tuple[OurEntity, ...]:
    known: dict[tuple[int, str, str], tuple[list[str], list[str]]] = {}
    for pk, name, tax_id, former, former_id, *_ in rows:
        names, ids = known.setdefault((pk, name, tax_id), ([], []))
        if former is not None:
            names.append(former)
        if former_id is not None:
            ids.append(former_id)
    return tuple(
        OurEntity(name=name, tax_id=tax_id, former_names=tuple(names), former_tax_ids=tuple(ids))
        for (_, name, tax_id), (names, ids) in known.items()
    )


def _names(row: tuple[Any, ...]) -> tuple[str, ...]:
    """Return how a red invoice may name this row: by number, key or second identity."""
    number, code, second = row[3], row[2], row[4]
    return (number, *((f"{number}-{code}",) if code else ()), *((second,) if second else ()))


def _offsets(row: tuple[Any, ...], red: dict[str, dict[str, Invoice]]) -> tuple[Invoice, ...]:
    if row[23] is False:  # a red invoice is offset by none
        return ()
    every = {key: one for name in _names(row) for key, one in red.get(name, {}).items()}
    return tuple(every[key] for key in sorted(every))


def _either(table: str, count: int) -> str:
    marks = sql.marks(count)
    return f"({table}.key in ({marks}) or {table}.second_key in ({marks}))"


def _exported_record(row: tuple[Any, ...]) -> Record:
    invoice, state = from_payload(_loads(row[5]))
    return Record(
        invoice=invoice,
        source=EXPORT,
        ref=f"snapshot:{row[2]}",
        tax_status=state.tax_status,
        positive=state.positive,
        risk=state.risk,
        added_at=beijing(row[3] or row[4]),
    )


def _archived_record(row: tuple[Any, ...]) -> Record:
    return Record(
        invoice=invoice_of(_loads(row[3])),
        source=ARCHIVE,
        ref=f"document:{row[2]}",
        added_at=beijing(row[4]),
    )


def _loads(told: Any) -> dict[str, Any]:  # noqa: ANN401 - text from one driver, a dict from another
    loaded: dict[str, Any] = json.loads(told) if isinstance(told, str) else told
    return loaded
