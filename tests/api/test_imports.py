"""A program hands an export in, looks at it, confirms it and takes it back."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from tests.api.conftest import Program

from chapiao.actions import import_export
from chapiao.demo.paper.export_xlsx import xlsx
from chapiao.demo.world import world
from chapiao.store.models import Invoice, Snapshot

pytestmark = pytest.mark.django_db
# Exports name each buyer; these are of the demo's first company.
ROWS = [row for row in world(date(2026, 11, 24)).rows if row.company == 0][:7]
EXPORT = xlsx(ROWS)


def work() -> None:
    """Do what the background program would."""
    now = timezone.localtime()
    while due := import_export.waiting(now):
        import_export.work(due[0], now)


@pytest.fixture
def uploaded(asking: Program) -> int:
    response = asking.upload("/imports", ("全量发票查询导出结果.xlsx", EXPORT))
    assert response.status_code == 201
    told = response.json()
    assert (told["state"], told["file"]) == ("读取中", "全量发票查询导出结果.xlsx")
    return int(told["id"])


def test_each_row_is_shown_before_anything_is_written(asking: Program, uploaded: int) -> None:
    work()

    told = asking.get(f"/imports/{uploaded}").json()

    assert told["state"] == "待确认"
    assert {row["invoice"]["number"] for row in told["rows"]} == {
        row.invoice.number for row in ROWS
    }
    assert {row["outcome"] for row in told["rows"]} == {"新增"}
    assert not Invoice.objects.exists()


def test_rows_come_piece_by_piece(asking: Program, uploaded: int) -> None:
    work()

    seen: list[int] = []
    after = 0
    while after is not None:
        told = asking.get(f"/imports/{uploaded}", after=str(after), limit="3").json()
        assert len(told["rows"]) <= 3
        seen += [row["row"] for row in told["rows"]]
        after = told["next"]

    assert len(seen) == len(set(seen)) == len(ROWS)


def test_confirmed_it_is_in_the_ledger_and_undone_it_is_not(asking: Program, uploaded: int) -> None:
    work()

    assert asking.post(f"/imports/{uploaded}/confirm").json()["state"] == "导入中"
    work()
    told = asking.get(f"/imports/{uploaded}").json()
    assert told["state"] == "已导入"
    assert told["counts"]["新增"] == len(ROWS)
    assert Invoice.objects.count() == len(ROWS)

    assert asking.post(f"/imports/{uploaded}/undo").status_code == 200
    work()
    assert asking.get(f"/imports/{uploaded}").json()["state"] == "已撤销"
    assert not Invoice.objects.exists()


@pytest.mark.parametrize("act", ["confirm", "undo"])
def test_what_cannot_be_done_now_is_a_conflict(asking: Program, uploaded: int, act: str) -> None:
    response = asking.post(f"/imports/{uploaded}/{act}")

    assert response.status_code == 409
    assert "读取中" in response.json()["error"]["text"]


def test_a_file_that_is_no_export_fails_in_words(asking: Program) -> None:
    pk = asking.upload("/imports", ("随笔.xlsx", "不是表格".encode())).json()["id"]
    work()

    told = asking.get(f"/imports/{pk}").json()

    assert told["state"] == "失败"
    assert told["problem"]


@pytest.mark.parametrize("address", ["", "/confirm", "/undo"])
def test_another_companys_import_is_as_absent_as_none(
    stray: Program, uploaded: int, address: str
) -> None:
    ask = stray.post if address else stray.get

    hidden = ask(f"/imports/{uploaded}{address}")
    absent = ask(f"/imports/999999{address}")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert Snapshot.objects.get(pk=uploaded).state == "读取中"


def test_without_a_file_it_says_which_field_is_missing(asking: Program) -> None:
    response = asking.client.post("/api/v1/imports", {}, headers=asking.headers)

    assert response.status_code == 422
    assert "file" in response.json()["error"]["text"]


def test_columns_nobody_knows_are_said_by_the_program(asking: Program) -> None:
    table = "票号,日子,总额\n25112000000012345678,2025-01-04,106.00\n".encode()
    pk = asking.upload("/imports", ("我的表.csv", table)).json()["id"]
    work()

    asked = asking.get(f"/imports/{pk}").json()
    wrong = asking.post(f"/imports/{pk}/columns", {"columns": {"票号": "心情"}})
    said = {"票号": "发票号码", "日子": "开票日期", "总额": "价税合计"}
    taken = asking.post(f"/imports/{pk}/columns", {"columns": said})
    work()
    told = asking.get(f"/imports/{pk}").json()

    assert asked["state"] == "待指定列"
    assert asked["outline"]["headings"] == ["票号", "日子", "总额"]
    assert asked["outline"]["rows"] == [["25112000000012345678", "2025-01-04", "106.00"]]
    assert wrong.status_code == 422
    assert "不认识字段「心情」" in wrong.json()["error"]["text"]
    assert taken.json()["state"] == "读取中"
    assert told["state"] == "待确认"
    assert [row["invoice"]["number"] for row in told["rows"]] == ["25112000000012345678"]
    assert (told["total"], told["handled"]) == (1, 1)
