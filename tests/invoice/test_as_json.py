from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.as_json import invoice_json
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import parse_money


def test_an_invoice_of_which_nothing_is_known_is_null_all_over() -> None:
    values = invoice_json(Invoice())

    assert values.pop("lines") == []
    assert set(values.values()) == {None}


def test_what_is_absent_stays_apart_from_what_is_not_known() -> None:
    values = invoice_json(Invoice(code="", kind=Kind.RAIL, issued_on=date(2025, 1, 4)))

    assert (values["code"], values["second_number"]) == ("", None)
    assert (values["kind"], values["date"]) == ("电子发票（铁路电子客票）", "2025-01-04")


def test_a_line_keeps_its_figures_as_printed() -> None:
    line = Line(name="*纸制品*纸", quantity=Decimal("1E+2"), price=Decimal("0.50"), amount=5000)

    [values] = invoice_json(Invoice(lines=(line,)))["lines"]

    assert (values["quantity"], values["price"]) == ("100", "0.50")
    assert (values["amount"], values["tax"]) == ("50.00", None)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_money_comes_back_from_json_to_the_fen(fen: int) -> None:
    written = json.loads(json.dumps(invoice_json(Invoice(total=fen))))

    assert parse_money(written["total"]) == fen
