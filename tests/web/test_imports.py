"""导入税局导出: looked at first, then confirmed, then undone; and refused in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.actions.papers import export, number, sale
from tests.readers.make_export import xlsx
from tests.web.desk import browse, text

from chapiao.store.models import Invoice, Person, Snapshot, SnapshotState

pytestmark = pytest.mark.django_db
Work = Callable[[], None]


def upload(page: Client, data: bytes, name: str = "全量发票查询导出结果.xlsx") -> Snapshot:
    page.post("/import/", {"file": SimpleUploadedFile(name, data)})
    return Snapshot.objects.latest("pk")


def test_no_import_yet_says_what_it_is_good_for(page: Client) -> None:
    shown = text(page.get("/import/"))

    assert "还没有导入过" in shown
    assert "确认之前什么都不会写进台账" in shown


def test_nothing_chosen_is_told(page: Client) -> None:
    response = page.post("/import/", {})

    assert response.status_code == 422
    assert "还没有选文件" in text(response)


def test_an_export_is_previewed_confirmed_and_undone(
    page: Client, work: Work, held: Invoice
) -> None:
    one = upload(page, export(sale(1), sale(2), sale(3)))
    address = f"/import/{one.pk}/"
    reading = text(page.get(address))
    work()
    preview = text(page.get(address))
    before = Invoice.objects.count()

    page.post(f"{address}confirm/")
    work()
    done = text(page.get(address))
    after = Invoice.objects.count()
    page.post(f"{address}undo/")
    work()
    undone = text(page.get(address))

    assert "正在读取文件" in reading
    assert "data-poll" in reading
    assert "台账还没有改动" in preview
    assert "确认导入</button>" in preview
    assert all(number(place) in preview for place in (1, 2, 3))
    assert "全部<small>3 行 ¥" in preview
    assert before == 1
    assert after == 3
    assert "撤销这次导入" in done
    assert "台账已恢复到导入前" in undone
    assert Invoice.objects.count() == before


def test_the_rows_can_be_looked_at_by_what_they_do(page: Client, work: Work, held: Invoice) -> None:
    one = upload(page, export(sale(1), sale(2)))
    work()

    new = text(page.get(f"/import/{one.pk}/", {"outcome": "新增"}))

    assert number(2) in new
    assert number(1) not in new


def test_the_live_part_says_when_it_is_done(page: Client, work: Work) -> None:
    one = upload(page, export(sale(1)))
    busy = page.get(f"/import/{one.pk}/", headers={"X-Part": "1"})
    work()
    done = page.get(f"/import/{one.pk}/", headers={"X-Part": "1"})

    assert "X-Done" not in busy.headers
    assert done.headers["X-Done"] == "1"
    assert "<html" not in text(done)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.xlsx", b""),
        ("乱.xlsx", bytes(range(256)) * 9),
        ("断.xlsx", export(sale(1))[:900]),
        ("网页.xls", b"<html><script>alert(1)</script></html>"),
        ("<i>.csv", "甲,乙\n1,2\n".encode("gbk")),
    ],
    ids=["空", "乱", "断", "网页", "别的表"],
)
def test_a_file_that_is_no_export_is_refused_in_words(
    page: Client, work: Work, name: str, data: bytes
) -> None:
    one = upload(page, data, name)
    work()

    shown = text(page.get(f"/import/{one.pk}/"))

    assert Snapshot.objects.get(pk=one.pk).state == SnapshotState.FAILED
    assert "没有导入：" in shown
    assert "台账没有改动，原文件还在" in shown
    assert "<script>alert" not in shown
    assert "<i>.csv" not in shown
    assert "没有导入：文件读不出来" not in shown  # the reason is the reader's own


def test_confirming_twice_is_told(page: Client, work: Work) -> None:
    one = upload(page, export(sale(1)))
    work()
    page.post(f"/import/{one.pk}/confirm/")
    work()

    again = text(page.post(f"/import/{one.pk}/confirm/", follow=True))

    assert "不能确认" in again
    assert Invoice.objects.count() == 1


def test_somebody_elses_import_is_not_there(page: Client, work: Work, other_clerk: Person) -> None:
    one = upload(page, export(sale(1)))
    work()
    other = browse(other_clerk)

    assert other.get(f"/import/{one.pk}/").status_code == 404
    assert other.post(f"/import/{one.pk}/confirm/").status_code == 404
    assert other.post(f"/import/{one.pk}/undo/").status_code == 404
    assert "还没有导入过" in text(other.get("/import/"))
    assert not Invoice.objects.exists()


def test_somebody_of_no_company_may_not_import(stranger: Person) -> None:
    file = SimpleUploadedFile("导出.xlsx", export(sale(1)))

    response = browse(stranger).post("/import/", {"file": file})

    assert response.status_code == 422
    assert "联系本单位管理员" in text(response)


@pytest.mark.parametrize("act", ["confirm", "undo"])
def test_an_import_is_never_decided_by_a_link(page: Client, act: str) -> None:
    one = upload(page, export(sale(1)))

    assert page.get(f"/import/{one.pk}/{act}/").status_code == 405


STRANGE = "票号,日子,总额,心情\n{},2026-11-03,106.00,好\n"


def test_headings_nobody_knows_are_said_once_and_remembered(page: Client, work: Work) -> None:
    one = upload(page, STRANGE.format(number(1)).encode(), "我的表.csv")
    address = f"/import/{one.pk}/"
    work()
    asked = text(page.get(address))

    given = {"heading": ["票号", "日子", "总额", "心情"]}
    too_few = page.post(f"{address}columns/", given | {"field": ["发票号码", "开票日期", "", ""]})
    said = given | {"field": ["发票号码", "开票日期", "价税合计", ""]}
    page.post(f"{address}columns/", said)
    work()
    preview = text(page.get(address))
    again = upload(page, STRANGE.format(number(2)).encode(), "下月的表.csv")
    work()
    remembered = text(page.get(f"/import/{again.pk}/"))

    assert "待指定列" in asked
    assert "106.00" in asked
    assert too_few.status_code == 422
    assert "至少要指定" in text(too_few)
    assert "<option selected>开票日期</option>" in text(too_few)
    assert "确认导入</button>" in preview
    assert number(1) in preview
    assert "确认导入</button>" in remembered
    assert number(2) in remembered


def test_headings_without_rows_wait_for_nobody(page: Client, work: Work) -> None:
    heads = "数电发票号码,开票日期,金额,税额,价税合计\n合计,,0,0,0\n"
    one = upload(page, heads.encode(), "空.csv")
    work()

    shown = text(page.get(f"/import/{one.pk}/"))

    assert Snapshot.objects.get(pk=one.pk).state == SnapshotState.FAILED
    assert "只有表头，下面没有一行发票" in shown


def test_of_several_sheets_each_row_says_where_it_stands(page: Client, work: Work) -> None:
    heads = ("数电发票号码", "开票日期", "金额", "税额", "价税合计")
    rows = [[number(place), "2026-11-03", "100", "6", "106"] for place in (1, 2)]
    book = xlsx({"一月": [heads, rows[0]], "二月": [heads, rows[1]]})
    one = upload(page, book, "两月.xlsx")
    work()

    shown = text(page.get(f"/import/{one.pk}/"))

    assert "一月 2" in shown
    assert "二月 2" in shown
