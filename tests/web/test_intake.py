"""收到的文件: every file accounted for, page by page, also while they are being read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.actions.papers import sale, zipped
from tests.web.desk import browse, text

from chapiao.demo.paper import einvoice, files
from chapiao.store.models import Intake, Lookup, Person

pytestmark = pytest.mark.django_db
Work = Callable[[], None]


def give(page: Client, **given: bytes) -> str:
    page.post("/", {"file": [SimpleUploadedFile(name, data) for name, data in given.items()]})
    return f"/intake/{Intake.objects.latest('pk').pk}/"


def test_an_archive_is_opened_and_every_member_told(page: Client, work: Work) -> None:
    members = {"一.xml": einvoice.xml(sale(1)), "二.xml": einvoice.xml(sale(2)), "三.txt": b"hm"}
    address = give(page, **{"一包.zip": zipped(members)})
    work()

    shown = text(page.get(address))

    assert "4 个文件都有了结果" in shown
    assert all(f"一包.zip › {name}" in shown for name in members)
    assert shown.count("看答案") == 4  # two answers, in the table and in a phone's cards


def test_one_refused_file_is_told_as_an_answer_is(page: Client, work: Work) -> None:
    address = give(page, **{"回单.pdf": files.bank_pdf(sale(1))})
    work()

    shown = text(page.get(address))

    assert '<h2 class="answer-head">这是银行电子回单' in shown
    assert 'class="big-dot red"' in shown
    assert "原件已经保存" in shown
    assert "下载原文件" in shown


def test_the_live_part_leads_a_single_file_to_its_answer(page: Client, work: Work) -> None:
    address = give(page, **{"票.xml": einvoice.xml(sale(1))})
    waiting = page.get(address, headers={"X-Part": "1"})
    work()
    done = page.get(address, headers={"X-Part": "1"})

    assert "X-Done" not in waiting.headers
    assert "文件已经保存" in text(waiting)
    assert done.headers["X-Done"] == "1"
    assert done.headers["X-Go-To"].startswith("/look-ups/")


def test_the_answer_says_what_became_of_the_file(page: Client, work: Work) -> None:
    give(page, **{"票.xml": einvoice.xml(sale(1))})
    work()
    give(page, **{"又一份.xml": einvoice.xml(sale(1))})
    work()
    first, second = Lookup.objects.order_by("pk")

    assert "这次交来的文件：数电票（普通发票），已收入台账" in text(
        page.get(f"/look-ups/{first.pk}/")
    )
    assert "这次交来的文件：重复发票" in text(page.get(f"/look-ups/{second.pk}/"))


def test_many_files_are_paged_and_told_by_what_became_of_them(page: Client, work: Work) -> None:
    address = give(page, **{f"{place}.txt": b"%d" % place for place in range(101)})
    work()

    assert "共 101 条，第 1 / 2 页" in text(page.get(address))
    assert "100.txt" in text(page.get(f"{address}?page=2"))
    assert "101 个" in text(page.get(f"{address}?state=已拒绝"))


def test_somebody_elses_files_are_not_there(page: Client, other_clerk: Person) -> None:
    address = give(page, **{"票.xml": einvoice.xml(sale(1))})

    assert browse(other_clerk).get(address).status_code == 404
    assert browse(other_clerk).get("/intake/999999/").status_code == 404
