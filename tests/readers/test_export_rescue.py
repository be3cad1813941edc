"""Damaged numbers get the right suggestion from whole records, or none."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from tests.actions.papers import cells, csv, number, sale

from chapiao.invoice.model import Invoice
from chapiao.readers import export
from chapiao.readers.export_rescue import rescued

ROWS = 2000


def spreadsheet(digits: str, how: int) -> str:
    """Write twenty digits as a spreadsheet leaves them."""
    if how == 0:
        return digits[:15] + "00000"
    return f"{float(digits):.14E}" if how == 1 else f"{float(digits):.4E}"


def made(chance: random.Random) -> list[Invoice]:
    """Invoices as a company has them: few sellers, common amounts, a year of days."""
    invoices = []
    for place in range(ROWS):
        amount = chance.choice([chance.randrange(1_00, 500_000), chance.choice([10000, 20000])])
        invoices.append(
            sale(
                place,
                number=number(chance.randrange(10**11)),
                amount=amount,
                tax=amount // 20,
                total=amount + amount // 20,
                issued_on=date(2026, 1, 1) + timedelta(days=chance.randrange(320)),
                seller_tax_id=f"91110105DEM{chance.randrange(400):06d}X",
                lines=(),
            )
        )
    return invoices


def test_nearly_all_damaged_numbers_are_suggested_right_and_none_is_suggested_wrong() -> None:
    chance = random.Random(20261124)
    invoices = made(chance)
    table = export.read(
        csv(
            *(
                cells(one, 数电发票号码=spreadsheet(one.number or "", n % 3))
                for n, one in enumerate(invoices)
            )
        )
    )
    assert len(table.damaged) == ROWS
    strangers = made(random.Random(1))  # records of nothing in the table

    done = rescued(table, [(one, "另一份表") for one in [*invoices, *strangers]])

    truth = {row: one.number for row, one in enumerate(invoices, start=2)}
    offered = [(row.row, row.fields[0].suggested) for row in done.damaged]
    right = sum(1 for row, digits in offered if digits == truth[row])
    wrong = sum(1 for row, digits in offered if digits not in {None, truth[row]})
    assert wrong == 0
    assert right >= 0.99 * ROWS
    assert done.rows == table.rows  # nothing is written by itself


def test_a_record_that_differs_in_anything_known_is_not_suggested() -> None:
    whole = sale(2)
    table = export.read(csv(cells(whole, 数电发票号码="2.6112E+19")))

    for other in (
        replace(whole, total=1),
        replace(whole, issued_on=date(2026, 11, 4)),
        replace(whole, seller_tax_id="91110105DEM000001X"),
        replace(whole, number="25" + (whole.number or "")[2:]),
    ):
        [row] = rescued(table, [(other, "另一份表")]).damaged
        assert row.fields[0].suggested is None
    [row] = rescued(table, [(whole, "另一份表")]).damaged
    assert (row.fields[0].suggested, row.fields[0].suggested_from) == (whole.number, "另一份表")


def test_a_number_that_a_whole_row_has_already_is_not_suggested_again() -> None:
    whole = sale(2)
    table = export.read(csv(cells(whole), cells(whole, 数电发票号码="2.6112E+19")))

    [row] = rescued(table, [(whole, "另一份表")]).damaged

    assert row.fields[0].suggested is None
