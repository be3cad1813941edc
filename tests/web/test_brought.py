"""What an official page said is brought back to its look-up, with proof, and thought of again."""

from __future__ import annotations

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.actions.papers import number
from tests.web.desk import text

from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.store import access, originals
from chapiao.store.models import AuditEntry, Check, Document, Lookup, Person

pytestmark = pytest.mark.django_db

PAGE = """国家税务总局全国增值税发票查验平台
查验结果：查无此票
若发现发票信息不符，请向主管税务机关反映；所查信息与票面信息不一致的不得入账"""


def picture() -> bytes:
    """Return a PNG of one white dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checked

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def asked(clerk: Person) -> Lookup:
    """A look-up of an invoice that nobody holds."""
    question = Question(number=number(77), date="2026-11-03", amount="106.00")
    return look_up(asker=clerk, question=question, now=timezone.localtime())


def bring(page: Client, one: Lookup, **given: object) -> str:
    sent = {"entry": "查验平台", "answer": ""} | given
    return text(page.post(f"/look-ups/{one.pk}/answer/", sent, follow=True))


def test_the_card_takes_the_answer_back(page: Client, asked: Lookup) -> None:
    shown = text(page.get(f"/look-ups/{asked.pk}/"))

    assert "查过了？把对方的答复带回来" in shown
    assert '<option value="查无此票">' in shown
    assert '<option value="当日开具发票可于次日进行查验！">' in shown


def test_an_answer_brought_back_is_kept_and_leads_to_a_new_one(
    page: Client, asked: Lookup, clerk: Person
) -> None:
    shown = bring(page, asked, answer="已作废")

    one = Lookup.objects.get()
    check = Check.objects.get()
    assert one.question["answer"] == "已作废"
    assert one.question["entry"] == "查验平台"
    assert one.cause == "voided" != asked.cause
    assert (check.asked_by, check.words, check.outcome) == (clerk, "已作废", "一致")
    assert check.ordinal == 1  # it counts among today's five
    assert "王敏带回" in shown
    assert AuditEntry.objects.filter(act="带回答复", person=clerk.pk).exists()


def test_only_the_result_of_a_whole_page_is_read(page: Client, asked: Lookup) -> None:
    bring(page, asked, answer=PAGE.replace("\n", " ") + "。" * 200)

    assert Check.objects.get().outcome == "查无此票"
    assert Lookup.objects.get().question["answer"] == "查无此票"


def test_an_answer_of_an_entry_without_a_count_is_kept_too(page: Client, asked: Lookup) -> None:
    bring(page, asked, entry="电子税务局", answer="暂无数据")

    check = Check.objects.get()
    assert (check.entry, check.outcome, check.ordinal) == ("电子税务局", "查无此票", None)


def test_a_screenshot_is_kept_as_proof(page: Client, asked: Lookup, clerk: Person) -> None:
    proof = SimpleUploadedFile("结果.png", picture(), content_type="image/png")

    shown = bring(page, asked, answer="查无此票", proof=proof)

    document = Document.objects.get()
    assert document.name == "结果.png"
    assert f'href="/documents/{document.pk}/"' in shown
    assert document in access.documents_for(clerk)
    assert AuditEntry.objects.filter(act="附上截图").get().detail["document"] == document.pk


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answer": ""}, "请照抄对方页面上的结果"),
        ({"answer": "一致", "entry": "哪里"}, "没有这个入口"),
        ({"answer": "一致", "entry": "本系统台账"}, "没有这个入口"),
        ({"answer": "一" * 2001}, "太长了"),
        (
            {"answer": "一致", "proof": SimpleUploadedFile("a.png", b"MZ")},
            "截图要是图片或 PDF",
        ),
    ],
    ids=range(5),
)
def test_what_is_no_answer_is_refused_in_words(
    page: Client, asked: Lookup, given: dict[str, object], said: str
) -> None:
    shown = bring(page, asked, **given)

    assert said in shown
    assert not Check.objects.exists()
    assert not Document.objects.exists()
    assert Lookup.objects.get().answered_at == asked.answered_at


def test_somebody_elses_look_up_takes_no_answer(
    client: Client, asked: Lookup, other_clerk: Person
) -> None:
    client.force_login(other_clerk)

    response = client.post(f"/look-ups/{asked.pk}/answer/", {"entry": "查验平台", "answer": "一致"})

    assert response.status_code == 404
    assert not Check.objects.exists()


def sheet(*lines: str) -> bytes:
    """Return a PDF with these lines, as a browser prints a page."""
    import io

    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, (400, 300))
    canvas.setFont("STSong-Light", 14)
    for place, line in enumerate(lines):
        canvas.drawString(20, 260 - 24 * place, line)
    canvas.save()
    return out.getvalue()


def test_a_printed_page_alone_is_kept_and_what_it_says_is_confirmed_first(
    page: Client, asked: Lookup, clerk: Person
) -> None:
    lines = (
        "国家税务总局全国增值税发票查验平台 发票查验明细及结果说明",
        "查验结果：查无此票",
        "如发票信息不符请联系开票方，所查信息与票面信息不一致的不得入账，妥善保管",
        "查验的次数每天每张发票五次，请勿频繁查验以免影响其他纳税人使用",
    )
    proof = SimpleUploadedFile("结果.pdf", sheet(*lines), content_type="application/pdf")

    shown = bring(page, asked, proof=proof)

    kept = Document.objects.get()
    assert "从截图上认出“查无此票”" in shown
    assert f'name="kept" value="{kept.pk}"' in shown
    assert not Check.objects.exists()  # a machine's reading counts for nothing by itself
    answered = bring(page, asked, answer="查无此票", kept=kept.pk)
    assert Check.objects.get().outcome == "查无此票"
    assert "已带回的答复" in answered
    assert f'href="/documents/{kept.pk}/"' in answered
    assert AuditEntry.objects.filter(act="附上截图", person=clerk.pk).count() == 1


def test_a_picture_that_tells_nothing_is_kept_all_the_same_and_the_words_are_asked_for(
    page: Client, asked: Lookup
) -> None:
    proof = SimpleUploadedFile("结果.png", picture(), content_type="image/png")

    shown = bring(page, asked, proof=proof)

    assert "截图已保存" in shown
    assert "请照抄页面上的结果" in shown
    assert Document.objects.get().name == "结果.png"


def test_somebody_elses_screenshot_is_no_proof(
    page: Client, asked: Lookup, other_clerk: Person
) -> None:
    theirs = originals.keep(picture(), "他们的.png", timezone.localtime(), other_clerk)

    shown = bring(page, asked, answer="查无此票", kept=theirs.pk)

    assert "找不到刚才的截图" in shown
    assert not Check.objects.exists()


def test_the_official_pages_are_named_with_where_they_are_known_from(
    page: Client, asked: Lookup
) -> None:
    shown = text(page.get(f"/look-ups/{asked.pk}/"))

    assert 'href="https://inv-veri.chinatax.gov.cn" rel="noopener noreferrer"' in shown
    assert "出处：domain §2.1" in shown
