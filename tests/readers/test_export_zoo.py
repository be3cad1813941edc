"""A zoo of odd exports: each is read right, or refused row by row in words."""

from __future__ import annotations

import pytest
from tests.readers import make_zoo as zoo
from tests.readers.make_zoo import SHORT, digital, short
from tests.readers.zoo_forms import FORMS
from tests.readers.zoo_layouts import LAYOUTS, TICKED, ticked

from chapiao import readers
from chapiao.readers import export
from chapiao.readers.reading import ReadError

ZOO = FORMS | LAYOUTS
WHOLE = "全量发票查询导出结果.xlsx"


@pytest.mark.parametrize("name", ZOO)
def test_an_odd_export_is_read_or_refused_row_by_row(name: str) -> None:
    beast = ZOO[name]

    table = readers.export_table(beast.data, "表.xlsx")

    kept = [
        (row.row, row.invoice.key, (row.invoice.amount, row.invoice.tax, row.invoice.total))
        for row in table.rows
    ]
    assert kept == list(beast.kept)
    assert [row.row for row in table.rejected] == [row for row, _ in beast.refused]
    for rejected, (_, words) in zip(table.rejected, beast.refused, strict=True):
        assert words in rejected.reason
    assert [row.row for row in table.damaged] == list(beast.damaged)
    assert table.layout == beast.layout
    assert table.totals.count == len(beast.kept)


def test_the_zoo_is_large() -> None:
    assert len(ZOO) >= 30


@pytest.mark.parametrize(
    ("data", "what", "where"),
    [
        (b"%PDF-1.7 ...", "PDF", "「查票」页"),
        (b"\x89PNG\r\n\x1a\n....", "图片", "「查票」页"),
        (b"\xff\xd8\xff\xe0....", "图片", "「查票」页"),
        (b"Rar!\x1a\x07\x00....", "RAR", "解压"),
        (b"7z\xbc\xaf\x27\x1c..", "7z", "解压"),
        (b'<?xml version="1.0"?><EInvoice/>', "XML", "「查票」页"),
        (b'{"number": 1}', "JSON", "Excel"),
        (b"", "空", "重新下载"),
        (bytes(range(256)) * 9, "编码", "xlsx"),
        (b"<html><body>404</body></html>", "网页", "重新导出"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 900, "损坏", "xlsx"),
        (b"PK\x03\x04half", "损坏", "重新"),
    ],
    ids=[
        "PDF",
        "PNG",
        "JPG",
        "RAR",
        "7z",
        "XML",
        "JSON",
        "空",
        "乱码",
        "网页",
        "坏的xls",
        "半个xlsx",
    ],
)
def test_what_is_no_table_is_named_and_told_where_to_go(data: bytes, what: str, where: str) -> None:
    with pytest.raises(ReadError) as refused:
        readers.export_table(data, "文件.xlsx")

    assert what in str(refused.value)
    assert where in str(refused.value)


def test_headings_without_rows_are_an_empty_table() -> None:
    table = readers.export_table(zoo.sheet(SHORT, ["合计", "", "", "", 0, 0, 0]), WHOLE)

    assert table.is_empty
    assert table.layout.startswith("全量发票查询导出结果")


def test_headings_nobody_knows_are_shown_and_then_read_as_a_person_says() -> None:
    rows = [("票号", "日子", "总额", "心情"), [digital(1), "2025-01-04", 106, "好"]]
    data = zoo.sheet(["我的表"], *rows)

    unknown = export.read(data)
    said = {"票号": "number", "日子": "issued_on", "总额": "total", "心情": ""}
    known = export.read(data, assigned=said)

    assert unknown.outline is not None
    assert (unknown.outline.row, unknown.outline.headings) == (2, rows[0])
    assert unknown.outline.rows == ((digital(1), "2025-01-04", "106", "好"),)
    assert [(row.invoice.key, row.invoice.total) for row in known.rows] == [(digital(1), 10600)]


@pytest.mark.parametrize(
    ("state", "use"),
    [("已勾选", "已勾选"), ("未勾选", "未勾选"), ("已确认", "已确认"), ("不抵扣勾选", "不抵扣")],
)
def test_the_use_is_the_bureaus_word(state: str, use: str) -> None:
    [row] = readers.export_table(zoo.sheet(TICKED, ticked(state))).rows

    assert row.use_status == use


@pytest.mark.parametrize(
    ("heading", "word", "positive"),
    [
        ("是否正数发票", "Y", True),
        ("是否正数发票", "否", False),
        ("蓝红标识", "红字", False),
        ("蓝红标识", "蓝字发票", True),
        ("是否红字发票", "是", False),
        ("红字标志", "N", True),
        ("是否正数发票", "", True),
    ],
)
def test_yes_and_no_are_understood_in_many_words(heading: str, word: str, positive: bool) -> None:  # noqa: FBT001 - a column of the table
    [row] = readers.export_table(zoo.sheet((*SHORT, heading), [*short(1), word])).rows

    assert row.positive is positive
