"""PDF, OFD, XML and photo of one invoice are one record; what contradicts is a doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.actions.handing_in import give, read_all
from tests.actions.papers import sale
from tests.seals.make_sealed import pack, sealed

from chapiao.actions import review
from chapiao.demo.paper import einvoice, files
from chapiao.invoice.as_json import invoice_json
from chapiao.invoice.model import Invoice as Printed
from chapiao.outside.reader_process import ReaderProcess
from chapiao.render import pdf_png
from chapiao.store import access, rows
from chapiao.store.faces import ALTERED, ENTERED_WRONG, File, Matrix, compare, of_ledger
from chapiao.store.models import (
    AuditEntry,
    Entity,
    Face,
    FileState,
    Invoice,
    Membership,
    Person,
    Review,
    Role,
)
from chapiao.store.queries.faces import matrix_for

pytestmark = pytest.mark.django_db


def every_face(invoice: Printed) -> dict[str, bytes]:
    pdf = files.digital_pdf(invoice)
    return {
        "票.pdf": pdf,
        "票.ofd": files.digital_ofd(invoice),
        "票.xml": einvoice.xml(invoice),
        "票.png": pdf_png(pdf, dpi=200),
    }


def cell(matrix: Matrix, field: str, source: str) -> set[str]:
    [line] = [one for one in matrix.lines if one.name == field]
    pairs = zip(matrix.said, line.cells, strict=True)
    return {one.text for said, one in pairs if said.source == source and one.text}


def test_every_face_of_an_invoice_goes_to_one_record(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    told = read_all(give(clerk, now, **every_face(sale())), now, reader)

    row = Invoice.objects.select_related("seller", "buyer").get()
    matrix = matrix_for(clerk, row)
    assert [file.state for file in told] == [FileState.READ, *[FileState.DUPLICATE] * 3]
    assert Face.objects.filter(entity=entity).count() == matrix.files == 4
    assert (row.review, matrix.disputes) == (None, ())
    assert not any(line.differs for line in matrix.lines)
    for source in ("台账", "票.pdf", "票.ofd", "票.xml"):
        assert cell(matrix, "total", source) == {"106.00"}
        assert cell(matrix, "date", source) == {"2026-11-03"}
    assert cell(matrix, "total", "票.png") == {"106.00"}  # its QR code says so
    witnesses = {one.witness for one in matrix.said}
    assert {"文件", "XML数据", "二维码", "票面文字"} <= witnesses


@pytest.mark.parametrize("order", [("真.xml", "改.pdf"), ("改.pdf", "真.xml")])
def test_a_contradicting_copy_raises_a_doubt_whichever_came_first(
    order: tuple[str, str], clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    other = sale(amount=90000, tax=5400, total=95400, lines=())
    faces = {"真.xml": einvoice.xml(sale()), "改.pdf": files.digital_pdf(other)}
    given_ = {name: faces[name] for name in order}

    first, second = read_all(give(clerk, now, **given_), now, reader)

    row = Invoice.objects.select_related("seller", "buyer").get()
    assert first.state == FileState.READ
    assert second.state == FileState.DOUBTS
    assert "106.00" in second.said
    assert "954.00" in second.said
    assert row.review == Review.NEEDED
    [about] = AuditEntry.objects.filter(act="发票待核对")
    assert about.subject == f"invoice:{row.pk}"
    matrix = matrix_for(clerk, row)
    says = next(one.says for one in matrix.disputes if one.says.startswith("价税合计"))
    assert all(one.title == ALTERED.title for one in matrix.disputes)
    assert "「真.xml」的XML数据是106.00" in says
    assert "「改.pdf」" in says
    assert "954.00" in says
    assert {line.name for line in matrix.lines if line.differs} == {"amount", "tax", "total"}
    assert not any("假" in one.says + one.title for one in matrix.disputes)


def test_the_buyer_altered_to_somebody_else_is_no_duplicate_but_a_doubt(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    Membership.objects.create(
        person=clerk,
        entity=Entity.objects.create(name="北京另一家有限公司", tax_id="91110108DEM0000147"),
        role=Role.CLERK,
    )
    altered = sale(buyer_name="上海远山商贸有限公司", buyer_tax_id="")
    told = read_all(
        give(clerk, now, a=einvoice.xml(sale()), b=files.digital_pdf(altered)), now, reader
    )

    assert Invoice.objects.get().review == Review.NEEDED
    assert "购买方互相矛盾" in told[1].said


def test_a_row_that_was_entered_otherwise_waits_for_a_review_too(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    wrong = sale(amount=9000, tax=540, total=9540, lines=())
    rows.put(wrong, source="手工录入", entity=entity, owner=clerk, at=now)
    read_all(give(clerk, now, a=einvoice.xml(sale())), now, reader)

    row = Invoice.objects.select_related("seller", "buyer").get()

    assert row.review == Review.NEEDED
    assert {one.title for one in matrix_for(clerk, row).disputes} == {ENTERED_WRONG.title}


def test_a_colleague_compares_them_and_both_sides_stay(
    clerk: Person, other_clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    other = sale(amount=90000, tax=5400, total=95400, lines=())
    read_all(give(clerk, now, a=einvoice.xml(sale()), b=files.digital_pdf(other)), now, reader)
    row = Invoice.objects.select_related("seller", "buyer").get()

    with pytest.raises(access.NotSeen):
        review.done(other_clerk, row.pk, now)
    review.done(clerk, row.pk, now)
    with pytest.raises(review.NothingToReview):
        review.done(clerk, row.pk, now)

    read_all(give(clerk, now, again=einvoice.xml(sale())), now, reader)
    row.refresh_from_db()
    assert row.review == Review.DONE
    assert matrix_for(clerk, row).disputes
    third = sale(amount=80000, tax=4800, total=84800, lines=())
    read_all(give(clerk, now, c=files.digital_ofd(third)), now, reader)
    row.refresh_from_db()
    assert row.review == Review.NEEDED


def test_who_only_looks_confirms_nothing(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    other = sale(amount=90000, tax=5400, total=95400, lines=())
    read_all(give(clerk, now, a=einvoice.xml(sale()), b=files.digital_pdf(other)), now, reader)
    looker = Person.objects.create(username="auditor")
    Membership.objects.create(person=looker, entity=entity, role=Role.AUDITOR)

    with pytest.raises(review.NotAllowed, match="只能查看"):
        review.done(looker, Invoice.objects.get().pk, now)

    assert Invoice.objects.get().review == Review.NEEDED


def test_what_somebody_else_hands_in_says_nothing_about_a_row_of_another_company(
    clerk: Person, other_clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    read_all(give(clerk, now, a=einvoice.xml(sale())), now, reader)
    altered = sale(buyer_name="上海远山商贸有限公司", buyer_tax_id="", total=95400)

    [file] = read_all(give(other_clerk, now, b=files.digital_pdf(altered)), now, reader)

    row = Invoice.objects.select_related("seller", "buyer").get()
    assert row.review is None
    assert "北京云杉" not in file.said
    assert "106.00" not in file.said
    assert matrix_for(clerk, row).files == 1


def test_the_seal_of_every_file_is_kept(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    changed = pack(sealed() | {"OFD.xml": b"<a/>"})
    told = read_all(give(clerk, now, plain=einvoice.xml(sale()), odd=changed), now, reader)

    seals = [file.document.seal for file in told]
    assert [seal["result"] for seal in seals] == ["无签章", "被改动"]
    assert seals[1]["changed"]
    assert told[0].document.pages is None


def test_a_changed_seal_is_a_doubt_in_its_own_words() -> None:
    reading = {"read_from": {}, "doubts": []}
    seal = {"result": "被改动", "text": "签章后被改动：OFD.xml与签章时不同"}
    held = of_ledger(invoice_json(sale()), "文件")

    matrix = compare(held, [File(name="票.ofd", document=1, reading=reading, seal=seal)])

    [dispute] = matrix.disputes
    assert dispute.says == "「票.ofd」的签章后被改动：OFD.xml与签章时不同"


def test_every_file_stands_there_with_its_seal() -> None:
    seal = {"result": "完整", "text": "签章完整"}
    one, two = of_file("一", 1, "xml", **TEXTS), of_file("二", 2, "text", **TEXTS)

    matrix = compare(of_ledger(invoice_json(sale()), "文件"), [replace(one, seal=seal), two])

    assert [(one.source, one.count, one.seal) for one in matrix.groups] == [
        ("台账", 1, None),
        ("一", 1, seal),
        ("二", 1, None),
    ]


TEXTS = {"total": "106.00", "date": "2026-11-03", "seller_name": "北京松果餐饮有限公司"}


def of_file(name: str, number: int, witness: str, **values: str) -> File:
    reading = dict.fromkeys(invoice_json(Printed())) | values
    read_from = {field: [witness] for field in values}
    return File(
        name=name, document=number, reading=reading | {"read_from": read_from, "doubts": []}
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    field=st.sampled_from(sorted(TEXTS)),
    one=st.sampled_from(["xml", "tag", "qr", "text"]),
    other=st.sampled_from(["xml", "tag", "qr", "text"]),
    changed=st.booleans(),
)
def test_a_doubt_is_raised_exactly_where_two_files_differ(
    field: str, one: str, other: str, *, changed: bool
) -> None:
    values = dict(TEXTS)
    if changed:
        values[field] = {"total": "106.01", "date": "2026-11-30"}.get(field, "北京松果有限公司")
    pair = [of_file("一", 1, one, **TEXTS), of_file("二", 2, other, **values)]

    matrix = compare(of_ledger(invoice_json(Printed()), "文件"), pair)

    assert len(matrix.disputes) == changed
    assert {line.name for line in matrix.lines if line.differs} == ({field} if changed else set())


def test_a_name_misread_on_a_photo_is_shown_and_raises_no_doubt() -> None:
    files_ = [
        of_file("一", 1, "xml", **TEXTS),
        of_file("二", 2, "ocr", seller_name="北京松杲餐饮有限公司", total="106.00"),
        of_file("三", 3, "ocr", total="166.00"),
    ]

    matrix = compare(of_ledger(invoice_json(sale()), "文件"), files_)

    assert [line.name for line in matrix.lines if line.differs] == ["seller_name", "total"]
    [dispute] = matrix.disputes
    assert "「三」的图像识别是166.00" in dispute.says


def test_the_file_that_says_otherwise_stands_beside_the_row() -> None:
    same = {"total": "106.00"}
    files_ = [of_file(str(n), n, "xml", **same) for n in range(1, 4)]
    files_.append(of_file("4", 4, "text", total="954.00"))

    matrix = compare(of_ledger(invoice_json(sale()), "文件"), files_)

    assert [one.source for one in matrix.said] == ["台账", "4", "1", "2", "3"]
