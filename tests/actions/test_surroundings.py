"""What is kept around a question leads a look-up to its cause by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.actions.importing import imported, previewed, undone
from tests.actions.papers import cells, csv, export, number, sale

from chapiao.actions import questions
from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.diagnosis.world.papers import Clash, Seal
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.outside.reader_process import ReaderProcess
from chapiao.readers.as_json import reading_json
from chapiao.readers.reading import Doubt, Reading, Witness
from chapiao.store import originals, rows, sql
from chapiao.store.file_faces import faces_of
from chapiao.store.models import Entity, Face, Lookup, Person

pytestmark = pytest.mark.django_db

WHOLE = {"result": "完整", "trusted": True, "text": "签章完整"}
CHANGED = {"result": "被改动", "trusted": False, "text": "签章后被改动：票面.xml内容变了"}


def ask(asker: Person, now: datetime, **typed: object) -> Lookup:
    return look_up(asker=asker, question=Question(**typed), now=now)  # type: ignore[arg-type]


def causes(answer: Lookup) -> list[str]:
    return [one["id"] for one in answer.answer["causes"]]


def read(invoice: Invoice, *doubts: Doubt, witness: Witness = Witness.TEXT) -> Reading:
    fields = ("number", "date", "total")
    return Reading(
        invoice=invoice,
        format="pdf",
        read_from=dict.fromkeys(fields, (witness,)),
        doubts=doubts,
    )


def handed(reading: Reading, seal: dict[str, object] | None = None) -> Question:
    faces = faces_of(reading_json(reading), seal, "所交文件", "pdf")
    return Question(file=reading.invoice, faces=faces)


def archive(
    invoice: Invoice, by: Person, entity: Entity, now: datetime, seal: dict[str, object] | None
) -> None:
    """Keep a file of an invoice, as an intake does, without a row in the pool."""
    document = originals.keep((invoice.number or "").encode(), "原件.pdf", now, by)
    document.seal, document.format = seal, "pdf"
    document.save()
    told = reading_json(read(invoice))
    Face.objects.create(document=document, key=invoice.key or "", reading=told, entity=entity)


def test_a_file_whose_seal_shows_a_change_is_told_to_be_altered(
    clerk: Person, now: datetime
) -> None:
    answer = look_up(asker=clerk, question=handed(read(sale(1)), CHANGED), now=now)

    assert answer.cause == "file_altered"
    assert "签章" in answer.answer["causes"][0]["says"]


def test_a_file_whose_seal_is_whole_is_not(clerk: Person, now: datetime) -> None:
    answer = look_up(asker=clerk, question=handed(read(sale(1)), WHOLE), now=now)

    assert "file_altered" not in causes(answer)
    assert any("彼此一致" in one["because"] for one in answer.answer["ruled_out"])


def test_a_file_whose_code_and_face_tell_two_sums_is_told_to_be_altered(
    clerk: Person, now: datetime
) -> None:
    apart = Doubt(
        id="witnesses_differ",
        field="total",
        text="价税合计在文件各处不一致",
        values={Witness.QR: "106.00", Witness.TEXT: "906.00"},
    )

    answer = look_up(asker=clerk, question=handed(read(sale(1), apart)), now=now)

    assert answer.cause == "file_altered"
    assert "906.00" in answer.answer["causes"][0]["says"]


def test_what_a_picture_was_misread_for_accuses_nobody(clerk: Person, now: datetime) -> None:
    apart = Doubt(
        id="witnesses_differ",
        field="total",
        text="价税合计在文件各处不一致",
        values={Witness.QR: "106.00", Witness.OCR: "108.00"},
    )

    answer = look_up(asker=clerk, question=handed(read(sale(1), apart)), now=now)

    assert answer.cause != "file_altered"


def test_two_files_of_one_number_that_differ_are_told(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    archive(sale(1), clerk, entity, now, None)

    other = replace(sale(1), total=90600, amount=85472, tax=5128)
    answer = look_up(asker=clerk, question=handed(read(other)), now=now)

    assert "file_altered" in causes(answer)


def test_the_faces_are_there_when_it_is_asked_again() -> None:
    question = handed(
        read(sale(1), Doubt(id="words", field="total", text="大写是壹佰元整")), CHANGED
    )

    again = questions.from_json(questions.to_json(question))

    assert again.faces is not None
    assert question.faces is not None
    assert again.faces.noted == question.faces.noted
    assert again.faces.noted[0] == Clash("大写金额", "大写是壹佰元整", "106.00")
    assert again.faces.seal is Seal.FAILED
    assert again.faces.invoice.number == number(1)


def test_a_row_that_an_import_refused_tells_why_it_is_not_here(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    damaged = sale(2)
    imported(clerk, csv(cells(sale(1)), cells(damaged, 数电发票号码="2.6112E+19")), now, reader)

    answer = ask(clerk, now, number=damaged.number)

    assert answer.cause in {"excel_damage", "not_imported"}
    assert "2.6112E+19" in str(answer.answer["causes"])


def test_an_export_that_waits_for_a_yes_tells_why_it_is_not_here(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    previewed(clerk, export(sale(1)), now, reader)

    answer = ask(clerk, now, number=number(1))

    assert answer.cause == "not_imported"
    assert "还在等确认" in answer.answer["causes"][0]["says"]
    assert "确认导入" in answer.answer["causes"][0]["steps"][0]["text"]


def test_an_import_that_was_taken_back_tells_why_it_is_not_here(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    undone(clerk, imported(clerk, export(sale(1)), now, reader), now)

    answer = ask(clerk, now, number=number(1))

    assert answer.cause == "not_imported"
    assert "撤销" in answer.answer["causes"][0]["says"]


def test_nobody_learns_of_another_companys_imports(
    clerk: Person, other_clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    previewed(clerk, export(sale(1)), now, reader)

    answer = ask(other_clerk, now, number=number(1))

    assert answer.cause == "insufficient"
    assert "还在等确认" not in str(answer.answer)


def test_a_row_filed_under_a_wrong_number_is_told_by_the_file(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    wrong = replace(sale(1), number=number(7))
    rows.put(wrong, source="手工录入", entity=entity, owner=clerk, at=now)

    answer = look_up(asker=clerk, question=handed(read(sale(1))), now=now)

    assert answer.cause == "entered_wrong"
    assert number(7) in answer.answer["causes"][0]["says"]


def test_an_invoice_of_the_same_day_and_sum_with_its_own_file_is_another_one(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    other = replace(sale(1), number=number(7))
    rows.put(other, source="文件", entity=entity, owner=clerk, at=now)
    archive(other, clerk, entity, now, None)

    answer = look_up(asker=clerk, question=handed(read(sale(1))), now=now)

    assert "entered_wrong" not in causes(answer)


def test_an_invoice_of_the_same_day_and_sum_that_an_export_has_is_another_one(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    imported(clerk, export(replace(sale(1), number=number(7))), now, reader)

    answer = look_up(asker=clerk, question=handed(read(sale(1))), now=now)

    assert "entered_wrong" not in causes(answer)


@pytest.mark.parametrize(
    ("listed", "what"),
    [
        ("month=2026-09", "开票日期月份"),
        ("basis=booked&month=2026-11", "入账日期"),
        ("kind=增值税专用发票", "票种"),
        ("min=1000", "价税合计不低于"),
        ("max=1", "价税合计不高于"),
        ("state=voided", "页签"),
        ("doc=已报销", "单据状态"),
        ("use=已勾选", "用途"),
        ("review=1", "核对"),
    ],
)
def test_the_filter_that_hides_a_row_is_named(
    clerk: Person, entity: Entity, now: datetime, listed: str, what: str
) -> None:
    rows.put(sale(1), source="文件", entity=entity, owner=clerk, at=now)

    answer = ask(clerk, now, number=number(1), listed=listed)

    assert answer.found is True
    assert answer.cause == "query_filter"
    assert what in answer.answer["causes"][0]["says"]


def test_a_filter_that_takes_the_row_in_explains_nothing(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    state = rows.State(booked_on=date(2026, 11, 5))
    rows.put(sale(1), source="文件", entity=entity, owner=clerk, at=now, state=state)

    answer = ask(clerk, now, number=number(1), listed="month=2026-11&min=100")
    booked = ask(clerk, now, number=number(1), listed="basis=booked&from=2026-11-05")

    assert answer.cause == "found"
    assert booked.cause == "found"


def test_a_seller_whose_invoices_come_late_is_known_by_the_exports(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    told = {"kind": Kind.SPECIAL, "code": "1100233130", "check_code": ""}
    old = [sale(n, number=f"{n:08}", issued_on=date(2026, 10, 1), **told) for n in (1, 2, 3)]
    other = sale(50, issued_on=date(2026, 10, 1))
    first, then = date(2026, 10, 8), date(2026, 10, 20)
    imported(clerk, export(other), now, reader, f"全量发票查询导出结果-{first:%Y%m%d}.xlsx")
    imported(clerk, export(other, *old), now, reader, f"全量发票查询导出结果-{then:%Y%m%d}.xlsx")
    fresh = sale(9, number="00000009", issued_on=(now - timedelta(days=4)).date(), **told)

    question = replace(handed(read(fresh)), entry="查验平台", answer="查无此票")
    answer = look_up(asker=clerk, question=question, now=now)

    assert answer.cause == "seller_not_uploaded"
    assert "平时要7天" in answer.answer["causes"][0]["says"]


def test_a_plain_hit_asks_nothing_more(
    clerk: Person, entity: Entity, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows.put(sale(1), source="文件", entity=entity, owner=clerk, at=now)
    asked: list[str] = []
    plain = sql.rows
    monkeypatch.setattr(
        sql, "rows", lambda text, given=(): asked.append(text) or plain(text, given)
    )

    answer = ask(clerk, now, number=number(1))

    assert answer.cause == "found"
    around = ("from store_face f", "store_party p", "from store_snapshotrow r join")
    assert not any(one in text for text in asked for one in around)
