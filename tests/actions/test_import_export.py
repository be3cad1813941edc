"""An export is shown before it is written, written in steps, and taken back exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.actions.papers import BUYER, SELLER, SELLER_ID, cells, csv, export, number, sale

from chapiao.actions import due, import_apply, import_export, import_undo
from chapiao.actions.look_up import look_up
from chapiao.actions.red_link import red_of
from chapiao.diagnosis.question import Question
from chapiao.invoice import model
from chapiao.invoice.kind import Kind
from chapiao.invoice.status import TaxStatus
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import access, audit, rows
from chapiao.store.models import (
    AuditEntry,
    Document,
    Entity,
    Follow,
    Invoice,
    Lookup,
    Party,
    Person,
    Snapshot,
    SnapshotRow,
    SnapshotState,
)

pytestmark = pytest.mark.django_db

NAME = "全量发票查询导出结果-20261120.xlsx"
BOOKKEEPING = {AuditEntry, Snapshot, SnapshotRow, Document}


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as made:
        yield made


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_apply, "STEP", 2)
    monkeypatch.setattr(import_undo, "STEP", 2)


def previewed(
    person: Person, data: bytes, now: datetime, reader: ReaderProcess, name: str = NAME
) -> Snapshot:
    snapshot = import_export.upload(person=person, name=name, data=data, now=now)
    import_export.prepare(snapshot.pk, now, reader)
    snapshot.refresh_from_db()
    return snapshot


def work(snapshot: Snapshot, now: datetime) -> Snapshot:
    for _ in range(100):
        if snapshot.pk not in import_export.waiting(now):
            break
        import_export.work(snapshot.pk, now)
    snapshot.refresh_from_db()
    return snapshot


def imported(
    person: Person,
    data: bytes,
    now: datetime,
    reader: ReaderProcess,
    name: str = NAME,
    **agreed: bool,
) -> Snapshot:
    snapshot = previewed(person, data, now, reader, name)
    assert snapshot.problem == ""
    import_export.confirm(person=person, pk=snapshot.pk, now=now, **agreed)
    return work(snapshot, now)


def undone(person: Person, snapshot: Snapshot, now: datetime) -> Snapshot:
    import_export.undo(person=person, pk=snapshot.pk, now=now)
    return work(snapshot, now)


def outcomes(snapshot: Snapshot) -> list[tuple[str, str]]:
    return list(snapshot.rows.order_by("row").values_list("outcome", "reason"))


def world() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but what an import writes down about itself."""
    return {
        table.__name__: list(table._default_manager.order_by("pk").values())  # noqa: SLF001
        for table in apps.get_app_config("store").get_models()
        if table not in BOOKKEEPING
    }


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


def test_a_file_that_is_no_export_is_refused_in_words(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    for data in (b"", b"\x89PNG\r\n", "姓名,部门\n王敏,财务".encode()):
        snapshot = previewed(clerk, data, now, reader)

        assert snapshot.state == SnapshotState.FAILED
        assert snapshot.problem
        assert snapshot.due_at is None


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
