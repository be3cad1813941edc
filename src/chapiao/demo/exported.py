"""A tax-bureau export, taken two days ago and imported by the real path; then two mishaps.

After the import one row was lost from the 台账 and one was overwritten by hand, which
is what the stories of our own records are about.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from chapiao.actions import import_export
from chapiao.demo.group import YUNSHAN
from chapiao.demo.paper.export_xlsx import xlsx
from chapiao.demo.row import Row
from chapiao.demo.samples import as_of
from chapiao.demo.state import FROM_HAND
from chapiao.demo.world import World
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.status import TaxStatus
from chapiao.store.models import Invoice, Person, Snapshot, SnapshotState

TAKEN_DAYS_AGO = 2
_DAYS = 150
_MOST_STEPS = 50
_GRADED = {TaxStatus.ABNORMAL, TaxStatus.DOUBTFUL}  # graded since, by another list
_TAKEN_AT = time(18, 0, tzinfo=BEIJING)


class NotImported(Exception):
    """The demo's own export could not be imported. The message can be shown to the user."""


def import_export_of(made: World, person: Person) -> Snapshot:
    """Import the export; return the snapshot it became."""
    day = made.made_on - timedelta(days=TAKEN_DAYS_AGO)
    taken = datetime.combine(day, _TAKEN_AT)
    snapshot = import_export.upload(
        person=person, name=as_of(day), data=xlsx(_rows(made)), now=taken, fresh_to=taken
    )
    import_export.prepare(snapshot.pk, taken)
    import_export.confirm(person=person, pk=snapshot.pk, now=taken)
    for _ in range(_MOST_STEPS):
        snapshot.refresh_from_db()
        if snapshot.state != SnapshotState.IMPORTING:
            break
        import_export.carry_out(snapshot.pk, taken)
    if snapshot.state != SnapshotState.IMPORTED:
        msg = f"演示用的税局导出没有导入成功：{snapshot.state} {snapshot.problem}"
        raise NotImported(msg)
    _mishaps(made)
    return snapshot


def _rows(made: World) -> list[Row]:
    """Return what the bureau has of 北京云杉: its digital invoices of the last months."""
    cast = made.cast
    oldest = made.made_on - timedelta(days=_DAYS)
    youngest = made.made_on - timedelta(days=TAKEN_DAYS_AGO + 1)
    absent = {cast.scarred.invoice.key, cast.miskeyed.invoice.key, cast.stranger.invoice.key}
    listed = [
        row
        for row in made.rows
        if row.company == YUNSHAN
        and row.invoice.kind is not None
        and row.invoice.kind.is_digital
        and row.invoice.issued_on is not None
        and oldest <= row.invoice.issued_on <= youngest
        and row.invoice.key not in absent
        and row.tax_status not in _GRADED
    ]
    return sorted((*listed, cast.exported, cast.asissued), key=_day, reverse=True)


def _day(row: Row) -> str:
    return f"{row.invoice.issued_on}{row.invoice.number}"


def _mishaps(made: World) -> None:
    cast = made.cast
    Invoice.objects.filter(key=cast.exported.invoice.key).delete()
    wrong = cast.miskeyed.invoice
    Invoice.objects.filter(key=wrong.key).update(
        amount=wrong.amount, total=wrong.total, lines=[], source=FROM_HAND
    )
