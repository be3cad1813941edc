"""Which rows of an export are taken, by whom, and under which number."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from tests.actions.importing import NAME, imported, outcomes, previewed, work
from tests.actions.papers import SELLER_ID, cells, csv, export, number, sale

from chapiao.actions import import_export
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import access, rows
from chapiao.store.models import (
    Entity,
    Invoice,
    Person,
)

pytestmark = pytest.mark.django_db


def test_a_damaged_number_is_never_written_without_a_yes(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    data = csv(cells(sale(1)), cells(sale(2), 数电发票号码="2.6112E+19"))

    snapshot = imported(clerk, data, now, reader)

    assert [outcome for outcome, _ in outcomes(snapshot)] == ["新增", "异常"]
    assert "科学计数" in outcomes(snapshot)[1][1]
    assert Invoice.objects.get().key == number(1)


def test_a_damaged_number_that_we_hold_whole_is_suggested_and_written_with_a_yes(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    whole = sale(2, total=21200, amount=20000, tax=1200)
    rows.put(whole, source="文件", entity=entity, owner=clerk, at=now)
    rows.put(sale(1), source="文件", entity=entity, owner=clerk, at=now)
    damaged = csv(cells(whole, 数电发票号码=f"{float(whole.number or 0):.4E}"))

    asked = previewed(clerk, damaged, now, reader)

    [(outcome, reason)] = outcomes(asked)
    assert outcome == "异常"
    assert f"可能是{number(2)}（台账里日期、金额、销方都相符的一张）" in reason

    import_export.confirm(person=clerk, pk=asked.pk, now=now, accept_rescued=True)
    work(asked, now)
    [(outcome, reason)] = outcomes(asked)
    assert outcome == "更新"
    assert f"恢复为{number(2)}" in reason
    assert Invoice.objects.get(key=number(2)).tax_status == "正常"


def test_two_rows_that_a_damaged_number_could_be_settle_nothing(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    for place in (1, 2):
        rows.put(sale(place), source="文件", entity=entity, owner=clerk, at=now)

    snapshot = imported(
        clerk,
        csv(cells(sale(1), 数电发票号码="2.6112E+19")),
        now,
        reader,
        accept_rescued=True,
    )

    [(outcome, reason)] = outcomes(snapshot)
    assert outcome == "异常"
    assert "可能是" not in reason


def test_rows_of_a_company_one_does_not_belong_to_are_not_taken(
    clerk: Person, other_entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    theirs = sale(2, buyer_name=other_entity.name, buyer_tax_id=other_entity.tax_id)

    snapshot = imported(clerk, export(sale(1), theirs), now, reader)

    assert [outcome for outcome, _ in outcomes(snapshot)] == ["新增", "异常"]
    assert "您不是该企业的人员" in outcomes(snapshot)[1][1]
    assert Invoice.objects.count() == 1


def test_what_we_sold_goes_to_the_seller_of_the_export(
    clerk: Person, entity: Entity, other_entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    between = replace(
        sale(1, buyer_name=other_entity.name, buyer_tax_id=other_entity.tax_id),
        seller_name=entity.name,
        seller_tax_id=entity.tax_id,
    )
    abroad = replace(between, number=number(2), buyer_name="某某公司", buyer_tax_id=SELLER_ID)

    snapshot = imported(clerk, export(between, abroad), now, reader)

    assert (snapshot.entity, snapshot.direction) == (entity, "开具")
    assert [row.entity for row in Invoice.objects.all()] == [entity, entity]


def test_who_belongs_to_no_company_may_not_import(stranger: Person, now: datetime) -> None:
    with pytest.raises(import_export.NotAllowed):
        import_export.upload(person=stranger, name=NAME, data=b"x", now=now)


def test_one_may_neither_confirm_nor_undo_what_one_may_not_see(
    clerk: Person, other_clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    snapshot = previewed(clerk, export(sale(1)), now, reader)

    with pytest.raises(access.NotSeen):
        import_export.confirm(person=other_clerk, pk=snapshot.pk, now=now)
    with pytest.raises(access.NotSeen):
        import_export.undo(person=other_clerk, pk=snapshot.pk, now=now)
