"""Seals, faces and doubts as a clerk reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.actions.papers import sale
from tests.seals.make_sealed import pack, sealed
from tests.web.desk import browse, text

from chapiao.demo.ids import tax_id
from chapiao.demo.paper import einvoice, files
from chapiao.store.models import Document, IntakeFile, Invoice, Lookup, Person, Review

pytestmark = pytest.mark.django_db
Work = Callable[[], None]


def hand_in(page: Client, work: Work, **given: bytes) -> str:
    page.post("/", {"file": [SimpleUploadedFile(name, data) for name, data in given.items()]})
    work()
    return f"/intake/{IntakeFile.objects.latest('pk').intake_id}/"


def test_the_answer_shows_file_picture_and_seal(page: Client, work: Work) -> None:
    hand_in(page, work, **{"票.pdf": files.digital_pdf(sale())})
    kept = Document.objects.get()

    shown = text(page.get(f"/look-ups/{Lookup.objects.get().pk}/"))

    assert f'src="/documents/{kept.pk}/picture.png"' in shown
    assert f'href="/documents/{kept.pk}/pages/"' in shown
    assert "无签章" in shown
    assert "暂时查不到" in shown
    assert "这次交来的文件：数电票（普通发票），已收入台账" in shown
    assert f'href="/ledger/{Invoice.objects.get().pk}/"' in shown


def test_a_changed_seal_is_called_a_doubt_and_nothing_worse(page: Client, work: Work) -> None:
    Document.objects.all().delete()
    changed = pack(sealed() | {"OFD.xml": b"<a/>"})

    shown = text(page.get(hand_in(page, work, **{"票.ofd": changed})))

    assert "被改动" in shown
    assert "这是疑点，不是结论" in shown
    assert "假" not in shown


def test_contradicting_files_stand_side_by_side(
    page: Client, work: Work, other_clerk: Person
) -> None:
    other = sale(amount=90000, tax=5400, total=95400, lines=())
    both = {"真.xml": einvoice.xml(sale()), "改.pdf": files.digital_pdf(other)}
    intake = text(page.get(hand_in(page, work, **both)))
    row = Invoice.objects.get()

    shown = text(page.get(f"/ledger/{row.pk}/"))

    assert "有疑问" in intake
    assert "需人工核对" in shown
    assert "文件疑被改动" in shown
    assert "<mark>¥954.00</mark>" in shown
    assert "¥106.00" in shown
    assert "我已对照原件核对" in shown
    listed = text(page.get("/ledger/"))
    assert "有 1 张" in listed
    assert 'href="?review=1"' in listed
    assert row.number in text(page.get("/ledger/?review=1"))
    assert "有 1 张" not in text(browse(other_clerk).get("/ledger/"))
    assert browse(other_clerk).post(f"/ledger/{row.pk}/reviewed/").status_code == 404
    done = page.post(f"/ledger/{row.pk}/reviewed/", follow=True)
    row.refresh_from_db()
    assert row.review == Review.DONE
    assert "已核对" in text(done)
    assert "文件疑被改动" in text(done)


def test_an_invoice_to_somebody_else_is_filed_by_a_button(page: Client, work: Work) -> None:
    foreign = sale(buyer_name="上海远山商贸有限公司", buyer_tax_id=tax_id("310104", 46))
    hand_in(page, work, **{"票.xml": einvoice.xml(foreign)})
    answer = f"/look-ups/{Lookup.objects.get().pk}/"
    before = text(page.get(answer))
    file = IntakeFile.objects.get()

    after = page.post(f"/intake/files/{file.pk}/keep/", follow=True)

    assert 'data-cause="not_our_title"' in before
    assert "仍要收入台账" in before
    assert Invoice.objects.count() == 1
    assert after.redirect_chain == [(answer, 302)]
    assert "已收入台账" in text(after)
    assert "仍要收入台账" not in text(after)
    again = page.post(f"/intake/files/{file.pk}/keep/", follow=True)
    assert "不用再收入台账" in text(again)


def test_a_persons_id_is_masked_in_what_is_said_too(page: Client, work: Work) -> None:
    person = "110101199003078515"
    seen = sale(seller_name="张三", seller_tax_id=person)
    other = sale(seller_name="张三", seller_tax_id=tax_id("110105", 7))
    both = {"一.xml": einvoice.xml(seen), "二.xml": einvoice.xml(other)}

    intake = text(page.get(hand_in(page, work, **both)))
    shown = text(page.get(f"/ledger/{Invoice.objects.get().pk}/"))

    for one in (intake, shown):
        assert person not in one
        assert "110101********8515" in one
