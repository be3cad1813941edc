"""A program compares lists, takes the gaps and the workbook; and claims invoices."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.actions.papers import cells, csv, export, number, sale
from tests.api.conftest import Program

from chapiao.actions import run_reconciliation
from chapiao.store.models import AuditEntry

pytestmark = pytest.mark.django_db
EXPORT = ("税局导出.xlsx", export(sale(1), sale(2), sale(3)))
OURS = ("台账.csv", csv(cells(sale(1)), cells(sale(2), 金额="99")))


def work() -> None:
    """Do what the background program would."""
    now = timezone.localtime()
    while due := run_reconciliation.waiting(now):
        run_reconciliation.work(due[0], now)


def started(asking: Program, *files: tuple[str, bytes], **fields: str) -> int:
    response = asking.upload("/reconciliations", *files, **fields)
    assert response.status_code == 201, response.json()
    return int(response.json()["id"])


def test_lists_are_compared_and_every_gap_told_with_its_cause(asking: Program) -> None:
    pk = started(asking, EXPORT, OURS)
    waiting = asking.get(f"/reconciliations/{pk}").json()
    work()

    told = asking.get(f"/reconciliations/{pk}").json()
    gaps = asking.get(f"/reconciliations/{pk}/gaps").json()["gaps"]

    assert (waiting["state"], waiting["result"]) == ("排队中", None)
    assert (told["state"], told["percent"]) == ("已完成", 100)
    assert told["result"]["pairs"][0]["outcomes"]["一致"]["findings"] == 1
    assert [(one["key"], one["cause"]) for one in gaps] == [
        (number(2), "entered_wrong"),
        (number(3), "not_imported"),
    ]
    assert all(one["next_step"] and one["owner"] for one in gaps)


def test_gaps_come_piece_by_piece_and_by_cause(asking: Program) -> None:
    pk = started(asking, EXPORT, OURS)
    work()

    first = asking.get(f"/reconciliations/{pk}/gaps", limit="1").json()
    rest = asking.get(f"/reconciliations/{pk}/gaps", after=str(first["next"])).json()
    only = asking.get(f"/reconciliations/{pk}/gaps", cause="not_imported").json()

    assert [len(first["gaps"]), len(rest["gaps"]), rest["next"]] == [1, 1, None]
    assert [one["key"] for one in only["gaps"]] == [number(3)]


def test_the_workbook_and_the_ledger_are_to_be_had(asking: Program) -> None:
    pk = started(asking, EXPORT, ledger="all", asof="2026-11-20")
    work()

    got = b"".join(asking.get(f"/reconciliations/{pk}/report.xlsx"))  # type: ignore[call-overload]

    assert got.startswith(b"PK")
    assert asking.get("/reconciliations").json()[0]["lists"] == ["税局导出.xlsx", "台账 全部"]


def test_what_cannot_be_is_told_in_words(asking: Program, stray: Program) -> None:
    pk = started(asking, EXPORT, OURS)
    asked = [
        asking.upload("/reconciliations", EXPORT),
        asking.upload("/reconciliations", EXPORT, ledger="上上月"),
        asking.upload("/reconciliations", EXPORT, OURS, asof="某天"),
        asking.upload("/reconciliations", EXPORT, OURS, tolerance="一点"),
        asking.post(f"/reconciliations/{pk}/again"),
        stray.get(f"/reconciliations/{pk}"),
        stray.get(f"/reconciliations/{pk}/gaps"),
    ]

    assert [one.status_code for one in asked] == [422, 422, 422, 422, 409, 404, 404]
    assert all(one.json()["error"]["text"] for one in asked)


def test_a_comparison_is_cancelled_and_columns_are_said(asking: Program) -> None:
    odd = ("怪表.csv", f"编码甲,编码乙\n{number(1)},106.00\n".encode())
    pk = started(asking, EXPORT, odd)
    work()
    told = asking.get(f"/reconciliations/{pk}").json()
    said = {"list": 2, "columns": {"编码甲": "发票号码", "编码乙": "价税合计"}}
    again = asking.post(f"/reconciliations/{pk}/columns", said).json()
    cancelled = asking.post(f"/reconciliations/{pk}/cancel").json()

    assert (told["state"], told["outline"]["headings"]) == ("待指定列", ["编码甲", "编码乙"])
    assert [again["state"], cancelled["state"]] == ["排队中", "已取消"]


def test_an_invoice_is_claimed_once(asking: Program, stray: Program) -> None:
    made = asking.post("/claims", {"number": number(1), "paper": "报销-1"})
    pk = made.json()["id"]
    again = stray.post("/claims", {"number": number(1)})
    settled = asking.post(f"/claims/{pk}/settle").json()
    released = asking.post(f"/claims/{pk}/release", {"because": "作废"}).json()
    anew = stray.post("/claims", {"number": number(1)})

    assert made.status_code == 201
    assert (again.status_code, again.json()["error"]["id"]) == (409, "taken")
    assert "报销-1" not in again.json()["error"]["text"]
    assert [settled["state"], released["state"]] == ["已核销", "已解锁"]
    assert anew.status_code == 201
    assert AuditEntry.objects.filter(act="占用发票").count() == 2


def test_a_failed_check_and_numbers_in_a_row(asking: Program, stray: Program) -> None:
    first = asking.post("/claims", {"number": number(100)}).json()
    second = asking.post("/claims", {"number": number(101)}).json()
    failed = asking.post(f"/claims/{first['id']}/fail", {"because": "查无此票"}).json()

    assert [one["id"] for one in second["doubts"]] == ["consecutive"]
    assert (failed["state"], failed["because"]) == ("查验未通过", "查无此票")
    assert asking.post("/claims", {"number": number(100)}).status_code == 201
    assert stray.get(f"/claims/{first['id']}").status_code == 404
    assert len(asking.get("/claims").json()) == 3
    assert asking.post("/claims", {"number": "1"}).status_code == 422
