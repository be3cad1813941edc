"""PastHoldings: what a person could have been shown at a past moment.

Rows, files and imports that came later were not known then. Of a row's statuses we keep
only today's, so none is told of the past but what a dated import said by then, and the day
of booking.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from chapiao.diagnosis.record import OurEntity, Record
from chapiao.invoice.status import DocStatus
from chapiao.store.access import Reach
from chapiao.store.models import Invoice, Person, Snapshot, SnapshotState
from chapiao.store.queries.holdings import StoreHoldings
from chapiao.store.records import beijing


class PastHoldings:
    """Implements `diagnosis.holdings.Holdings` for one person and one moment."""

    def __init__(self, person: Person, moment: datetime) -> None:
        self._now = StoreHoldings(person)
        self._moment = moment
        self.until: datetime | None = moment

    @property
    def seen(self) -> Reach:
        """What the person may see, as it is."""
        return self._now.seen

    @property
    def private(self) -> bool:
        """Whether it showed a row that the person sees only because they handed it in."""
        return self._now.private

    def by_keys(self, keys: Collection[str]) -> Sequence[Record]:
        """台账 rows with one of these identities that were there."""
        return self._there(self._now.by_keys(keys))

    def by_numbers(self, numbers: Collection[str]) -> Sequence[Record]:
        """台账 rows with one of these printed numbers that were there."""
        return self._there(self._now.by_numbers(numbers))

    def by_prefix(self, prefix: str) -> Sequence[Record]:
        """台账 rows that open with these digits and were there."""
        return self._there(self._now.by_prefix(prefix))

    def by_day_and_sum(self, issued_on: date, fen: int) -> Sequence[Record]:
        """台账 rows of that day and sum that were there."""
        return self._there(self._now.by_day_and_sum(issued_on, fen))

    def exported(self, keys: Collection[str]) -> Sequence[Record]:
        """Rows of exports that were imported by then, the newest export first."""
        found = self._now.exported(keys)
        ids = [int(one.ref.removeprefix("snapshot:")) for one in found]
        by_then = self._imported().filter(pk__in=ids).values_list("pk", flat=True)
        known = set(by_then) if ids else set()
        return [one for one, pk in zip(found, ids, strict=True) if pk in known]

    def archived(self, keys: Collection[str]) -> Sequence[Record]:
        """Files with one of these identities that were received by then."""
        return [one for one in self._now.archived(keys) if self._came(one)]

    def fresh_to(self, issued_on: date | None) -> datetime | None:
        """Up to when the newest export of then (covering that day) knew."""
        seen = self._now.seen
        found = self._imported().filter(seen.q("uploaded_by"), fresh_to__isnull=False)
        if issued_on is not None:
            found = found.filter(
                Q(first_day=None) | Q(first_day__lte=issued_on),
                Q(last_day=None) | Q(last_day__gte=issued_on),
            )
        newest = found.order_by("-fresh_to").values_list("fresh_to", flat=True).first()
        return None if newest is None else beijing(newest)

    def ours(self) -> tuple[OurEntity, ...] | None:
        """Return the person's companies, as they are."""
        return self._now.ours()

    def _imported(self) -> QuerySet[Snapshot]:
        every = Snapshot.objects.filter(state=SnapshotState.IMPORTED)
        decided = Q(decided_at__lte=self._moment)
        return every.filter(decided | Q(decided_at=None, uploaded_at__lte=self._moment))

    def _there(self, rows: Sequence[Record]) -> list[Record]:
        there = [one for one in rows if self._came(one)]
        ids = [int(one.ref.removeprefix("invoice:")) for one in there]
        every = Invoice.objects.filter(pk__in=ids).values_list("pk", "booked_on")
        booked = dict(every) if ids else {}
        return [self._as_it_was(one, booked.get(pk)) for one, pk in zip(there, ids, strict=True)]

    def _came(self, one: Record) -> bool:
        return one.added_at is None or one.added_at <= self._moment

    def _as_it_was(self, one: Record, booked_on: date | None) -> Record:
        day = self._moment.date()
        booked = booked_on is not None and booked_on <= day
        return replace(
            one,
            tax_status=None,
            verify_status=None,
            risk=None,
            doc_status=DocStatus.BOOKED if booked else None,
            booked_on=booked_on if booked else None,
            red=tuple(each for each in one.red if each.issued_on and each.issued_on <= day),
        )
