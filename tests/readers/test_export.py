from __future__ import annotations

from datetime import date

import pytest
from tests.readers import make_export as made
from tests.readers.made_up import (
    BUYER,
    BUYER_ID,
    CODE,
    NUMBER,
    OTHER_NUMBER,
    PLAIN_NUMBER,
    SELLER,
    SELLER_ID,
)

from chapiao import readers
from chapiao.invoice.kind import Kind
from chapiao.invoice.status import TaxStatus, UseStatus
from chapiao.readers.reading import Damaged, NotAnInvoice

NAME = "全量发票查询导出结果-取得.xlsx"


def base(*rows: list[made.Cell], above: int = 0, heads: tuple[str, ...] = made.BASE) -> bytes:
    return made.xlsx({"发票基础信息": [*[["标题"]] * above, heads, *rows]})


def test_rows_become_invoices_with_what_the_bureau_says_of_them() -> None:
    table = readers.export_table(
        base(
            made.base_row(1, NUMBER),
            made.base_row(
                2,
                code=CODE,
                number=PLAIN_NUMBER,
                day="2023-06-25",
                kind="增值税电子普通发票",
                status="已作废",
            ),
        ),
        NAME,
    )

    digital, older = table.rows
    assert (digital.row, digital.invoice.key) == (2, NUMBER)
    assert digital.invoice.kind is Kind.DIGITAL_ORDINARY
    assert digital.invoice.issued_on == date(2025, 1, 4)
    assert (digital.invoice.code, digital.invoice.check_code) == ("", "")
    assert (digital.invoice.seller_name, digital.invoice.seller_tax_id) == (SELLER, SELLER_ID)
    assert (digital.invoice.buyer_name, digital.invoice.buyer_tax_id) == (BUYER, BUYER_ID)
    assert (digital.source, digital.risk, digital.positive) == ("电子发票服务平台", "正常", True)
    assert older.invoice.key == f"{PLAIN_NUMBER}-{CODE}"
    assert (older.status, older.tax_status) == ("已作废", TaxStatus.VOIDED)
    assert (table.rejected, table.damaged) == ((), ())
    assert (table.totals.count, table.totals.amount, table.totals.total) == (2, 20000, 21200)
    assert table.layout == "全量发票查询导出结果·发票基础信息"
    assert table.direction == "取得"


def test_older_headings_stars_and_title_rows_are_understood() -> None:
    heads = tuple(
        {"数电发票号码": "全电发票号码 *", "金额": "金额（元）*", "购买方名称": "购买方\n名称"}.get(
            head, head
        )
        for head in made.BASE
    )

    table = readers.export_table(base(made.base_row(1, NUMBER), above=3, heads=heads), NAME)

    assert [(row.row, row.invoice.key, row.invoice.amount) for row in table.rows] == [
        (5, NUMBER, 10000)
    ]


def test_whose_export_it_is_stands_above_the_headings() -> None:
    rows = [[f"纳税人识别号：{BUYER_ID}"], [f"纳税人名称：{BUYER}"], made.BASE]

    table = readers.export_table(made.xlsx({"发票基础信息": [*rows, made.base_row(1, NUMBER)]}))

    assert (table.taxpayer_id, table.taxpayer_name) == (BUYER_ID, BUYER)


def test_sums_blanks_and_headings_again_are_no_rows() -> None:
    total: list[made.Cell] = ["合计", *[""] * 8, "100.00", "6.00", "106.00"]

    table = readers.export_table(
        base(made.base_row(1, NUMBER), [""], list(made.BASE), ["合 计："], total)
    )

    assert len(table.rows) == 1
    assert table.rejected == ()


def test_lines_are_summed_per_invoice() -> None:
    one, two = made.base_row(1, NUMBER), made.base_row(2, OTHER_NUMBER)
    rows = [
        made.line_row(one, "*纸制品*笔记本", ("110.00", "6.60", "116.60")),
        made.line_row(two, "*纸制品*钢笔", ("50.00", "3.00", "53.00")),
        made.line_row(one, "*纸制品*笔记本", ("-10.00", "-0.60", "-10.60")),
    ]

    table = readers.export_table(made.xlsx({"信息汇总表": [made.LINES, *rows]}))

    first, second = table.rows
    assert (first.row, first.invoice.amount, first.invoice.total) == (2, 10000, 10600)
    assert [line.amount for line in first.invoice.lines] == [11000, -1000]
    assert first.invoice.lines[0].rate == "6%"
    assert (second.row, second.invoice.total) == (3, 5300)
    assert table.totals.total == 15900


def test_both_sheets_are_never_added_up() -> None:
    one = made.base_row(1, NUMBER)
    lines = [
        made.line_row(one, "*纸制品*笔记本", ("60.00", "3.60", "63.60")),
        made.line_row(one, "*纸制品*钢笔", ("40.00", "2.40", "42.40")),
    ]

    table = readers.export_table(
        made.xlsx(
            {
                "信息汇总表": [made.LINES, *lines],
                "发票基础信息": [made.BASE, one],
                "建筑服务": [made.BASE, one],
            }
        )
    )

    [row] = table.rows
    assert row.invoice.amount == 10000
    assert [line.name for line in row.invoice.lines] == ["*纸制品*笔记本", "*纸制品*钢笔"]


