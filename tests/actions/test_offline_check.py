"""线下核验: prepared, handed in, reminded of, answered; and the office's word beats everything."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.actions.papers import number, sale

from chapiao.actions import due, offline_check, offline_pack
from chapiao.actions.look_up import look_up
from chapiao.actions.offline_check import NotPossible, Scan
from chapiao.diagnosis.question import Question
from chapiao.formats import pdf
from chapiao.store import access, originals, rows
from chapiao.store.models import (
    AuditEntry,
    Entity,
    Face,
    Invoice,
    Lookup,
    Message,
    OfflineCheck,
    OfflineResult,
    Person,
)

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
BUREAU = "国家税务总局北京市海淀区税务局"


def asked(
    asker: Person, now: datetime, answer: str = "查无此票", entry: str = "查验平台"
) -> Lookup:
    question = Question(
        number=number(77), date="2026-11-03", amount="106.00", entry=entry, answer=answer
    )
    return look_up(asker=asker, question=question, now=now)


def handed_in(person: Person, now: datetime, due_on: date | None = None) -> OfflineCheck:
    one = offline_check.start(person, asked(person, now).pk, BUREAU, "多个入口都查不到", now)
    return offline_check.hand_in(
        person, one.pk, on=now.date(), receipt_no="海税收字1号", due_on=due_on, now=now
    )


def answered(
    person: Person, now: datetime, result: OfflineResult, words: str = "经核对底账"
) -> OfflineCheck:
    one = handed_in(person, now)
    return offline_check.note_result(
        person, one.pk, result=result, words=words, number="海税核2号", on=now.date(), now=now
    )


def test_it_is_prepared_handed_in_and_answered_and_each_step_is_written_down(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    one = answered(clerk, now, OfflineResult.AGREES)

    assert (one.state, one.entity, one.receipt_no) == ("已出结果", entity, "海税收字1号")
    acts = set(AuditEntry.objects.filter(subject=f"offline_check:{one.pk}").values_list("act"))
    assert acts == {("准备线下核验",), ("递交线下核验",), ("登记线下核验结果",)}


@pytest.mark.parametrize(
    ("result", "cause", "found"),
    [
        (OfflineResult.AGREES, "found", True),
        (OfflineResult.VOIDED, "voided", True),
        (OfflineResult.RED, "red_full", True),
        (OfflineResult.DIFFERS, "file_altered", False),
        (OfflineResult.ABSENT, "suspected_forgery", False),
    ],
)
def test_the_offices_word_comes_first_and_nothing_else_is_asserted(
    clerk: Person, now: datetime, result: OfflineResult, cause: str, *, found: bool
) -> None:
    one = answered(clerk, now, result)

    again = asked(clerk, now + timedelta(minutes=1))
    for each in (Lookup.objects.get(pk=one.lookup_id), again):
        assert (each.cause, each.found) == (cause, found)
        assert BUREAU in each.headline
        assert "假" not in each.headline
        first, *others = each.answer["causes"]
        assert first["evidence"][0]["source"] == "主管税务机关"
        assert all(other["certainty"] == "POSSIBLE" for other in others)
    assert Lookup.objects.get(pk=one.lookup_id).follow != "跟进中"


def test_where_the_office_could_not_tell_nothing_is_overruled(clerk: Person, now: datetime) -> None:
    before = asked(clerk, now)
    one = answered(clerk, now, OfflineResult.UNCLEAR)

    after = Lookup.objects.get(pk=one.lookup_id)
    assert after.cause == before.cause
    assert any("无法核验" in each["result"] for each in after.answer["trace"])


def test_others_do_not_learn_of_the_offices_word(
    clerk: Person, other_clerk: Person, now: datetime
) -> None:
    one = answered(clerk, now, OfflineResult.AGREES)

    assert asked(other_clerk, now + timedelta(minutes=1)).cause != "found"
    with pytest.raises(access.NotSeen):
        offline_check.withdraw(other_clerk, one.pk, now)
    with pytest.raises(access.NotSeen):
        offline_pack.pack(other_clerk, one.pk, now)


def test_before_its_day_the_word_was_not_known(clerk: Person, now: datetime) -> None:
    answered(clerk, now, OfflineResult.AGREES)

    assert asked(clerk, now - timedelta(hours=1)).cause != "found"


def test_the_result_is_put_on_the_row_of_the_ledger(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    kept = rows.put(sale(77), source="文件", entity=entity, owner=clerk, at=now).row

    answered(clerk, now, OfflineResult.VOIDED)

    row = Invoice.objects.get(pk=kept.pk)
    assert (row.verify_status, row.tax_status) == ("一致", "已作废")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": date(2026, 11, 25)}, "结果日期要在"),
        ({"on": date(2026, 11, 23)}, "结果日期要在"),
        ({"words": " "}, "照抄书面结果的原文"),
        ({"paper": Scan(name="a.exe", data=b"MZ")}, "扫描件要是图片或 PDF"),
    ],
    ids=range(4),
)
def test_a_result_that_cannot_be_is_refused_and_nothing_is_kept(
    clerk: Person, now: datetime, changes: dict[str, object], said: str
) -> None:
    one = handed_in(clerk, now)
    given = {"result": OfflineResult.AGREES, "words": "属实", "number": "", "on": now.date()}

    with pytest.raises(NotPossible, match=said):
        offline_check.note_result(clerk, one.pk, now=now, **(given | changes))  # type: ignore[arg-type]

    assert OfflineCheck.objects.get().state == "已递交"


def test_only_a_whole_number_and_one_at_a_time(clerk: Person, now: datetime) -> None:
    nothing = look_up(asker=clerk, question=Question(text="查一下"), now=now)
    with pytest.raises(NotPossible, match="完整的发票号码"):
        offline_check.start(clerk, nothing.pk, BUREAU, "查不到", now)
    one = asked(clerk, now)
    with pytest.raises(NotPossible, match="核验事由"):
        offline_check.start(clerk, one.pk, BUREAU, " ", now)
    offline_check.start(clerk, one.pk, BUREAU, "查不到", now)

    with pytest.raises(NotPossible, match="没有办完"):
        offline_check.start(clerk, one.pk, BUREAU, "查不到", now)


def test_the_steps_come_in_their_order(clerk: Person, now: datetime) -> None:
    one = offline_check.start(clerk, asked(clerk, now).pk, BUREAU, "查不到", now)
    result = {"result": OfflineResult.AGREES, "words": "属实", "number": "", "on": now.date()}
    with pytest.raises(NotPossible, match="准备中"):
        offline_check.note_result(clerk, one.pk, now=now, **result)  # type: ignore[arg-type]
    late = now.date() + timedelta(days=1)
    with pytest.raises(NotPossible, match="递交日期"):
        offline_check.hand_in(clerk, one.pk, on=late, receipt_no="", due_on=None, now=now)
    offline_check.withdraw(clerk, one.pk, now)

    with pytest.raises(NotPossible, match="已撤回"):
        offline_check.withdraw(clerk, one.pk, now)


def test_on_the_promised_day_the_person_is_reminded_and_again_until_there_is_a_result(
    clerk: Person, now: datetime
) -> None:
    promised = now.date() + timedelta(days=10)
    one = handed_in(clerk, now, promised)
    day = (now + timedelta(days=10)).replace(hour=9, minute=30)

    assert offline_check.waiting(day - timedelta(minutes=1)) == []
    assert offline_check.waiting(day) == [one.pk]
    assert offline_check.remind(one.pk, day) is not None
    assert offline_check.remind(one.pk, day) is None

    message = Message.objects.get()
    assert message.person == clerk
    assert "还没有登记结果" in message.says
    assert offline_check.waiting(day + timedelta(days=3)) == [one.pk]
    offline_check.withdraw(clerk, one.pk, day)
    assert offline_check.waiting(day + timedelta(days=9)) == []


def test_a_worker_killed_before_it_told_loses_nothing(clerk: Person, now: datetime) -> None:
    one = handed_in(clerk, now, now.date())
    day = now.replace(hour=9, minute=30)
    assert due.claim(OfflineCheck.objects, one.pk, day, offline_check.LEASE)  # and is killed

    assert offline_check.waiting(day) == []
    later = day + offline_check.LEASE
    assert offline_check.waiting(later) == [one.pk]
    offline_check.remind(one.pk, later)

    assert Message.objects.count() == 1


def test_the_pack_holds_the_papers_and_the_originals_with_their_digests(
    clerk: Person, entity: Entity, now: datetime, tmp_path: Path
) -> None:
    original = originals.keep(b"<EInvoice/>", "数电票/..\\原件.xml", now, clerk)
    one = handed_in(clerk, now)
    Face.objects.create(document=original, key=number(77), reading={}, entity=entity)

    made = offline_pack.pack(clerk, one.pk, now)

    with ZipFile(io.BytesIO(made.data)) as opened:
        names = opened.namelist()
        assert names == ["线下核验材料.pdf", "原件/01-原件.xml", "清单.txt"]
        assert opened.read("原件/01-原件.xml") == b"<EInvoice/>"
        for line in opened.read("清单.txt").decode().splitlines():
            digest, _, name = line.partition("  ")
            assert hashlib.sha256(opened.read(name)).hexdigest() == digest
        sheet = opened.read("线下核验材料.pdf")
    with pdf.opened(sheet) as paper:
        assert paper.page_count == 4
    assert offline_pack.pack(clerk, one.pk, now).data == made.data
