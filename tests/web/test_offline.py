"""线下核验 in the browser: from an answer to the office's word."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.actions.papers import number
from tests.web.desk import browse, text

from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.store.models import Lookup, OfflineCheck, Person

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def asked(clerk: Person) -> Lookup:
    """A look-up of an invoice that nobody holds."""
    question = Question(number=number(77), entry="查验平台", answer="查无此票")
    return look_up(asker=clerk, question=question, now=timezone.localtime())


def prepared(page: Client, asked: Lookup) -> OfflineCheck:
    given = {"bureau": "海淀区税务局", "reason": "两个入口都查不到"}
    page.post(f"/look-ups/{asked.pk}/offline/", given)
    return OfflineCheck.objects.get()


def test_from_the_answer_to_the_offices_word(page: Client, asked: Lookup) -> None:
    today = timezone.localdate()
    assert "交税务机关核验" in text(page.get(f"/look-ups/{asked.pk}/"))

    one = prepared(page, asked)
    here = f"/offline/{one.pk}/"
    assert "打印、盖章，带原件去办税服务厅" in text(page.get(here))
    packed = page.post(f"{here}pack.zip")
    with ZipFile(io.BytesIO(b"".join(packed))) as opened:  # type: ignore[arg-type]
        assert "线下核验材料.pdf" in opened.namelist()
    receipt = SimpleUploadedFile("回执.pdf", PDF)
    late = {"on": today - timedelta(days=9), "due_on": today, "receipt_no": "1号"}
    shown = text(page.post(f"{here}hand-in/", {**late, "receipt": receipt}, follow=True))
    assert "看回执" in shown
    assert "还没有登记结果：带上回执去问" in shown
    given = {"result": "底账无此票", "words": "经查无此票底账", "on": today, "number": "2号"}
    shown = text(page.post(f"{here}result/", given, follow=True))

    assert "以此为准" in shown
    answer = text(page.get(f"/look-ups/{asked.pk}/"))
    assert "主管税务机关（海淀区税务局）" in answer
    assert "底账里没有这张票" in answer
    assert "经查无此票底账" in answer
    assert "底账无此票" in text(page.get("/offline/?state=已出结果"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"result": "属实", "on": "昨天"}, "要写成 2026-11-24 这样"),
        ({"result": "很好", "on": "2026-11-24"}, "没有这种结果"),
        ({"result": "属实", "on": "2036-01-01", "words": "属实"}, "结果日期要在"),
    ],
    ids=range(3),
)
def test_what_is_filled_in_wrongly_is_told_and_kept_in_the_form(
    page: Client, asked: Lookup, given: dict[str, str], said: str
) -> None:
    one = prepared(page, asked)
    page.post(f"/offline/{one.pk}/hand-in/", {"on": timezone.localdate()})

    shown = text(page.post(f"/offline/{one.pk}/result/", given))

    assert said in shown
    assert OfflineCheck.objects.get().state == "已递交"


def test_without_office_and_reason_nothing_is_opened(page: Client, asked: Lookup) -> None:
    shown = text(page.post(f"/look-ups/{asked.pk}/offline/", {"bureau": ""}, follow=True))

    assert "请填受理的税务机关" in shown
    assert not OfflineCheck.objects.exists()


def test_it_can_be_given_up(page: Client, asked: Lookup) -> None:
    one = prepared(page, asked)

    shown = text(page.post(f"/offline/{one.pk}/withdraw/", follow=True))

    assert "已撤回" in shown
    assert "撤回这一件" not in shown


def test_others_see_nothing_of_it(page: Client, asked: Lookup, other_clerk: Person) -> None:
    one = prepared(page, asked)
    theirs = browse(other_clerk)

    for address in ("", "hand-in/", "result/", "withdraw/", "pack.zip"):
        ask = theirs.post if address else theirs.get
        assert ask(f"/offline/{one.pk}/{address}").status_code == 404
    assert "海淀区" not in text(theirs.get("/offline/"))
    assert theirs.post(f"/look-ups/{asked.pk}/offline/", {}).status_code == 404