def test_a_bad_line_takes_its_whole_invoice_with_it() -> None:
    one = made.base_row(1, NUMBER)
    rows = [
        made.line_row(one, "*纸制品*笔记本", ("60.00", "3.60", "63.60")),
        made.line_row(one, "*纸制品*钢笔", ("四十", "2.40", "42.40")),
    ]

    table = readers.export_table(made.xlsx({"信息汇总表": [made.LINES, *rows]}))

    assert table.rows == ()
    assert [row.row for row in table.rejected] == [2, 3]
    assert "四十" in table.rejected[1].reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (made.base_row(1), "没有发票号码"),
        (made.base_row(1, number=PLAIN_NUMBER), "代码"),
        (made.base_row(1, NUMBER, day="2025-02-30"), "2025-02-30"),
        (made.base_row(1, NUMBER, day=""), "开票日期"),
        (made.base_row(1, NUMBER, sums=("一百", "6.00", "106.00")), "一百"),
        (made.base_row(1, NUMBER, sums=("100.00", "6.00", "160.00")), "160.00"),
        (made.base_row(1, NUMBER, number=OTHER_NUMBER), "两列不同"),
        (made.base_row(1, "2511200000001234567"), "19位"),
        (made.base_row(1, NUMBER, seller_id=911101081234567890), "识别号"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row: list[made.Cell], reason: str) -> None:
    table = readers.export_table(base(row, made.base_row(2, OTHER_NUMBER)))

    [rejected] = table.rejected
    assert rejected.row == 2
    assert reason in rejected.reason
    assert [row.invoice.key for row in table.rows] == [OTHER_NUMBER]


def test_an_invoice_that_comes_twice_is_refused_the_second_time() -> None:
    table = readers.export_table(base(made.base_row(1, NUMBER), made.base_row(2, NUMBER)))

    assert len(table.rows) == 1
    assert (table.rejected[0].row, table.rejected[0].reason) == (3, "与第2行是同一张发票")


def test_all_three_columns_are_a_paper_digital_invoice() -> None:
    row = made.base_row(
        1, NUMBER, "1100234130", PLAIN_NUMBER, kind="数电纸质发票（增值税专用发票）"
    )

    [found] = readers.export_table(base(row)).rows

    assert found.invoice.kind is Kind.PAPER_DIGITAL_SPECIAL
    assert found.invoice.key == f"{PLAIN_NUMBER}-1100234130"
    assert found.invoice.second_key == NUMBER


def test_twenty_digits_in_both_columns_are_one_number() -> None:
    [found] = readers.export_table(base(made.base_row(1, NUMBER, number=NUMBER))).rows

    assert (found.invoice.code, found.invoice.number) == ("", NUMBER)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("正常", TaxStatus.NORMAL),
        ("已红冲-全额", TaxStatus.RED_FULL),
        ("部分红冲", TaxStatus.RED_PART),
        ("作废", TaxStatus.VOIDED),
        ("待处理", None),
    ],
)
def test_statuses_are_the_bureaus_words(word: str, status: TaxStatus | None) -> None:
    [row] = readers.export_table(base(made.base_row(1, NUMBER, status=word))).rows

    assert (row.status, row.tax_status) == (word, status)


def test_a_red_invoice_is_negative() -> None:
    row = made.base_row(1, NUMBER, sums=(-100, -6, -106), positive="否")

    [found] = readers.export_table(base(row)).rows

    assert (found.positive, found.invoice.total) == (False, -10600)


def test_the_list_of_ticked_invoices_is_read() -> None:
    heads = ("序号", "勾选状态", "数电发票号码", "发票代码", "发票号码", "开票日期")
    heads += ("销售方纳税人识别号", "销售方纳税人名称", "金额", "税额", "有效抵扣税额", "发票状态")
    row = ["1", "已勾选", NUMBER, "", "", "2025-01-04", SELLER_ID, SELLER, "100", "6", "6", "正常"]
    above = [["用途确认信息"], [f"纳税人识别号：{BUYER_ID}"]]

    table = readers.export_table(made.xlsx({"Sheet1": [*above, heads, row]}))

    assert table.layout == "用途确认信息"
    assert table.rows[0].use_status is UseStatus.TICKED
    assert table.rows[0].invoice.seller_name == SELLER


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read(encoding: str) -> None:
    row = made.base_row(1, f'="{NUMBER}"')

    table = readers.export_table(made.csv([made.BASE, row], encoding))

    assert [row.invoice.key for row in table.rows] == [NUMBER]


@pytest.mark.parametrize(
    "data",
    [b"", b"1,2\n1,2", made.xlsx({"Sheet1": [[1, 2], [3, 4]]}), b"\xff" * 100],
    ids=["空", "两列", "数字", "乱码"],
)
def test_another_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises((NotAnInvoice, Damaged), match=r"[一-龥]{4}"):
        readers.export_table(data)
