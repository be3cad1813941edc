"""查票: whatever somebody has of an invoice leads to an answer, and nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.actions.papers import number, sale, zipped
from tests.web.desk import browse, text

from chapiao.demo.paper import einvoice
from chapiao.store.models import Intake, Invoice, Lookup, Person

pytestmark = pytest.mark.django_db

UNKNOWN = number(77)
SCRIPT = {"HTTP_X_REQUESTED_WITH": "fetch"}


def file(name: str = "发票.xml", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, einvoice.xml(sale(5)) if data is None else data)


def test_the_home_page_is_the_look_up(page: Client) -> None:
    shown = text(page.get("/"))

    assert "发票查不到？在这里查" in shown
    assert "还没有查过" in shown
    assert "试试这些" not in shown


def test_somebody_who_is_not_signed_in_is_led_to_the_login_and_back() -> None:
    response = Client().get("/look-ups/")

    assert response.status_code == 302
    assert response.headers["Location"] == "/login/?next=/look-ups/"


def test_a_pasted_number_that_we_hold_is_found(page: Client, held: Invoice) -> None:
    response = page.post("/", {"text": held.number}, follow=True)

    assert response.redirect_chain == [(f"/look-ups/{Lookup.objects.get().pk}/", 302)]
    assert "查到了" in text(response)
    assert f"/ledger/{held.pk}/" in text(response)


def test_a_number_nobody_knows_is_answered_with_reasons(page: Client, held: Invoice) -> None:
    shown = text(page.post("/", {"text": UNKNOWN}, follow=True))

    assert "暂时查不到" in shown
    assert "怎么办" in shown
    for tally in ("已排除", "还缺", "没有执行", "过程记录", "到哪一步了", "规则版本"):
        assert tally in shown
    assert "假" not in shown


def test_the_fields_beside_the_number_are_asked_too(page: Client) -> None:
    given = {"text": UNKNOWN, "date": "2025-01-04", "entry": "查验平台", "answer": "查无此票"}

    shown = text(page.post("/", given, follow=True))

    assert Lookup.objects.get().question == {**given, "entry": "查验平台"}
    assert "号码里的年份" in shown


def test_a_question_that_asks_nothing_is_told_what_to_do(page: Client) -> None:
    response = page.post("/", {"text": "  ", "entry": "查验平台"})

    assert response.status_code == 422
    assert "请粘贴号码或文字，或选择文件" in text(response)
    assert not Lookup.objects.exists()


@pytest.mark.parametrize("field", ["seller", "buyer", "amount", "date"])
def test_a_condition_alone_leads_to_the_rows_it_fits(
    page: Client, held: Invoice, field: str
) -> None:
    given = {
        "seller": (held.seller.name or "")[2:6],
        "buyer": held.buyer.name or "",
        "amount": f"{(held.total or 0) / 100:,.2f}",
        "date": str(held.issued_on),
    }

    response = page.post("/", {field: given[field], "entry": "本系统台账"}, follow=True)

    assert response.redirect_chain[0][0].startswith("/ledger/?")
    assert held.number in text(response)
    assert not Lookup.objects.exists()


def test_a_month_and_both_parties_lead_to_the_rows_they_fit(page: Client, held: Invoice) -> None:
    given = {"date": f"{held.issued_on:%Y-%m}", "seller": held.seller.name, "buyer": "云杉"}

    shown = text(page.post("/", given, follow=True))

    assert held.number in shown


def test_conditions_that_no_row_fits_are_answered_with_reasons(page: Client, held: Invoice) -> None:
    shown = text(page.post("/", {"seller": "没有这家公司"}, follow=True))

    assert held.number not in shown
    assert "都没有记录，或您无权查看" in shown
    assert Lookup.objects.get().question["seller"] == "没有这家公司"


def test_conditions_show_nothing_of_another_company(other_clerk: Person, held: Invoice) -> None:
    shown = text(browse(other_clerk).post("/", {"seller": held.seller.name}, follow=True))

    assert held.number not in shown


@pytest.mark.parametrize(
    "field", ["text", "code", "date", "amount", "check_code", "buyer", "seller", "answer"]
)
def test_nothing_typed_is_lost_on_an_error(page: Client, field: str) -> None:
    kept = "别丢了我"
    given = {"text": "12345678", "entry": "没有的入口"} | {field: kept}

    response = page.post("/", given)

    assert response.status_code == 422
    assert "没有这个入口，请从列表里选" in text(response)
    assert kept in text(response)


def test_a_megabyte_of_text_is_refused_in_words(page: Client) -> None:
    response = page.post("/", {"text": "发票" * 170_000})

    assert response.status_code == 422
    assert "请只粘贴和这张发票有关的一段" in text(response)


def test_a_column_of_numbers_is_a_question_each(page: Client, held: Invoice) -> None:
    column = f"{held.number}\r\n{UNKNOWN}\n\n12345678\n{held.number}\n"

    shown = text(page.post("/", {"text": column}, follow=True))

    assert Lookup.objects.count() == 3
    assert "一起粘贴的 3 个号码" in shown
    assert shown.count("查到了：") == 2  # once in the table, once in the cards of a phone


def test_too_many_numbers_at_once_are_refused_and_kept(page: Client) -> None:
    column = "\n".join(number(place) for place in range(201))

    response = page.post("/", {"text": column})

    assert response.status_code == 422
    assert "请分几次粘贴" in text(response)
    assert number(200) in text(response)
    assert not Lookup.objects.exists()


def test_a_file_goes_on_to_its_answer(page: Client, work: Callable[[], None]) -> None:
    first = page.post("/", {"file": file()}, follow=True)
    assert "正在读取：0 / 1" in text(first)

    work()
    response = page.get(f"/intake/{Intake.objects.get().pk}/", follow=True)

    assert response.redirect_chain[-1][0] == f"/look-ups/{Lookup.objects.get().pk}/"
    assert sale(5).number in text(response)
    assert "下载原文件" in text(response)


def test_what_is_typed_beside_a_file_is_asked_with_it(
    page: Client, work: Callable[[], None]
) -> None:
    page.post("/", {"file": file(), "answer": "查无此票", "entry": "查验平台"})
    work()

    assert Lookup.objects.get().question["answer"] == "查无此票"


def test_a_dropped_folder_keeps_its_paths(page: Client) -> None:
    given = {"file": [file("a.xml"), file("b.xml")], "paths": ["十一月/a.xml", "十一月/乙/b.xml"]}

    page.post("/", given)

    assert [one.path for one in Intake.objects.get().files.all()] == given["paths"]


def test_paths_that_do_not_fit_the_files_are_not_believed(page: Client) -> None:
    page.post("/", {"file": [file("a.xml"), file("b.xml")], "paths": ["只有一个"]})

    assert [one.path for one in Intake.objects.get().files.all()] == ["a.xml", "b.xml"]


def test_a_script_is_told_where_the_answer_is(page: Client) -> None:
    response = page.post("/", {"file": file()}, **SCRIPT)

    assert json.loads(response.content) == {"url": f"/intake/{Intake.objects.get().pk}/"}


def test_a_script_is_told_what_is_wrong(page: Client) -> None:
    response = page.post("/", {}, **SCRIPT)

    assert response.status_code == 422
    assert "请粘贴号码或文字" in json.loads(response.content)["problem"]


def test_somebody_of_no_company_is_told_in_words(stranger: Person) -> None:
    page = browse(stranger)

    typed = page.post("/", {"text": UNKNOWN})
    handed = page.post("/", {"file": file()})

    assert "联系本单位管理员" in text(typed)
    assert "联系本单位管理员" in text(handed)
    assert UNKNOWN in text(typed)
    assert not Lookup.objects.exists()
    assert not Intake.objects.exists()


def test_a_form_without_its_token_is_refused(clerk: Person) -> None:
    response = browse(clerk, checks=True).post("/", {"text": UNKNOWN})

    assert response.status_code == 403
    assert "页面过期了" in text(response)
    assert not Lookup.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "'; drop table store_invoice; --",
        "{{ 7|add:7 }}{% now 'Y' %}",
        "\x00\x01\x02",
        "\u202egnp.exe",
    ],
)
def test_markup_and_sql_in_every_field_stay_text(page: Client, held: Invoice, bad: str) -> None:
    fields = ("text", "code", "date", "amount", "check_code", "buyer", "seller", "answer")
    given = dict.fromkeys(fields, bad) | {"number": UNKNOWN}

    response = page.post("/", given, follow=True)
    pages = [text(response), text(page.get("/")), text(page.get("/look-ups/"))]

    assert all("<script>alert" not in shown and "<img src=x" not in shown for shown in pages)
    assert "{% now" not in bad or "{% now" in pages[0]
    assert Invoice.objects.filter(pk=held.pk).exists()


def test_hostile_files_are_accounted_for_in_words(page: Client, work: Callable[[], None]) -> None:
    bomb = zipped({"零.txt": b"0" * 40_000_000})
    entities = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    given = {
        "空.pdf": b"",
        "乱.ofd": bytes(range(256)) * 40,
        "断.pdf": b"%PDF-1.7\n1 0 obj",
        "炸弹.zip": bomb,
        "实体.xml": entities + b"<EInvoice>&b;</EInvoice>",
        "<b>名字.xml": b"<a/>",
    }

    page.post("/", {"file": [file(name, data) for name, data in given.items()]})
    work()
    shown = text(page.get(f"/intake/{Intake.objects.get().pk}/"))

    assert "都有了结果" in shown
    assert "root:" not in shown
    assert "<b>名字" not in shown
    told = {one.path: one for one in Intake.objects.get().files.all()}
    assert set(given) <= set(told)
    assert {told[name].state for name in given if name != "炸弹.zip"} <= {"已拒绝", "读取失败"}
    assert all(one.said for one in told.values())
