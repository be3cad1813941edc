"""An export is shown before it is written, and written in steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.actions.importing import imported, outcomes, previewed, undone, work, world
from tests.actions.papers import BUYER, SELLER, cells, csv, export, number, sale

from chapiao.actions import due, import_export
from chapiao.actions.look_up import look_up
from chapiao.actions.red_link import red_of
from chapiao.diagnosis.question import Question
from chapiao.invoice.status import TaxStatus
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import audit, rows
from chapiao.store.models import (
    AuditEntry,
    Entity,
    Follow,
    Invoice,
    Lookup,
    Person,
    Snapshot,
    SnapshotState,
)

pytestmark = pytest.mark.django_db


def test_a_preview_says_what_each_row_would_do_and_writes_none_of_it(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    for place in (1, 2):
        rows.put(
            sale(place),
            source="手工录入",
            entity=entity,
            owner=clerk,
            at=now,
            state=rows.State(tax_status=TaxStatus.NORMAL, positive=True, risk="正常"),
        )
    before = world()
    data = csv(
        cells(sale(1), 是否正数发票="是"),
        cells(sale(2), 发票状态="已红冲-全额"),
        cells(sale(3)),
        cells(sale(4), 开票日期="昨天"),
    )

    snapshot = previewed(clerk, data, now, reader)

    assert snapshot.state == SnapshotState.PREVIEW
    assert [outcome for outcome, _ in outcomes(snapshot)] == ["重复", "更新", "新增", "异常"]
    assert outcomes(snapshot)[1][1] == "税务状态：正常 → 已红冲-全额"
    assert "昨天" in outcomes(snapshot)[3][1]
    assert [row.row for row in snapshot.rows.order_by("row")] == [2, 3, 4, 5]
    told = {word: snapshot.counts[word] for word in ("新增", "更新", "重复", "异常", "total")}
    assert told == {"新增": 1, "更新": 1, "重复": 1, "异常": 1, "total": 4}
    assert world() == before


def test_what_was_confirmed_is_in_the_ledger_with_its_lines(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    snapshot = imported(clerk, export(sale(1), sale(2)), now, reader)

    assert snapshot.state == SnapshotState.IMPORTED
    row = Invoice.objects.get(key=number(1))
    assert (row.entity, row.owner, row.source) == (entity, clerk, "税局导出")
    assert (row.total, row.tax_status, row.positive) == (10600, "正常", True)
    assert (row.snapshot, row.verify_status) == (snapshot, "未查验")
    assert row.lines[0]["name"] == "*餐饮服务*餐费"
    assert (row.seller.name, row.buyer.name) == (SELLER, BUYER)
    assert (snapshot.entity, snapshot.direction) == (entity, "取得")
    assert (snapshot.first_day, snapshot.last_day) == (date(2026, 11, 3), date(2026, 11, 3))
    assert f"{snapshot.fresh_to.astimezone(now.tzinfo):%Y-%m-%d}" == "2026-11-20"


@pytest.mark.usefixtures("small_steps")
def test_a_big_import_goes_step_by_step_and_says_how_far(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    snapshot = previewed(clerk, export(*map(sale, range(1, 6))), now, reader)
    import_export.confirm(person=clerk, pk=snapshot.pk, now=now)

    import_export.work(snapshot.pk, now)

    snapshot.refresh_from_db()
    assert snapshot.state == SnapshotState.IMPORTING
    assert snapshot.counts["done"] == 3
    assert Invoice.objects.count() == 2
    assert work(snapshot, now).state == SnapshotState.IMPORTED
    assert Invoice.objects.count() == 5


def test_the_same_export_again_is_all_known(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    data = export(sale(1), sale(2, remark="第二张", lines=()))
    imported(clerk, data, now, reader)
    before = world()

    again = imported(clerk, data, now, reader)

    assert [outcome for outcome, _ in outcomes(again)] == ["重复", "重复"]
    assert world() == before


def test_a_change_of_status_is_an_update_and_is_remembered(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    imported(clerk, export(sale(1)), now, reader)

    later = imported(
        clerk, export(sale(1), status=TaxStatus.RED_FULL), now, reader, "导出20261122.xlsx"
    )

    assert Invoice.objects.get().tax_status == "已红冲-全额"
    [row] = later.rows.all()
    assert (row.outcome, row.reason) == ("更新", "税务状态：正常 → 已红冲-全额")
    assert row.before is not None
    assert row.before["was"]["tax_status"] == "正常"


def test_an_older_export_does_not_turn_a_status_back(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    imported(clerk, export(sale(1), status=TaxStatus.RED_FULL), now, reader, "导出20261122.xlsx")

    older = imported(clerk, export(sale(1)), now, reader, "导出20261110.xlsx")

    assert Invoice.objects.get().tax_status == "已红冲-全额"
    assert outcomes(older) == [("重复", "台账已有，台账的内容来自更新的导出，不改回去")]


def test_what_changed_between_preview_and_yes_is_judged_anew(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    snapshot = previewed(clerk, export(sale(1), sale(2), sale(3)), now, reader)
    assert [outcome for outcome, _ in outcomes(snapshot)] == ["新增"] * 3
    known = rows.State(tax_status=TaxStatus.NORMAL, positive=True, risk="正常")
    rows.put(sale(1), source="文件", entity=entity, owner=clerk, at=now, state=known)
    rows.put(
        sale(2, total=1, amount=1, tax=0), source="手工录入", entity=entity, owner=clerk, at=now
    )

    import_export.confirm(person=clerk, pk=snapshot.pk, now=now)
    work(snapshot, now)

    assert [outcome for outcome, _ in outcomes(snapshot)] == ["重复", "更新", "新增"]
    assert "金额：0.01 → 100.00" in outcomes(snapshot)[1][1]
    assert [snapshot.counts[word] for word in ("新增", "更新", "重复")] == [1, 1, 1]
    assert Invoice.objects.get(key=number(1)).source == "文件"


def test_a_file_that_is_no_export_is_refused_in_words(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    for data in (b"", b"\x89PNG\r\n", "姓名,部门\n王敏,财务".encode()):
        snapshot = previewed(clerk, data, now, reader)

        assert snapshot.state == SnapshotState.FAILED
        assert snapshot.problem
        assert snapshot.due_at is None


@pytest.mark.usefixtures("small_steps")
def test_a_worker_killed_between_steps_is_followed_by_another(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    snapshot = previewed(clerk, export(*map(sale, range(1, 6))), now, reader)
    import_export.confirm(person=clerk, pk=snapshot.pk, now=now)
    import_export.work(snapshot.pk, now)
    assert due.claim(Snapshot.objects, snapshot.pk, now, timedelta(minutes=1))  # and is killed

    import_export.work(snapshot.pk, now)
    assert Invoice.objects.count() == 2

    work(snapshot, now + timedelta(minutes=2))
    assert snapshot.state == SnapshotState.IMPORTED
    assert Invoice.objects.count() == 5


def test_who_waits_for_an_invoice_is_woken_when_it_comes(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    lookup = look_up(asker=clerk, question=Question(number=number(1)), now=now)
    Lookup.objects.filter(pk=lookup.pk).update(
        follow=Follow.WATCHING, due_at=now + timedelta(days=1)
    )

    imported(clerk, export(sale(1)), now, reader)

    assert Lookup.objects.get().due_at == now


def test_every_decision_is_written_down(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    snapshot = imported(clerk, export(sale(1)), now, reader)
    undone(clerk, snapshot, now)

    acts = AuditEntry.objects.order_by("pk").values_list("act", "person")
    assert list(acts) == [
        ("上传导出", clerk.pk),
        ("确认导入", clerk.pk),
        ("导入完成", None),
        ("撤销导入", clerk.pk),
        ("撤销完成", None),
    ]
    assert audit.verify() is None


def test_a_red_invoice_names_the_blue_one_it_offsets() -> None:
    digital = sale(
        1, total=-1, remark=f"被红冲蓝字数电票号码：{number(9)} 红字发票信息确认单编号：1"
    )
    taxed = sale(2, total=-1, remark="对应正数发票代码:011002300111号码:12345678")

    assert red_of(digital) == number(9)
    assert red_of(taxed) == "12345678-011002300111"
    assert red_of(replace(digital, total=1)) == ""
    assert red_of(sale(3, total=-1)) == ""


def test_the_newest_moment_that_name_or_rows_vouch_for_counts(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    told = {
        "导出结果.xlsx": "2026-11-03 00:00",
        "导出_20261120093015.xlsx": "2026-11-20 09:30",
        "2026年11月1日-2026年11月21日.xlsx": "2026-11-21 00:00",
        f"{number(5)}.xlsx": "2026-11-03 00:00",
        "计划20991231.xlsx": "2026-11-03 00:00",
    }
    for name, expected in told.items():
        snapshot = previewed(clerk, export(sale(1)), now, reader, name)

        assert snapshot.fresh_to is not None
        assert f"{snapshot.fresh_to.astimezone(now.tzinfo):%Y-%m-%d %H:%M}" == expected
