"""Exports as they come out of offices: one function for each way in which they are odd."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xlsxwriter
from tests.readers import make_export as made
from tests.readers.made_up import BUYER, BUYER_ID, CODE, PLAIN_NUMBER, SELLER, SELLER_ID

Row = Sequence[made.Cell]
ONE, TWO, THREE = (10000, 600, 10600), (-10000, -600, -10600), (None, None, 10600)
SHORT = ("数电发票号码", "开票日期", "销方名称", "销方识别号", "金额", "税额", "价税合计")


@dataclass(frozen=True, slots=True)
class Beast:
    """An odd file: (row, identity, sums) of what it holds, and (row, words) of what is refused."""

    data: bytes
    kept: tuple[tuple[int, str, tuple[int | None, ...]], ...]
    refused: tuple[tuple[int, str], ...] = ()
    damaged: tuple[int, ...] = ()
    layout: str = "发票清单"


def first(data: bytes, row: int = 2, layout: str = "发票清单") -> Beast:
    """A file that holds the first invoice and nothing else."""
    return Beast(data, ((row, digital(1), ONE),), layout=layout)


def digital(place: int) -> str:
    """Return a 20-digit number that nobody has."""
    return f"2511200000{place:010d}"


def short(
    place: int = 1,
    *,
    number: made.Cell = "",
    day: made.Cell = "2025-01-04",
    sums: tuple[made.Cell, ...] = ("100.00", "6.00", "106.00"),
) -> list[made.Cell]:
    """Return a row under SHORT."""
    return [number or digital(place), day, SELLER, SELLER_ID, *sums]


def sheet(*rows: Row, name: str = "Sheet1") -> bytes:
    """Return a workbook of one sheet."""
    return made.xlsx({name: rows})


def book(draw: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """Return a workbook that a function draws: merged cells, dates, hidden sheets."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        draw(workbook)
    return out.getvalue()


def write(at: xlsxwriter.worksheet.Worksheet, rows: Sequence[Row], start: int = 0) -> None:
    """Write rows as texts and numbers."""
    for down, row in enumerate(rows, start):
        for across, cell in enumerate(row):
            if isinstance(cell, str):
                at.write_string(down, across, cell)
            else:
                at.write_number(down, across, cell)


def two_row_headings() -> bytes:
    """销方 and 购方 stand over 名称 and 识别号."""

    def draw(workbook: xlsxwriter.Workbook) -> None:
        at = workbook.add_worksheet()
        write(at, [["发票号码", "开票日期", "销方", "", "购方", "", "金额", "税额", "价税合计"]])
        write(at, [["", "", "名称", "识别号", "名称", "识别号"]], 1)
        at.merge_range(0, 2, 0, 3, "销方")
        at.merge_range(0, 4, 0, 5, "购方")
        for column in (0, 1, 6, 7, 8):
            at.merge_range(
                0,
                column,
                1,
                column,
                ["发票号码", "开票日期", "", "", "", "", "金额", "税额", "价税合计"][column],
            )
        row = [digital(1), "2025-01-04", SELLER, SELLER_ID, BUYER, BUYER_ID, 100, 6, 106]
        write(at, [row], 2)

    return book(draw)


def merged_lines() -> bytes:
    """An invoice of two lines: its number, day and total are merged over both."""

    def draw(workbook: xlsxwriter.Workbook) -> None:
        at = workbook.add_worksheet()
        write(at, [["发票号码", "开票日期", "销方名称", "项目名称", "金额", "税额", "价税合计"]])
        write(at, [["", "", "", "*纸制品*本", 60, 3.6], ["", "", "", "*纸制品*笔", 40, 2.4]], 1)
        at.merge_range(1, 0, 2, 0, digital(1))
        at.merge_range(1, 1, 2, 1, "2025-01-04")
        at.merge_range(1, 2, 2, 2, SELLER)
        at.merge_range(1, 6, 2, 6, 106)
        write(at, [[digital(2), "2025-01-05", SELLER, "*纸制品*纸", 10, 0.6, 10.6]], 3)

    return book(draw)


def hidden_sheet() -> bytes:
    """An old list on a hidden sheet before the one that people see."""

    def draw(workbook: xlsxwriter.Workbook) -> None:
        old = workbook.add_worksheet("旧")
        write(old, [SHORT, short(9)])
        now = workbook.add_worksheet("新")
        write(now, [SHORT, short(1)])
        now.activate()
        now.set_first_sheet()
        old.hide()

    return book(draw)


def real_dates() -> bytes:
    """Days as the spreadsheet's own dates, with a format and without."""

    def draw(workbook: xlsxwriter.Workbook) -> None:
        at = workbook.add_worksheet()
        write(at, [SHORT, short(1, day=45661), short(2, day=45661.43), short(3), short(4)])
        style = workbook.add_format({"num_format": "yyyy/m/d"})
        at.write_number(3, 1, 45661, style)
        at.write_number(4, 1, 45661.9, workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}))

    return book(draw)


def paper(place: int = 0) -> list[made.Cell]:
    """Return a row of 发票基础信息 of an older invoice."""
    return made.base_row(
        place + 1,
        code=CODE,
        number=f"{int(PLAIN_NUMBER) + place:08d}",
        day="2023-06-25",
        kind="增值税电子普通发票",
    )


def html_table(rows: Sequence[Row], charset: str = "gb2312") -> bytes:
    """Return a web page that some program named .xls."""
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    page = f"<html><head>{meta}</head><body><table border=1>{body}</table></body></html>"
    return page.encode("gb18030" if charset == "gb2312" else charset)


def xml_spreadsheet(rows: Sequence[Row]) -> bytes:
    """Return an XML spreadsheet of 2003, whose first row is left out by its index."""
    cells = [
        "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row)
        for row in rows
    ]
    body = f'<Row ss:Index="2">{cells[0]}</Row>' + "".join(f"<Row>{one}</Row>" for one in cells[1:])
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="发票"><Table>{body}</Table></Worksheet></Workbook>'
    ).encode()


def delimited(rows: Sequence[Row], delimiter: str, encoding: str) -> bytes:
    """Return rows as text, with this delimiter."""
    return "\r\n".join(delimiter.join(map(str, row)) for row in rows).encode(encoding)
