from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.capital import write_capital
from chapiao.invoice.check import Verdict
from chapiao.invoice.consistency import check_consistency
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line

YES, NO, NOT_RUN = Verdict.YES, Verdict.NO, Verdict.NOT_RUN
DAY = date(2025, 1, 4)


def verdicts(invoice: Invoice, **known: object) -> dict[str, Verdict]:
    checks = check_consistency(
        invoice,
        capital=str(known["capital"]) if "capital" in known else None,
        list_lines=int(str(known["list_lines"])) if "list_lines" in known else None,
    )
    assert all(check.says and check.title for check in checks)
    return {check.id: check.verdict for check in checks}


def goods(amount: int, rate: int) -> Line:
    return Line(name="*办公用品*纸", amount=amount, rate=f"{rate}%", tax=round(amount * rate / 100))


@given(
    st.lists(
        st.tuples(st.integers(1, 10**9), st.sampled_from([13, 9, 6, 3, 1])), min_size=1, max_size=8
    )
)
def test_an_honest_invoice_passes_every_check(rows: list[tuple[int, int]]) -> None:
    lines = tuple(
        replace(goods(amount, rate), quantity=Decimal(1), price=Decimal(amount).scaleb(-2))
        for amount, rate in rows
    )
    amount = sum(line.amount or 0 for line in lines)
    tax = sum(line.tax or 0 for line in lines)
    invoice = Invoice(
        kind=Kind.DIGITAL_ORDINARY,
        issued_on=DAY,
        lines=lines,
        amount=amount,
        tax=tax,
        total=amount + tax,
    )

    found = verdicts(invoice, capital=write_capital(amount + tax))

    assert set(found.values()) == {YES}
    assert set(found) == {
        "total",
        "line_amounts",
        "line_taxes",
        "words",
        "tax_rate",
        "price",
        "legal_rate",
    }


@given(st.integers(1, 10**10), st.integers(0, 10**9), st.integers(-500, 500).filter(bool))
def test_a_total_one_fen_off_is_seen(amount: int, tax: int, off: int) -> None:
    assert verdicts(Invoice(amount=amount, tax=tax, total=amount + tax + off))["total"] is NO


@pytest.mark.parametrize(
    ("invoice", "verdict"),
    [
        (Invoice(amount=100, total=106), NOT_RUN),
        (Invoice(kind=Kind.AIR, amount=52293, tax=4707, total=62000), NOT_RUN),
        (Invoice(kind=Kind.AIR, amount=52293, tax=4707, total=50000), NO),
        (Invoice(kind=Kind.RAIL, amount=4528, tax=272, total=4800), YES),
        (Invoice(amount=100, tax=2, total=300, remark="差额征税：200.00。"), NOT_RUN),
        (Invoice(amount=-100, tax=-6, total=-106), YES),
    ],
)
def test_the_total_is_judged_as_its_kind_allows(invoice: Invoice, verdict: Verdict) -> None:
    assert verdicts(invoice)["total"] is verdict


def test_what_does_not_concern_an_invoice_is_not_asked() -> None:
    assert verdicts(Invoice()) == {}
    assert verdicts(Invoice(kind=Kind.USED_VEHICLE, amount=1, tax=0, total=5)) == {}
    assert verdicts(Invoice(lines=(Line(),))) == {}


def test_lines_that_do_not_sum_up_are_seen() -> None:
    two = Invoice(amount=300, tax=18, lines=(goods(100, 6), goods(100, 6)))

    found = verdicts(two)

    assert (found["line_amounts"], found["line_taxes"]) == (NO, NO)


def test_a_line_that_was_not_read_makes_the_sum_not_run() -> None:
    two = Invoice(amount=300, lines=(goods(100, 6), Line(name="纸")))

    assert verdicts(two)["line_amounts"] is NOT_RUN


def test_a_roll_prints_its_lines_with_tax() -> None:
    roll = Invoice(kind=Kind.ROLL, amount=100, total=106, lines=(Line(amount=106),))
    off = replace(roll, lines=(Line(amount=107),))

    assert verdicts(roll)["line_amounts"] is YES
    assert verdicts(off)["line_amounts"] is NO


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (Line(amount=1683, rate="3%", tax=51), YES),
        (Line(amount=1683, rate="3%", tax=52), NO),
        (Line(amount=100, rate="免税", tax=0), YES),
        (Line(amount=100, rate="***", tax=0), NOT_RUN),
        (Line(amount=100, rate="??", tax=0), NOT_RUN),
        (Line(amount=103500, rate="1.5%", tax=1500), NOT_RUN),
        (Line(amount=-177, rate="13%", tax=-23), YES),
        (Line(name="(详见销货清单)", amount=4662, rate="13%", tax=608), YES),
        (Line(name="(详见销货清单)", amount=4662, rate="13%", tax=612), NOT_RUN),
    ],
)
def test_tax_follows_the_rate_to_one_fen(line: Line, verdict: Verdict) -> None:
    assert verdicts(Invoice(lines=(line,)))["tax_rate"] is verdict


