"""比对: choose, wait, see what came out, go into one gap, take the workbook; and 占用."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.actions.papers import cells, csv, export, number, sale
from tests.web.desk import browse, text

from chapiao.store.models import Claim, Invoice, Person, Reconciliation

pytestmark = pytest.mark.django_db
Work = Callable[[], None]
ODD = "编码甲,编码乙\n" + f"{number(1)},106.00\n"


def begin(page: Client, right: bytes | None = None, name: str = "台账.csv") -> Reconciliation:
    """Send an export and a list of ours, or the ledger where there is none."""
    given: dict[str, object] = {
        "source0": "file",
        "file0": SimpleUploadedFile("税局导出.xlsx", export(sale(1), sale(2), sale(3))),
        "source1": "ledger" if right is None else "file",
    }
    if right is not None:
        given["file1"] = SimpleUploadedFile(name, right)
    page.post("/reconcile/", given)
    return Reconciliation.objects.latest("pk")


def mine() -> bytes:
    return csv(cells(sale(1)), cells(sale(2), 金额="99"))


def test_two_lists_are_compared_and_every_gap_has_its_cause(page: Client, work: Work) -> None:
    one = begin(page, mine())
    address = f"/reconcile/{one.pk}/"
    waiting = text(page.get(address))
    work()
    shown = text(page.get(address))

    assert "排队中" in waiting
    for words in ("已完成", "只在「税局导出」", "漏导/导入失败", "台账录错/被覆盖", "下载 Excel"):
        assert words in shown


def test_the_list_is_filtered_by_its_address(page: Client, work: Work) -> None:
    one = begin(page, mine())
    work()

    by_cause = text(page.get(f"/reconcile/{one.pk}/", {"cause": "not_imported"}))
    by_number = text(page.get(f"/reconcile/{one.pk}/", {"text": number(2)}))
    nothing = text(page.get(f"/reconcile/{one.pk}/", {"outcome": "待定"}))

    assert number(3) in by_cause
    assert number(2) not in by_cause
    assert number(2) in by_number
    assert number(3) not in by_number
    assert "没有这一类的差异" in nothing


def test_a_gap_shows_both_sides_and_what_to_do(page: Client, work: Work) -> None:
    one = begin(page, mine())
    work()

    shown = text(page.get(f"/reconcile/{one.pk}/1/"))

    for words in ("下一步", "两边各是什么", "¥100.00", "¥99.00", "不同"):
        assert words in shown


def test_the_workbook_is_taken_and_only_by_who_compared(
    page: Client, work: Work, other_clerk: Person
) -> None:
    one = begin(page, mine())
    work()
    address = f"/reconcile/{one.pk}/report.xlsx"

    got = b"".join(page.get(address))  # type: ignore[call-overload]

    assert got.startswith(b"PK")
    assert browse(other_clerk).get(address).status_code == 404
    assert browse(other_clerk).get(f"/reconcile/{one.pk}/").status_code == 404


def test_unknown_headings_are_asked_for(page: Client, work: Work) -> None:
    one = begin(page, ODD.encode(), "怪表.csv")
    work()
    address = f"/reconcile/{one.pk}/"
    asked = text(page.get(address))
    heads = {"heading": ["编码甲", "编码乙"], "at": "1"}
    wrong = page.post(f"{address}columns/", heads | {"field": ["", ""]})
    page.post(f"{address}columns/", heads | {"field": ["发票号码", "价税合计"]})
    work()

    assert "请指定每一列是什么" in asked
    assert wrong.status_code == 422
    assert "已完成" in text(page.get(address))


def test_a_waiting_comparison_is_cancelled_and_run_again(page: Client, work: Work) -> None:
    one = begin(page, mine())
    address = f"/reconcile/{one.pk}/"

    page.post(f"{address}cancel/")
    cancelled = text(page.get(address))
    page.post(f"{address}again/")
    work()

    assert "已取消" in cancelled
    assert "已完成" in text(page.get(address))


def test_the_ledger_is_compared_with_the_newest_import(
    page: Client, work: Work, held: Invoice
) -> None:
    nothing = text(page.post("/reconcile/quick/", follow=True))
    page.post("/import/", {"file": SimpleUploadedFile("导出.xlsx", export(sale(1)))})
    work()
    page.post("/import/1/confirm/")
    work()
    page.post("/reconcile/quick/")
    work()

    assert "还没有导入过税局导出" in nothing
    assert "已完成" in text(page.get(f"/reconcile/{Reconciliation.objects.latest('pk').pk}/"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"source0": "file", "source1": "ledger"}, "请选择文件"),
        ({"source0": "ledger", "source1": "ledger", "period0": "上上月"}, "期间"),
        ({"source0": "ledger", "source1": "ledger", "asof": "某天"}, "日期"),
        ({"source0": "ledger", "source1": "ledger", "tolerance": "一点"}, "不是金额"),
    ],
)
def test_what_is_wrong_with_the_form_is_told(
    given: dict[str, str], words: str, page: Client
) -> None:
    response = page.post("/reconcile/", given)

    assert response.status_code == 422
    assert words in text(response)


def test_an_invoice_is_claimed_once_and_settled(page: Client, clerk: Person) -> None:
    page.post("/claims/", {"number": number(1), "paper": "报销-1"})
    one = Claim.objects.get()
    again = page.post("/claims/", {"number": number(1)})
    page.post(f"/claims/{one.pk}/settle/")
    shown = text(page.get(f"/claims/{one.pk}/"))
    page.post(f"/claims/{one.pk}/release/", {"because": "单据作废"})

    assert again.status_code == 409
    assert "看第一次占用" in text(again)
    assert "已核销" in shown
    assert "已解锁" in text(page.get("/claims/"))


def test_a_failed_check_frees_the_invoice(page: Client) -> None:
    page.post("/claims/", {"number": number(1)})
    one = Claim.objects.get()
    page.post(f"/claims/{one.pk}/fail/", {"because": "查验未通过"})

    assert "可以重新占用" in text(page.get(f"/claims/{one.pk}/"))
    assert page.post("/claims/", {"number": number(1)}).status_code == 302


def test_claims_of_others_are_not_there(page: Client, other_clerk: Person) -> None:
    page.post("/claims/", {"number": number(1)})

    seen = browse(other_clerk)

    assert seen.get(f"/claims/{Claim.objects.get().pk}/").status_code == 404
    assert "没有占用" in text(seen.get("/claims/"))
