"""An import is taken back exactly, but for what somebody changed since."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.actions.importing import imported, outcomes, previewed, undone, world
from tests.actions.papers import SELLER, export, number, sale

from chapiao.actions import import_export
from chapiao.invoice import model
from chapiao.invoice.kind import Kind
from chapiao.invoice.status import TaxStatus
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import rows
from chapiao.store.models import (
    Entity,
    Invoice,
    Party,
    Person,
    SnapshotState,
)

pytestmark = pytest.mark.django_db


def test_undo_leaves_alone_what_somebody_changed_since_and_names_it(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    rows.put(sale(3), source="手工录入", entity=entity, owner=clerk, at=now)
    snapshot = imported(clerk, export(sale(1), sale(2), sale(3)), now, reader)
    Invoice.objects.filter(key=number(2)).update(voucher="记-12")

    undone(clerk, snapshot, now)

    assert snapshot.state == SnapshotState.UNDONE
    assert snapshot.counts["kept"] == 1
    assert set(Invoice.objects.values_list("key", flat=True)) == {number(2), number(3)}
    assert outcomes(snapshot)[1] == ("新增", "导入后又被改过，撤销时保留现状")
    assert Invoice.objects.get(key=number(3)).tax_status is None

    Invoice.objects.filter(key=number(2)).update(voucher="")
    undone(clerk, snapshot, now)
    assert snapshot.counts["kept"] == 0
    assert not Invoice.objects.filter(key=number(2)).exists()


def test_a_later_import_has_to_be_undone_first(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    before = world()
    first = imported(clerk, export(sale(1)), now, reader)
    second = imported(
        clerk, export(sale(1), status=TaxStatus.VOIDED), now, reader, "导出20261122.xlsx"
    )

    undone(clerk, first, now)
    assert first.counts["kept"] == 1
    assert Invoice.objects.get().tax_status == "已作废"

    undone(clerk, second, now)
    assert Invoice.objects.get().tax_status == "正常"
    undone(clerk, first, now)
    assert world() == before


def test_a_preview_can_be_dropped_and_nothing_else_can_be_undone(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    snapshot = previewed(clerk, export(sale(1)), now, reader)

    import_export.undo(person=clerk, pk=snapshot.pk, now=now)

    snapshot.refresh_from_db()
    assert snapshot.state == SnapshotState.UNDONE
    with pytest.raises(import_export.NotNow, match="已撤销"):
        import_export.confirm(person=clerk, pk=snapshot.pk, now=now)
    with pytest.raises(import_export.NotNow):
        import_export.undo(person=clerk, pk=snapshot.pk, now=now)


PLACES = st.integers(1, 8)


STATES = st.sampled_from([TaxStatus.NORMAL, TaxStatus.VOIDED, TaxStatus.RED_FULL])


@st.composite
def invoices(draw: st.DrawFn) -> list[model.Invoice]:
    places = draw(st.lists(PLACES, unique=True, min_size=1, max_size=8))
    return [
        sale(
            place,
            seller_name=draw(st.sampled_from([SELLER, "北京新来的商贸有限公司", "北京又一家店"])),
            remark=draw(st.sampled_from(["", "备注"])),
            kind=draw(st.sampled_from([Kind.DIGITAL_ORDINARY, Kind.DIGITAL_SPECIAL])),
            total=(amount := draw(st.integers(-1000, 1000))) + 60,
            amount=amount,
            tax=60,
            lines=(),
        )
        for place in places
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(held=invoices(), first=invoices(), second=invoices(), status=STATES)
@pytest.mark.usefixtures("small_steps")
def test_import_and_undo_leave_the_database_as_it_was(
    clerk: Person,
    entity: Entity,
    now: datetime,
    reader: ReaderProcess,
    held: list[model.Invoice],
    first: list[model.Invoice],
    second: list[model.Invoice],
    status: TaxStatus,
) -> None:
    Invoice.objects.all().delete()
    Party.objects.all().delete()
    for one in held:
        rows.put(one, source="手工录入", entity=entity, owner=clerk, at=now)
    before = world()

    one = imported(clerk, export(*first), now, reader, "导出20261120.xlsx")
    between = world()
    two = imported(clerk, export(*second, status=status), now, reader, "导出20261121.xlsx")
    undone(clerk, two, now)

    assert world() == between
    undone(clerk, one, now)
    assert world() == before