def test_a_list_may_be_off_by_a_fen_for_each_of_its_lines() -> None:
    listed = Invoice(lines=(Line(name="详见销货清单", amount=4662, rate="13%", tax=612),))

    assert verdicts(listed, list_lines=6)["tax_rate"] is YES
    assert verdicts(listed, list_lines=3)["tax_rate"] is NO


def test_a_tax_on_a_part_of_the_amount_is_no_fault() -> None:
    part = Invoice(lines=(Line(amount=10000, rate="5%", tax=100),), remark="差额征税：80.00。")

    assert verdicts(part)["tax_rate"] is NOT_RUN


@pytest.mark.parametrize(
    ("quantity", "price", "amount", "verdict"),
    [
        ("3", "33.333333", 10000, YES),
        ("0.333333", "300", 10000, YES),
        ("3", "33.33", 10000, YES),
        ("3", "33.32", 10000, NO),
        ("2", "50", -10000, NO),
        ("1E+1", "10", 10000, YES),
    ],
)
def test_an_amount_is_its_quantity_times_its_price(
    quantity: str, price: str, amount: int, verdict: Verdict
) -> None:
    line = Line(quantity=Decimal(quantity), price=Decimal(price), amount=amount)

    assert verdicts(Invoice(lines=(line,)))["price"] is verdict


def test_a_figure_that_is_not_finite_rounds_nothing() -> None:
    line = Line(quantity=Decimal(2), price=Decimal("0.5"), amount=100)

    assert verdicts(Invoice(lines=(line,)))["price"] is YES


@pytest.mark.parametrize(
    ("rate", "day", "verdict"),
    [
        ("13%", DAY, YES),
        ("免税", DAY, YES),
        ("17%", DAY, NOT_RUN),
        ("17%", date(2017, 6, 1), YES),
        ("7%", DAY, NO),
        ("***", DAY, NOT_RUN),
        ("??", DAY, NOT_RUN),
        ("13%", None, NOT_RUN),
    ],
)
def test_a_rate_is_judged_by_the_day_of_issue(
    rate: str, day: date | None, verdict: Verdict
) -> None:
    assert verdicts(Invoice(issued_on=day, lines=(Line(rate=rate),)))["legal_rate"] is verdict


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ((Line(rate="免税", tax=0), Line(rate="13%", tax=13)), YES),
        ((Line(rate="不征税", tax=1),), NO),
        ((Line(rate="0%", tax=None),), NOT_RUN),
    ],
)
def test_untaxed_goods_carry_no_tax(lines: tuple[Line, ...], verdict: Verdict) -> None:
    assert verdicts(Invoice(lines=lines))["untaxed"] is verdict


PAPER = Line(name="*纸制品*纸", amount=1000)


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ((PAPER, Line(name="*纸制品*纸", amount=-100)), YES),
        ((PAPER, Line(name="*纸制品* 纸", amount=-100)), YES),
        ((PAPER, Line(name="*纸制品*纸", amount=-1), Line(name="*纸制品*纸", amount=-1)), YES),
        ((PAPER, Line(name="*文具*笔", amount=-100)), NO),
        ((Line(name="*纸制品*纸", amount=-100), PAPER), NO),
        ((PAPER, Line(name="*纸制品*纸", amount=-100, quantity=Decimal(1))), NO),
    ],
)
def test_a_discount_follows_its_goods(lines: tuple[Line, ...], verdict: Verdict) -> None:
    assert verdicts(Invoice(total=900, lines=lines))["discount"] is verdict


def test_a_red_invoice_is_negative_all_over() -> None:
    red = Invoice(total=-100, lines=(Line(name="纸", amount=-100),))

    assert "discount" not in verdicts(red)
    assert "discount" not in verdicts(Invoice(total=100, lines=(PAPER,)))


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("壹佰圆整", YES), ("壹佰元正", YES), ("壹佰零壹圆整", NO), ("一张发票", NOT_RUN)],
)
def test_words_and_figures_are_compared_by_value(words: str, verdict: Verdict) -> None:
    assert verdicts(Invoice(total=10000), capital=words) == {"total": NOT_RUN, "words": verdict}
