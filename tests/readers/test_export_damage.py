"""Numbers that a spreadsheet damaged: shown, sometimes suggested, never repaired unasked."""

from __future__ import annotations

import pytest
from tests.readers import make_export as made
from tests.readers.made_up import NUMBER, OTHER_NUMBER

from chapiao import readers
from chapiao.invoice.damage import DamageKind


def base(*rows: list[made.Cell]) -> bytes:
    return made.xlsx({"发票基础信息": [made.BASE, *rows]})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (25112000000012345678, DamageKind.SCIENTIFIC),
        ("2.5112E+19", DamageKind.SCIENTIFIC),
        ("25112000000012300000", DamageKind.ZEROED),
    ],
)
def test_a_damaged_number_is_shown_and_never_repaired(cell: made.Cell, kind: DamageKind) -> None:
    table = readers.export_table(base(made.base_row(1, cell)))

    [damaged] = table.damaged
    assert table.rows == ()
    assert (damaged.row, damaged.fields[0].damage.kind) == (2, kind)
    assert damaged.exported.invoice.number is None
    assert damaged.exported.invoice.total == 10600
    assert damaged.repaired() is None


def test_lost_zeros_are_suggested_and_wait_for_a_yes() -> None:
    table = readers.export_table(
        base(made.base_row(1, code=11002300111, number=1234567, kind="增值税电子普通发票"))
    )

    [damaged] = table.damaged
    assert [field.suggested for field in damaged.fields] == ["011002300111", "01234567"]
    repaired = damaged.repaired()
    assert repaired is not None
    assert repaired.invoice.key == "01234567-011002300111"


def test_the_other_sheet_suggests_a_damaged_number_when_only_one_fits() -> None:
    hurt = made.base_row(1, float(NUMBER))
    whole = made.base_row(1, NUMBER)
    other = made.base_row(2, OTHER_NUMBER, sums=("50.00", "3.00", "53.00"))
    lines = [
        made.line_row(whole, "*纸制品*笔记本", ("100.00", "6.00", "106.00")),
        made.line_row(other, "*纸制品*钢笔", ("50.00", "3.00", "53.00")),
    ]

    table = readers.export_table(
        made.xlsx({"发票基础信息": [made.BASE, hurt], "信息汇总表": [made.LINES, *lines]})
    )

    [damaged] = table.damaged
    assert damaged.fields[0].suggested == NUMBER
    assert "第2行" in damaged.fields[0].suggested_from


def test_a_whole_number_beside_a_damaged_one_is_taken() -> None:
    row = made.base_row(1, NUMBER, number=float(NUMBER))

    table = readers.export_table(base(row))

    assert [row.invoice.key for row in table.rows] == [NUMBER]


def test_one_number_of_a_long_whole_list_may_end_in_zeros() -> None:
    many = [made.base_row(at, f"2511200000{at * 10 + 7:010}") for at in range(1, 2001)]
    zeros = made.base_row(1, "25112000000012300000")

    [alone] = readers.export_table(base(zeros, *many)).damaged
    several = readers.export_table(base(zeros, zeros, *many)).damaged

    assert alone.fields[0].suggested == "25112000000012300000"
    assert "可能本来就以00000结尾" in alone.fields[0].suggested_from
    assert [row.fields[0].suggested for row in several] == [None, None]
