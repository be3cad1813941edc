"""Lists that people really hand over: what is read of them, and what is told of the rest."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from chapiao.readers.lists import Listing, Role, read
from chapiao.readers.lists.mapping import said
from chapiao.readers.reading import ReadError

NUMBER, OTHER = "25112000000012345678", "25112000000012345679"
SELLER = "北京蓝湖商贸有限公司"
Cells = Sequence[Sequence[Any]]


def as_csv(rows: Cells, encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(**sheets: Cells) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(at, column, cell)
    book.close()
    return out.getvalue()


def rows_of(listing: Listing) -> list[dict[str, Any]]:
    """Return the rows as they are, without what they do not say."""
    return [
        {k: v[at] for k, v in listing.columns.items() if v[at] not in ("", None) and k != "sheet"}
        for at in range(len(listing))
    ]


def test_a_ledger_with_everything_around_it_is_read() -> None:
    listing = read(
        as_csv(
            [
                ["2026年1月发票台账"],
                [],
                ["序号", "发票号码", "供应商", "开票日期", "金额", "税额", "价税合计", "凭证号"],
                ["1", f"'{NUMBER}", SELLER, "2026/1/5", "￥1,000.00", "130", "1,130.00", "记-1"],
                ["2", f" {OTHER} ", SELLER, "46027", "(100.00)", "-13.00", "", "记-2"],
                [],
                ["合计", "", "", "", "900", "117", "1017", ""],
            ],
            "gb18030",
        ),
        "台账",
    )

    assert rows_of(listing) == [
        {
            "row": 4, "number": NUMBER, "seller_name": SELLER, "issued_on": date(2026, 1, 5),
            "amount": 100000, "tax": 13000, "total": 113000, "voucher": "记-1",
        },
        {
            "row": 5, "number": OTHER, "seller_name": SELLER, "issued_on": date(2026, 1, 5),
            "amount": -10000, "tax": -1300, "total": -11300, "voucher": "记-2",
        },
    ]  # fmt: skip
    assert (listing.refused, listing.damaged, listing.doubted) == ((), (), ())


def test_a_bad_row_is_told_and_never_dropped_in_silence() -> None:
    listing = read(
        as_csv(
            [
                ["发票号码", "开票日期", "价税合计", "销方名称"],
                [NUMBER, "2026-01-05", "一百元左右", SELLER],
                ["", "2026-01-06", "88.00", SELLER],
                [OTHER, "某天", "99.00", SELLER],
            ]
        )
    )

    assert [(one.row, one.says) for one in listing.refused] == [
        (2, "价税合计「一百元左右」不是金额")
    ]
    assert [one["total"] for one in rows_of(listing)] == [8800, 9900]
    assert [one.row for one in listing.doubted] == [4]


@pytest.mark.parametrize("seen", [2.5112e19, "2.5112E+19", "25112000000012300000"])
def test_a_damaged_number_is_told_and_never_repaired(seen: object) -> None:
    listing = read(as_xlsx(台账=[["发票号码", "开票日期", "价税合计"], [seen, "2026-01-05", 113]]))

    assert "number" not in rows_of(listing)[0]
    assert rows_of(listing)[0]["total"] == 11300
    assert [one.row for one in listing.damaged] == [2]


def test_an_odd_number_stays_as_it_is_written_for_the_comparison() -> None:
    listing = read(as_csv([["发票号码", "价税合计", "开票日期"], [NUMBER[:-1], "113", ""]]))

    assert rows_of(listing)[0]["number"] == NUMBER[:-1]


def test_duplicates_stay_two_rows() -> None:
    listing = read(as_csv([["发票号码", "价税合计", "日期"], *[[NUMBER, "113", "20260105"]] * 2]))

    assert len(listing) == 2


def test_the_lines_of_an_export_are_added_up() -> None:
    head = ["序号", "数电发票号码", "开票日期", "货物或应税劳务名称", "金额", "税额", "价税合计",
            "发票来源", "发票状态"]  # fmt: skip
    line = [NUMBER, date(2026, 1, 5), "笔", 100, 13, 113, "电子发票服务平台", "正常"]
    listing = read(as_xlsx(信息汇总表=[head, [1, *line], [2, *line]]))

    assert listing.layout == "税局导出·信息汇总表"
    assert [(one["number"], one["total"]) for one in rows_of(listing)] == [(NUMBER, 22600)]


def test_headings_of_a_program_are_known() -> None:
    listing = read(
        as_csv(
            [
                ["erp_id", "invoice_no", "book_date", "seller_tax_id", "amount", "tax", "total"],
                ["7", NUMBER, "2026-01-05", "91110108MA00000000", "100.00", "13.00", "113.00"],
            ]
        )
    )

    assert rows_of(listing)[0]["booked_on"] == date(2026, 1, 5)
    assert rows_of(listing)[0]["total"] == 11300


@pytest.mark.parametrize("name", ["Invoice No", "invoice_no", "InvoiceNo", "INVOICE-NO."])
def test_english_headings_are_known_however_they_are_written(name: str) -> None:
    listing = read(as_csv([[name, "Posting Date", "Gross Amount"], [NUMBER, "20260105", "113"]]))

    assert rows_of(listing)[0]["number"] == NUMBER
    assert rows_of(listing)[0]["total"] == 11300


def test_words_in_the_place_of_a_number_are_no_number() -> None:
    listing = read(
        as_csv(
            [
                ["票号", "金额", "日期"],
                [NUMBER, "113", ""],
                ["待补票", "20", ""],
                ["共2张", "133", ""],
            ]
        )
    )

    assert [one.get("number") for one in rows_of(listing)] == [NUMBER, None]
    assert "待补票" in listing.doubted[0].says


def test_a_list_without_numbers_is_read_for_its_payments() -> None:
    listing = read(
        as_xlsx(
            S=[
                ["付款日期", "收款单位", "付款金额"],
                [date(2026, 9, 1), SELLER, 113],
                ["合计", "", 113],
            ]
        )
    )

    assert listing.layout == "付款清单"
    assert rows_of(listing) == [
        {"row": 2, "seller_name": SELLER, "booked_on": date(2026, 9, 1), "total": 11300}
    ]


def test_the_months_on_several_sheets_are_one_list() -> None:
    rows = [["发票号码", "开票日期", "价税合计"], [NUMBER, "2026-08-01", 1]]
    other = [rows[0], [OTHER, "2026-09-01", 2]]
    listing = read(as_xlsx(**{"8月": rows, "9月": other, "说明": [["由财务部维护"]]}))

    assert listing.sheets == ("8月", "9月")
    assert listing.where(1, 2) == "「9月」第2行"
    assert len(listing) == 2


def test_a_person_says_what_unknown_headings_are() -> None:
    data = as_csv([["编码甲", "编码乙", "心情"], [NUMBER, "113.00", "好"]])

    asking = read(data)
    listing = read(data, "", said({"编码甲": "发票号码", "编码乙": "价税合计"}))

    assert asking.outline is not None
    assert asking.outline.headings == ("编码甲", "编码乙", "心情")
    assert rows_of(listing) == [{"row": 2, "number": NUMBER, "total": 11300}]


VOUCHERS = {
    "金蝶凭证": [
        ["日期", "会计期间", "凭证字", "凭证号", "分录号", "摘要", "科目代码", "科目名称", "借方",
         "贷方", "核算项目"],
        ["2026-08-03", "2026.8", "记", "12", "1", f"办公 {NUMBER}", "6602", "办公费", "100", "",
         ""],
        ["", "", "", "", "2", "进项", "22210101", "应交税费-应交增值税-进项税额", "13", "", ""],
        ["", "", "", "", "3", "应付", "2202", "应付账款", "", "113", f"供应商：001/{SELLER}"],
        ["2026-08-09", "2026.8", "记", "13", "1", "付款", "2202", "应付账款", "113", "", ""],
        ["", "", "", "", "2", "付款", "1002", "银行存款", "", "113", ""],
        ["合计", "", "", "", "", "", "", "", "226", "226", ""],
    ],
    "用友凭证": [
        ["序时账"],
        ["制单日期", "凭证编号", "摘要", "科目编码", "科目名称", "辅助项", "借方金额", "贷方金额",
         "票号"],
        ["2026.08.03", "记-12", "采购", "1403", "原材料", "", "100", "", NUMBER],
        ["2026.08.03", "记-12", "采购", "2221", "应交税费\\进项税额", "", "13", "", NUMBER],
        ["2026.08.03", "记-12", "采购", "2202", "应付账款", f"供应商：{SELLER}", "", "113", ""],
    ],
}  # fmt: skip


@pytest.mark.parametrize("layout", VOUCHERS)
def test_a_voucher_is_one_row_for_each_invoice_it_books(layout: str) -> None:
    listing = read(as_csv(VOUCHERS[layout]))

    assert (listing.layout, listing.role) == (layout, Role.VOUCHERS)
    [row] = rows_of(listing)
    assert (row["number"], row["amount"], row["tax"], row["total"]) == (NUMBER, 10000, 1300, 11300)
    assert (row["seller_name"], row["voucher"]) == (SELLER, "记-12")
    assert row["booked_on"] == date(2026, 8, 3)


def test_a_voucher_of_several_invoices_that_are_not_told_apart_has_no_number() -> None:
    listing = read(
        as_csv(
            [
                ["凭证字", "凭证号", "日期", "摘要", "科目名称", "借方", "贷方"],
                ["记", "1", "2026-08-03", f"{NUMBER} {OTHER}", "管理费用", "200", ""],
                ["记", "1", "2026-08-03", "", "应付账款", "", "200"],
            ]
        )
    )

    [row] = rows_of(listing)
    assert "number" not in row
    assert row["total"] == 20000
    assert "2张发票" in listing.doubted[0].says


STATEMENTS = {
    "中国工商银行": (
        ["凭证号", "对方账号", "交易时间", "借/贷", "借方发生额", "贷方发生额", "摘要",
         "对方单位名称", "余额"],
        ["0", "0201", "2026-08-01 10:00:00", "借", "1,000.00", "", "货款", SELLER, "9"],
        ["0", "0201", "2026-08-02 10:00:00", "贷", "", "5.00", "利息", "某行", "9"],
    ),
    "中国建设银行": (
        ["交易时间", "借方发生额/元(支取)", "贷方发生额/元(收入)", "余额", "对方户名",
         "对方开户机构", "记账日期", "摘要"],
        ["20260801 15:24:03", "1000.00", "0", "9", SELLER, "某行", "20260801", "货款"],
        ["20260802 15:24:03", "0", "5.00", "9", "某户", "某行", "20260802", "利息"],
    ),
    "中国农业银行": (
        ["交易时间", "交易时间戳", "收入金额", "支出金额", "账户余额", "对方户名", "交易用途"],
        ["2026-08-01", "101010", "", "1000.00", "9", SELLER, "货款"],
        ["2026-08-02", "101010", "5.00", "", "9", "某户", "利息"],
    ),
    "中国银行": (
        ["交易类型[ Transaction Type ]", "付款人名称[ Payer's Name ]", "收款人名称[ Payee's Name ]",
         "交易日期[ Transaction Date ]", "交易金额[ Trade Amount ]", "交易附言[ Remark ]"],
        ["往账", "北京云杉科技有限公司", SELLER, "20260801", "-1,000.00", "货款"],
        ["来账", "某客户有限公司", "北京云杉科技有限公司", "20260802", "5.00", "回款"],
    ),
    "招商银行": (
        ["交易日", "交易时间", "借方金额", "贷方金额", "余额", "摘要", "流水号", "收(付)方名称"],
        ["20260801", "101010", "1000.00", "", "9", "货款", "C1", SELLER],
        ["20260802", "101010", "", "5.00", "9", "利息", "C2", "某户"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("bank", STATEMENTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_payments_are_read_from_a_statement(bank: str, encoding: str) -> None:
    data = as_csv([["账户明细"], ["账号：6222"], *STATEMENTS[bank]], encoding)
    listing = read(data)

    assert listing.layout == f"银行流水（{bank}）"
    [row] = rows_of(listing)
    assert (row["seller_name"], row["total"]) == (SELLER, 100000)
    assert row["booked_on"] == date(2026, 8, 1)
    assert listing.left_out == (("收入", 1),)


def test_what_is_no_table_is_refused_in_words() -> None:
    with pytest.raises(ReadError, match="PDF"):
        read(b"%PDF-1.4 ...")
