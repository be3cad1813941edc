"""A comparison in the background: kept, carried out once, stopped, run again to the byte."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.actions.papers import cells, csv, export, number, sale

from chapiao.actions import run_reconciliation as action
from chapiao.actions.reconciliation_lists import period_of
from chapiao.actions.run_reconciliation import Chosen
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import access, originals, rows
from chapiao.store.models import (
    AuditEntry,
    Entity,
    Person,
    Reconciliation,
    ReconciliationState,
)
from chapiao.store.reconciliations import gaps_for, reconciliation_for

pytestmark = pytest.mark.django_db
ODD = "编码甲,编码乙\n" + f"{number(1)},106.00\n"


def hold(place: int, entity: Entity, owner: Person, at: datetime) -> None:
    rows.put(sale(place), source="手工录入", entity=entity, owner=owner, at=at)


def started(person: Person, now: datetime, *lists: Chosen, **other: object) -> Reconciliation:
    given = lists or (
        Chosen(name="税局导出.xlsx", data=export(sale(1), sale(2), sale(3))),
        Chosen(name="台账.csv", data=csv(cells(sale(1)), cells(sale(2), 金额="99"))),
    )
    return action.start(person=person, lists=given, now=now, **other)  # type: ignore[arg-type]


def done(one: Reconciliation, now: datetime, reader: ReaderProcess) -> Reconciliation:
    action.work(one.pk, now, reader)
    one.refresh_from_db()
    return one


def report_of(one: Reconciliation) -> bytes:
    assert one.report is not None
    with originals.open_original(one.report) as file:
        return file.read()


def test_a_comparison_is_carried_out_and_its_gaps_kept(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    one = started(clerk, now)

    assert action.waiting(now) == [one.pk]
    done(one, now, reader)

    assert (one.state, one.share, one.due_at) == (ReconciliationState.DONE, 100, None)
    gaps = gaps_for(clerk, one.pk).order_by("place")
    assert [(gap.outcome, gap.cause) for gap in gaps] == [
        ("字段不同", "entered_wrong"),
        ("只在甲", "not_imported"),
    ]
    assert one.result["pairs"][0]["outcomes"]["一致"]["findings"] == 1
    assert report_of(one).startswith(b"PK")
    acts = AuditEntry.objects.filter(subject=f"reconciliation:{one.pk}").values_list(
        "act", flat=True
    )
    assert list(acts) == ["开始比对", "比对完成"]


def test_the_ledger_is_compared_as_it_was_taken_and_again_to_the_byte(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    hold(1, entity, clerk, now)
    hold(2, entity, clerk, now)
    export_of_three = Chosen(name="税局导出.xlsx", data=export(sale(1), sale(2), sale(3)))
    one = done(started(clerk, now, export_of_three, Chosen(period="2026-11")), now, reader)
    first, gaps = report_of(one), list(gaps_for(clerk, one.pk).values_list("told", flat=True))

    hold(3, entity, clerk, now + timedelta(days=1))
    action.again(person=clerk, pk=one.pk, now=now + timedelta(days=2))
    done(one, now + timedelta(days=2), reader)

    assert [gap["outcome"] for gap in gaps] == ["只在甲"]
    assert report_of(one) == first
    assert list(gaps_for(clerk, one.pk).values_list("told", flat=True)) == gaps


def test_as_of_a_day_what_came_later_is_late(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    hold(1, entity, clerk, now - timedelta(days=5))
    hold(2, entity, clerk, now)
    asof = now.date() - timedelta(days=1)
    lists = (Chosen(name="税局导出.xlsx", data=export(sale(1))), Chosen())

    one = done(started(clerk, now, *lists, asof=asof), now, reader)

    assert one.result["pairs"][0]["outcomes"]["一致"]["findings"] == 1
    assert [late["known_on"] for late in one.result["late"]] == [now.date().isoformat()]
    assert not gaps_for(clerk, one.pk).exists()


def test_nobody_compares_or_sees_what_is_not_theirs(
    clerk: Person,
    other_entity: Entity,
    other_clerk: Person,
    now: datetime,
    reader: ReaderProcess,
) -> None:
    hold(1, other_entity, other_clerk, now)
    lists = (Chosen(name="税局导出.xlsx", data=export(sale(1))), Chosen())

    one = done(started(clerk, now, *lists), now, reader)

    assert [gap.outcome for gap in gaps_for(clerk, one.pk)] == ["只在甲"]
    with pytest.raises(access.NotSeen):
        reconciliation_for(other_clerk, one.pk)
    with pytest.raises(access.NotSeen):
        action.cancel(person=other_clerk, pk=one.pk, now=now)


def test_unknown_headings_are_asked_once_and_remembered(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    lists = (
        Chosen(name="税局导出.xlsx", data=export(sale(1))),
        Chosen(name="怪表.csv", data=ODD.encode()),
    )
    said = {"编码甲": "发票号码", "编码乙": "价税合计"}

    one = done(started(clerk, now, *lists), now, reader)
    assert one.state == ReconciliationState.ASKING
    assert one.lists[1]["outline"]["headings"] == ["编码甲", "编码乙"]
    action.assign(person=clerk, pk=one.pk, at=1, given=said, now=now)
    done(one, now, reader)
    again = done(started(clerk, now, *lists), now, reader)

    assert one.state == again.state == ReconciliationState.DONE
    assert again.result["pairs"][0]["outcomes"]["一致"]["findings"] == 1


def test_a_comparison_is_stopped_before_and_while_it_runs(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    waiting, running = started(clerk, now), started(clerk, now)
    Reconciliation.objects.filter(pk=running.pk).update(state=ReconciliationState.RUNNING)

    action.cancel(person=clerk, pk=waiting.pk, now=now)
    action.cancel(person=clerk, pk=running.pk, now=now)
    for one in (waiting, running):
        done(one, now, reader)

    assert [waiting.state, running.state] == ["已取消", "已取消"]
    assert not gaps_for(clerk, running.pk).exists()
    with pytest.raises(action.NotNow):
        action.cancel(person=clerk, pk=waiting.pk, now=now)


def test_what_a_killed_worker_held_is_due_again_when_its_lease_has_run_out(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    one = started(clerk, now)
    later = now + timedelta(minutes=5)
    Reconciliation.objects.filter(pk=one.pk).update(
        state=ReconciliationState.RUNNING, lease_until=now + timedelta(minutes=1), attempt=1
    )

    early = action.waiting(now)
    done(one, later, reader)

    assert early == []
    assert one.state == ReconciliationState.DONE
    assert gaps_for(clerk, one.pk).count() == 2


def test_a_file_that_is_no_list_ends_it_in_words(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    lists = (
        Chosen(name="税局导出.xlsx", data=export(sale(1))),
        Chosen(name="图.pdf", data=b"%PDF-1.4 x"),
    )

    one = done(started(clerk, now, *lists), now, reader)

    assert one.state == ReconciliationState.FAILED
    assert "图.pdf" in one.problem
    assert "PDF" in one.problem


@pytest.mark.parametrize("count", [1, 5])
def test_two_to_four_lists_are_compared(
    count: int, clerk: Person, entity: Entity, now: datetime
) -> None:
    with pytest.raises(action.NotAllowed, match="两到四份"):
        started(clerk, now, *[Chosen()] * count)


def test_a_period_that_makes_no_sense_is_told(clerk: Person, entity: Entity, now: datetime) -> None:
    with pytest.raises(action.BadPeriod, match="2026-09"):
        started(clerk, now, Chosen(period="上上个月"), Chosen())


def test_a_period_is_understood_as_people_write_it() -> None:
    assert period_of("2026-02").last == date(2026, 2, 28)
    assert period_of("2026").first == date(2026, 1, 1)
    assert period_of("2026-12").last == date(2026, 12, 31)
    assert period_of("2026-07-01..2026-09-30").last == date(2026, 9, 30)
