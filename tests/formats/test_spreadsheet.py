from __future__ import annotations

import io
from datetime import datetime
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.make_ofd import zipped

from chapiao.formats import spreadsheet
from chapiao.formats.spreadsheet import (
    BadSheet,
    NumberCell,
    Sheet,
    read_text,
    read_workbook,
    text_of,
)

NUMBER = "25112000000012345678"
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


ROOT_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def by_hand(rows: str) -> bytes:
    """An .xlsx with a sheet written by hand, as a stranger may."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1"/><sheetData>{rows}</sheetData></worksheet>'
    )
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": ROOT_RELATIONS.encode(),
            "xl/workbook.xml": WORKBOOK.encode(),
            "xl/_rels/workbook.xml.rels": RELATIONS.encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        }
    )


def rows_of(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(text_of, row)) for row in sheet.unpack()[0])


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def test_rows_are_counted_as_the_spreadsheet_shows_them() -> None:
    [sheet] = read_workbook(by_hand(f'<row r="4">{cell("B4", "发票号码")}</row>'))

    assert len(rows_of(sheet)) == 4
    assert rows_of(sheet)[3][1] == "发票号码"


def test_cells_outside_the_dimension_are_read() -> None:
    rows = "".join(f'<row r="{at}">{cell(f"A{at}", str(at))}</row>' for at in range(1, 6))

    assert len(rows_of(read_workbook(by_hand(rows))[0])) == 5


def test_texts_stay_and_numbers_are_marked() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [NUMBER, float(NUMBER), 12345678, 0.1, "0.10"])
        sheet.write_datetime(
            1,
            0,
            datetime.fromisoformat("2025-01-04 10:32"),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        sheet.write_formula(2, 0, "=1+1", None, 2)

    [found] = map(rows_of, read_workbook(out.getvalue()))

    text, damaged, short, tenth, written = found[0]
    assert (text, short, tenth, written) == (NUMBER, "12345678", "0.1", "0.10")
    assert damaged.startswith("2.5112")
    assert damaged.endswith("E+19")
    assert [type(one) is NumberCell for one in found[0]] == [False, True, True, True, False]
    assert found[1][0] == "2025-01-04 10:32:00"
    assert found[2][0] == "2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_keeps_twenty_digits(encoding: str, delimiter: str) -> None:
    text = f"发票号码{delimiter}金额\r\n{NUMBER}{delimiter}1.50\r\n"

    assert rows_of(read_text(text.encode(encoding))) == (("发票号码", "金额"), (NUMBER, "1.50"))


@given(st.text("0123456789", min_size=1, max_size=30))
def test_no_digit_of_a_text_is_ever_lost(digits: str) -> None:
    [sheet] = read_workbook(by_hand(f'<row r="1">{cell("A1", digits)}</row>'))

    assert rows_of(sheet)[0][0] == digits
    assert rows_of(read_text(f"a,{digits}".encode()))[0][1] == digits


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1">{cell("A1", "a")}{cell("XFD1", "b")}</row>',
        f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("A1048576", "b")}</row>',
        f'<row r="1">{cell("A1", "a")}{cell("A900000", "b")}</row>',
        f"<row r='1'>{cell('A1', 'a')}</row><row r = '700000'>{cell('A700000', 'b')}</row>",
        "<row r=\"1\"><c r='ZZZ9'><v>1</v></c></row>",
        '<row r="1"><c r="streamH2"><v>1</v></c></row>',
        '<row r="1"><c r="zz1"><v>1</v></c></row>',
        f'<row r="1">{cell("A1", "a")}{cell("a900000", "b")}</row>',
    ],
    ids=["最右一列", "最后一行", "行号不符", "单引号", "远列", "很多字母", "小写", "小写远行"],
)
def test_a_huge_empty_area_is_refused_before_it_is_filled(rows: str) -> None:
    with pytest.raises(BadSheet, match=r"行|列"):
        read_workbook(by_hand(rows))


def test_a_bomb_is_refused() -> None:
    with pytest.raises(BadSheet, match="炸弹"):
        read_workbook(by_hand(" " * 8_000_000))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", spreadsheet.XLS_MAGIC + b"\xff" * 900, zipped({"xl/workbook.xml": b"<"})],
    ids=["空", "头", "旧表", "坏"],
)
def test_what_is_no_workbook_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadSheet, match="表格"):
        [rows_of(sheet) for sheet in read_workbook(data)]


def test_binary_is_no_csv() -> None:
    with pytest.raises(BadSheet, match="编码"):
        read_text(bytes(range(256)) * 4)
