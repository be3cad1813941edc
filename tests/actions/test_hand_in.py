"""Files handed in are kept first and accounted for, every one of them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.actions.handing_in import give, read_all
from tests.actions.papers import BUYER, number, sale, zipped

from chapiao.actions import due, hand_in
from chapiao.demo.paper import einvoice, files
from chapiao.diagnosis.question import Question
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import originals
from chapiao.store.models import (
    AuditEntry,
    Document,
    Entity,
    Face,
    FileState,
    IntakeFile,
    Invoice,
    Person,
)

pytestmark = pytest.mark.django_db


def test_an_invoice_file_becomes_a_row_of_the_buyers_ledger_and_an_answer(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    intake = give(clerk, now, a=files.digital_pdf(sale()))

    [file] = read_all(intake, now, reader)

    assert file.state == FileState.READ
    assert file.said == f"数电票（普通发票），已收入台账（{BUYER}）"
    assert file.due_at is None
    row = Invoice.objects.get()
    assert (row.key, row.entity, row.owner, row.total) == (number(1), entity, clerk, 10600)
    assert (row.source, row.document) == ("文件", file.document)
    assert file.lookup is not None
    assert file.lookup.invoice is None  # the answer is of what was known before
    assert file.lookup.found is False
    [again] = read_all(give(clerk, now, b=files.digital_pdf(sale())), now, reader)
    assert again.lookup is not None
    assert again.lookup.invoice == row
    assert again.lookup.found is True
    face = Face.objects.get()
    assert (face.key, face.document, face.entity) == (number(1), file.document, entity)
    assert face.reading["total"] == "106.00"


def test_the_bytes_are_kept_before_anything_is_read(
    clerk: Person, now: datetime, data_folder: Path
) -> None:
    intake = give(clerk, now, a=b"anything", b=b"")

    assert [file.state for file in intake.files.all()] == [FileState.WAITING] * 2
    kept = [originals.place(file.document.sha256).read_bytes() for file in intake.files.all()]
    assert kept == [b"anything", b""]
    assert AuditEntry.objects.get().subject == f"intake:{intake.pk}"


def test_every_file_ends_in_words(clerk: Person, now: datetime, reader: ReaderProcess) -> None:
    pdf = files.digital_pdf(sale())
    intake = give(
        clerk,
        now,
        first=pdf,
        again=pdf,
        other_format=files.digital_ofd(sale()),
        bank=files.bank_pdf(sale(2)),
        words="这不是发票".encode(),
        empty=b"",
        cut_short=pdf[: len(pdf) // 3],
    )

    told = {file.path: file for file in read_all(intake, now, reader)}

    assert {path: file.state for path, file in told.items()} == {
        "first": FileState.READ,
        "again": FileState.DUPLICATE,
        "other_format": FileState.DUPLICATE,
        "bank": FileState.REFUSED,
        "words": FileState.REFUSED,
        "empty": FileState.REFUSED,
        "cut_short": FileState.REFUSED,
    }
    assert "同一个文件" in told["again"].said
    assert "王敏" in told["other_format"].said
    assert "first" in told["other_format"].said
    assert told["again"].lookup is not None
    assert told["again"].lookup.invoice == Invoice.objects.get()
    assert "银行" in told["bank"].said
    assert all(file.said and file.due_at is None for file in told.values())


def test_an_archive_and_the_archives_in_it_are_accounted_for_in_order(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    inner = zipped({"深处.xml": einvoice.xml(sale(2)), "说明.txt": b"hello"})
    outer = zipped({"一/票.pdf": files.digital_pdf(sale(1)), "二.zip": inner, "三.pdf": b"%PDF-"})
    intake = hand_in.hand_in(
        giver=clerk,
        files=[("五月.zip", outer), ("末.xml", einvoice.xml(sale(3)))],
        question=Question(),
        now=now,
    )

    told = read_all(intake, now, reader)

    assert [(file.path, file.state) for file in told] == [
        ("五月.zip", FileState.READ),
        ("五月.zip › 一/票.pdf", FileState.READ),
        ("五月.zip › 二.zip/深处.xml", FileState.READ),
        ("五月.zip › 二.zip/说明.txt", FileState.REFUSED),
        ("五月.zip › 三.pdf", FileState.REFUSED),
        ("末.xml", FileState.READ),
    ]
    assert told[0].said == "压缩包，里面有4个文件，逐个列在下面"
    assert Invoice.objects.count() == 3
    assert [file.position for file in told] == list(range(6))


def test_a_broken_and_an_empty_archive_are_refused_in_words(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    intake = give(clerk, now, broken=b"PK\x03\x04 no more", empty=zipped({}))

    told = read_all(intake, now, reader)

    assert [file.state for file in told] == [FileState.REFUSED] * 2
    assert "已损坏" in told[0].said
    assert "空的" in told[1].said


def test_a_member_that_cannot_be_unpacked_is_named(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    bomb = zipped({"大.bin": b"\0" * 50_000_000, "小.xml": einvoice.xml(sale())})
    intake = give(clerk, now, bomb=bomb)

    told = read_all(intake, now, reader)

    assert [(file.path, file.state) for file in told[1:]] == [
        ("bomb › 大.bin", FileState.REFUSED),
        ("bomb › 小.xml", FileState.READ),
    ]
    assert "压缩比" in told[1].said


def test_reading_a_file_twice_changes_nothing(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    intake = give(clerk, now, a=einvoice.xml(sale()))
    [file] = read_all(intake, now, reader)
    IntakeFile.objects.filter(pk=file.pk).update(due_at=now)  # as if a slow worker came late

    hand_in.read_file(file.pk, now, reader)

    again = IntakeFile.objects.get()
    assert (again.state, again.said, again.lookup) == (file.state, file.said, file.lookup)
    assert Invoice.objects.count() == Face.objects.count() == Document.objects.count() == 1


def test_a_file_whose_worker_was_killed_is_due_again_after_its_lease(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    intake = give(clerk, now, a=einvoice.xml(sale()))
    [pk] = hand_in.waiting(now)
    assert due.claim(IntakeFile.objects, pk, now, timedelta(seconds=30))  # and then it is killed

    assert hand_in.waiting(now) == []
    hand_in.read_file(pk, now, reader)
    assert intake.files.get().state == FileState.WAITING

    later = now + timedelta(seconds=31)
    assert hand_in.waiting(later) == [pk]
    hand_in.read_file(pk, later, reader)
    assert intake.files.get().state == FileState.READ


def test_a_file_that_kills_the_worker_is_given_up_in_words(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    intake = give(clerk, now, a=einvoice.xml(sale()))
    [pk] = hand_in.waiting(now)
    at = now
    for _ in range(due.MOST_ATTEMPTS):
        assert due.claim(IntakeFile.objects, pk, at, timedelta(seconds=30))
        at += timedelta(seconds=31)

    hand_in.read_file(pk, at, reader)

    file = intake.files.get()
    assert file.state == FileState.FAILED
    assert "原件已保存" in file.said


def test_work_that_failed_is_put_off_longer_each_time_and_then_given_up(
    clerk: Person, now: datetime
) -> None:
    intake = give(clerk, now, a=b"x")
    pk = intake.files.get().pk
    at, pauses = now, []
    while intake.files.get().state == FileState.WAITING:
        assert due.claim(IntakeFile.objects, pk, at, timedelta(seconds=30))
        hand_in.put_off(pk, at)
        file = intake.files.get()
        if file.due_at:
            pauses.append((file.due_at - at).total_seconds())
            at = file.due_at

    assert pauses == [5, 10, 20, 40]
    assert intake.files.get().state == FileState.FAILED


def test_a_file_that_takes_too_long_is_stopped_and_said_so(clerk: Person, now: datetime) -> None:
    intake = give(clerk, now, a=files.digital_pdf(sale()))

    with ReaderProcess(seconds=0.001) as hasty:
        [file] = read_all(intake, now, hasty)

    assert file.state == FileState.FAILED
    assert "还没有读完" in file.said


def test_a_lost_original_is_told(clerk: Person, now: datetime, reader: ReaderProcess) -> None:
    intake = give(clerk, now, a=b"x")
    originals.place(intake.files.get().document.sha256).unlink()

    [file] = read_all(intake, now, reader)

    assert file.state == FileState.FAILED
    assert "原件不在档案里" in file.said


def test_what_was_typed_beside_one_file_is_asked_with_it(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    typed = Question(entry="查验平台", answer="查无此票", amount="106.00")
    one = give(clerk, now, typed, a=einvoice.xml(sale(1)))
    many = give(clerk, now, typed, a=einvoice.xml(sale(2)), b=einvoice.xml(sale(3)))

    [alone] = read_all(one, now, reader)
    [first, _] = read_all(many, now, reader)

    assert alone.lookup is not None
    assert first.lookup is not None
    assert alone.lookup.question["amount"] == "106.00"
    assert alone.lookup.question["answer"] == "查无此票"
    assert "amount" not in first.lookup.question
    assert first.lookup.question["answer"] == "查无此票"


def test_who_belongs_to_no_company_is_told_so(stranger: Person, now: datetime) -> None:
    with pytest.raises(hand_in.NotTaken, match="联系本单位管理员"):
        give(stranger, now, a=b"x")

    assert not Document.objects.exists()


def test_nothing_is_not_a_hand_in(clerk: Person, now: datetime) -> None:
    with pytest.raises(hand_in.NotTaken, match="没有收到文件"):
        give(clerk, now)


def test_totals_balance_over_a_big_archive(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    members = {f"{n:03}.xml": einvoice.xml(sale(n)) for n in range(1, 41)}
    members |= {f"重{n}.xml": einvoice.xml(sale(n)) for n in range(1, 6)}
    members |= {f"坏{n}.pdf": b"%PDF-1.7 nothing" + bytes([n]) for n in range(5)}
    intake = give(clerk, now, all=zipped(members))

    told = read_all(intake, now, reader)

    assert Counter(file.state for file in told) == {
        FileState.READ: 1 + 40,
        FileState.DUPLICATE: 5,
        FileState.REFUSED: 5,
    }
    assert len(told) == 1 + len(members)
