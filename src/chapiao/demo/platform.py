"""What the 演示查验平台 holds, and when it rests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from chapiao.actions.at_platform import sandbox
from chapiao.demo.row import Row
from chapiao.demo.world import World
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.kind import Kind
from chapiao.invoice.money import plain
from chapiao.invoice.status import TaxStatus
from chapiao.outside.sandbox_platform import CHECKS_A_DAY, Issued, Mark, SandboxPlatform

_BY_CHECK_CODE = frozenset({Kind.E_ORDINARY, Kind.ORDINARY, Kind.ROLL, Kind.TOLL})
_BY_NET = frozenset({Kind.SPECIAL, Kind.E_SPECIAL, Kind.VEHICLE, Kind.FREIGHT})
_BY_TOTAL = frozenset(
    {
        Kind.DIGITAL_SPECIAL,
        Kind.DIGITAL_ORDINARY,
        Kind.DIGITAL_VEHICLE,
        Kind.DIGITAL_USED_VEHICLE,
        Kind.USED_VEHICLE,
        Kind.RAIL,
        Kind.AIR,
    }
)
_TAIL = 6
_MARKS = {TaxStatus.VOIDED: Mark.VOIDED, TaxStatus.RED_FULL: Mark.RED}
_SUNDAY_NIGHT, _REST = time(22, 0, tzinfo=BEIJING), timedelta(hours=2)
_WEEKS = 26


def fill_platform(made: World, now: datetime) -> None:
    """Put the invoices in, spend one's checks of today, and plan the weekly rest."""
    platform = sandbox()
    if platform is None:
        return  # a world made for tests, outside the demo
    platform.clear()
    platform.set_invoices(list(_issued(made)))
    _spend(platform, made.cast.limited, now)
    for week in range(_WEEKS):
        sunday = _sunday(made.made_on) + timedelta(weeks=week)
        starts = datetime.combine(sunday, _SUNDAY_NIGHT)
        platform.pause(starts, starts + _REST)


def _issued(made: World) -> Iterator[Issued]:
    cast = made.cast
    tomorrow = datetime.combine(made.made_on + timedelta(days=1), time(9, tzinfo=BEIJING))
    held = (
        *made.rows, cast.archived, cast.exported, cast.asissued, cast.unscarred, cast.fresh,
        cast.unexported, *cast.arrivals,
    )  # fmt: skip
    for row in held:
        invoice = row.invoice
        last = _last(row)
        if last is None or not invoice.number or invoice.issued_on is None:
            continue
        yield Issued(
            number=invoice.number,
            code=invoice.code or "",
            issued_on=invoice.issued_on,
            last=last,
            mark=_MARKS.get(row.tax_status, Mark.NONE),
            visible_from=tomorrow if row is cast.unexported else None,
        )


def _last(row: Row) -> str | None:
    """Return the last field the platform asks for; None for a kind it does not check."""
    invoice = row.invoice
    if invoice.kind in _BY_CHECK_CODE:
        return (invoice.check_code or "")[-_TAIL:]
    if invoice.kind in _BY_NET:
        return plain(invoice.amount or 0)
    return plain(invoice.total or 0) if invoice.kind in _BY_TOTAL else None


def _spend(platform: SandboxPlatform, row: Row, now: datetime) -> None:
    invoice = row.invoice
    for _ in range(CHECKS_A_DAY):
        platform.check(
            code="",
            number=invoice.number or "",
            issued_on=invoice.issued_on or now.date(),
            last=plain(invoice.total or 0),
            now=now,
        )


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
