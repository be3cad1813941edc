"""Lists that people really hand over: what is read of them, and what is told of the rest."""

from __future__ import annotations

from datetime import date

import pytest
from tests.readers.make_lists import NUMBER, OTHER, SELLER, as_csv, as_xlsx, rows_of

from chapiao.readers.lists import read
from chapiao.readers.lists.mapping import said
from chapiao.readers.reading import ReadError


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


def test_what_is_no_table_is_refused_in_words() -> None:
    with pytest.raises(ReadError, match="PDF"):
        read(b"%PDF-1.4 ...")
