from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reconcile.comparing import Row, compared, lines

from chapiao.outside.duckdb_engine import DuckEngine, session
from chapiao.reconcile.engine import Cancelled
from chapiao.reconcile.keep import keep
from chapiao.reconcile.model import BadLists, Level, Listed, Options, Outcome
from chapiao.reconcile.run import reconcile, widened

DAY = date(2025, 3, 10)
SELLER = "911101080000000018"
NUMBER = "25112000000012345678"


def row(key: str | None, total: int | None, **more: object) -> Row:
    return {"key": key, "total": total, "seller_id": SELLER, "issued_on": DAY} | more


def found(engine: DuckEngine, *lists: list[Row], **options: object) -> list[tuple[Any, ...]]:
    """Return outcome, level, shape, left row, right row and fields of every line."""
    done = compared(engine, *lists, options=Options(**options))
    return [(one[1], one[2], one[3], one[4], one[5], one[7]) for one in lines(engine, done)]


def numbers(count: int, seed: int) -> list[str]:
    some = random.Random(seed)
    return [f"2511200000{some.randrange(10**10):010d}" for _ in range(count)]


def test_the_same_row_in_both_lists_is_counted_and_on_no_line(engine: DuckEngine) -> None:
    done = compared(engine, [row(NUMBER, 100)], [row(NUMBER, 100)], options=Options())

    matched = done.pairs[0].count(Outcome.MATCHED)
    assert (matched.findings, matched.left_total, matched.right_total) == (1, 100, 100)
    assert lines(engine, done) == []


def test_rows_that_agree_are_kept_when_asked_for(engine: DuckEngine) -> None:
    given = [row(NUMBER, 100), row("12345678-011002300111", 7)]

    kept = found(engine, given, [dict(one) for one in given], keep_matched=True)

    expected = [(Outcome.MATCHED, Level.IDENTITY, "1-1", at, at, "") for at in (1, 2)]
    assert kept == expected


def test_a_field_not_known_on_one_side_differs_never(engine: DuckEngine) -> None:
    left = [row(NUMBER, 100, tax=6, seller_id=None)]

    assert found(engine, left, [row(NUMBER, 100, tax=None)]) == []


def test_every_field_that_differs_is_named(engine: DuckEngine) -> None:
    [line] = found(engine, [row(NUMBER, 100, tax=6)], [row(NUMBER, 101, tax=7)])

    assert line == (Outcome.DIFFERS, Level.IDENTITY, "1-1", 1, 1, "tax,total")


def test_amounts_within_the_tolerance_are_the_same(engine: DuckEngine) -> None:
    done = compared(engine, [row(NUMBER, 100)], [row(NUMBER, 101)], options=Options(tolerance=1))

    matched = done.pairs[0].count(Outcome.MATCHED)
    assert (matched.left_total, matched.right_total, matched.gap) == (100, 101, -1)


def test_a_red_invoice_is_matched_by_its_own_number(engine: DuckEngine) -> None:
    assert found(engine, [row(NUMBER, -100)], [row(NUMBER, -100)]) == []


def test_what_the_bureau_calls_void_is_told_even_where_all_agrees(engine: DuckEngine) -> None:
    left = [row(NUMBER, 100, status="已红冲-全额"), row("25112000000012345999", 5, status="已作废")]

    outcomes = [line[0] for line in found(engine, left, [row(NUMBER, 100)])]

    assert outcomes == [Outcome.VOID, Outcome.VOID]


def test_an_invoice_booked_twice_is_double(engine: DuckEngine) -> None:
    told = found(engine, [row(NUMBER, 100)], [row(NUMBER, 100), row(NUMBER, 100)])

    assert {line[:3] for line in told} == {(Outcome.DUPLICATE, Level.IDENTITY, "1-n")}
    assert [line[3:5] for line in told] == [(1, None), (None, 1), (None, 2)]


def test_a_payment_in_two_parts_adds_up_to_its_invoice(engine: DuckEngine) -> None:
    told = found(engine, [row(NUMBER, 100)], [row(NUMBER, 60), row(NUMBER, 40)])

    assert {line[:3] for line in told} == {(Outcome.MATCHED, Level.IDENTITY, "1-n")}


def test_an_invoice_paid_in_part_is_short_of_its_total(engine: DuckEngine) -> None:
    told = found(engine, [row(NUMBER, 100)], [row(NUMBER, 60), row(NUMBER, 30)])

    assert {(line[0], line[5]) for line in told} == {(Outcome.DIFFERS, "total")}


def test_one_list_holding_a_number_twice_is_told_without_the_other(engine: DuckEngine) -> None:
    told = found(engine, [], [row(NUMBER, 100), row(NUMBER, 100)])

    assert {line[:3] for line in told} == {(Outcome.DUPLICATE, None, "0-n")}


@pytest.mark.parametrize(
    "typed",
    [
        "25112000000012345668",
        "25112000000012346578",
        "2511200000001234567",
        "251120000000123456789",
    ],
)
def test_a_number_one_slip_away_is_found(engine: DuckEngine, typed: str) -> None:
    [line] = found(engine, [row(NUMBER, 100)], [row(typed, 100)])

    assert line == (Outcome.DIFFERS, Level.ONE_EDIT, "1-1", 1, 1, "key")


def test_two_numbers_as_near_as_each_other_are_left_to_a_person(engine: DuckEngine) -> None:
    right = [row("25112000000012345679", 100), row("25112000000012345677", 100)]
    done = compared(engine, [row(NUMBER, 100)], right, options=Options())

    assert done.pairs[0].count(Outcome.PENDING).left_rows == 1
    assert done.pairs[0].count(Outcome.PENDING).right_rows == 2
    candidates = engine.rows(f"select * from {done.candidates} order by all")
    assert candidates == [(1, Level.ONE_EDIT, 1, 1), (1, Level.ONE_EDIT, 1, 2)]


def test_slips_among_many_rows_of_one_total_are_all_found(engine: DuckEngine) -> None:
    right = [row(key, 100) for key in numbers(300, 1)]
    left = [row(one["key"][:19] + str((int(one["key"][19]) + 1) % 10), 100) for one in right]

    told = found(engine, left, right)

    assert {line[:3] for line in told} == {(Outcome.DIFFERS, Level.ONE_EDIT, "1-1")}
    assert all(line[3] == line[4] for line in told)


def test_a_payment_without_a_number_is_found_by_seller_and_amount(engine: DuckEngine) -> None:
    paid = [row(None, 100, issued_on=None, booked_on=DAY + timedelta(days=9))]

    [line] = found(engine, [row(NUMBER, 100)], paid)

    assert line[:2] == (Outcome.MATCHED, Level.WINDOW)


def test_two_months_of_one_rent_are_not_one_invoice(engine: DuckEngine) -> None:
    other = [row("25112000000099999999", 100, issued_on=DAY + timedelta(days=30))]

    outcomes = {line[0] for line in found(engine, [row(NUMBER, 100)], other)}

    assert outcomes == {Outcome.ONLY_LEFT, Outcome.ONLY_RIGHT}


def test_a_payment_may_settle_several_invoices(engine: DuckEngine) -> None:
    invoices = [row(NUMBER, 100), row("25112000000099999999", 250)]
    paid = [row(None, 350, issued_on=None, booked_on=DAY)]

    told = found(engine, invoices, paid)

    assert {line[:3] for line in told} == {(Outcome.MATCHED, Level.SUM, "n-1")}


def test_a_row_with_neither_number_nor_amount_cannot_be_judged(engine: DuckEngine) -> None:
    assert [line[0] for line in found(engine, [row(None, None)], [])] == [Outcome.PENDING]


def test_numbers_written_with_an_exponent_are_not_taken_for_others(engine: DuckEngine) -> None:
    damaged = [row("2.51120000001637e+19", None, seller_id=None)]

    told = found(engine, [row("25112000000163700000", 100)], damaged)

    assert [line[0] for line in told] == [Outcome.ONLY_RIGHT, Outcome.ONLY_LEFT]


def test_what_came_to_be_known_later_is_late_and_changes_nothing(engine: DuckEngine) -> None:
    early, late = row(NUMBER, 100), row(NUMBER, 100, known_on=DAY)
    asof = DAY - timedelta(days=1)

    done = compared(engine, [early], [late], options=Options(asof=asof))

    assert done.pairs[0].count(Outcome.ONLY_LEFT).findings == 1
    assert (done.sizes[1].rows, done.sizes[1].late_rows, done.sizes[1].late_total) == (0, 1, 100)
    assert engine.rows(f"select * from {done.late}") == [(2, 1, DAY, 100)]


def test_three_lists_are_compared_two_by_two(engine: DuckEngine) -> None:
    given = [row(NUMBER, 100)]

    done = compared(engine, given, [], [dict(given[0])], options=Options())

    assert [(one.left, one.right) for one in done.pairs] == [(0, 1), (0, 2), (1, 2)]
    assert done.pairs[1].count(Outcome.MATCHED).findings == 1
    assert engine.rows(f"select pair, outcome from {done.lines} order by 1") == [
        (1, Outcome.ONLY_LEFT), (3, Outcome.ONLY_RIGHT),
    ]  # fmt: skip


def test_both_rows_of_a_line_can_be_seen_in_full(engine: DuckEngine) -> None:
    done = compared(engine, [row(NUMBER, 1)], [row(NUMBER, 2, voucher="记-7")], options=Options())

    wide = widened(engine, done, 1)

    seen = engine.rows(f"select left_key, right_voucher, left_total, right_total from {wide}")
    assert seen == [(NUMBER, "记-7", 1, 2)]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_but_their_numbers(
    engine: DuckEngine, seed: int, shuffled: random.Random
) -> None:
    some = random.Random(seed)
    keys = [*numbers(6, seed), NUMBER, None]
    lists = [
        [row(some.choice(keys), some.choice((1, 2, 3)), voucher=f"记-{at}") for at in range(12)]
        for _ in range(2)
    ]

    def told(*given: list[Row]) -> tuple[object, list[tuple[Any, ...]]]:
        done = compared(engine, *([dict(one) for one in rows] for rows in given), options=Options())
        wide = widened(engine, done, 1)
        what = "outcome, level, shape, fields, left_voucher, right_voucher"
        return done.pairs, engine.rows(f"select {what} from {wide} order by all")

    mixed = [shuffled.sample(rows, len(rows)) for rows in lists]

    assert told(*lists) == told(*mixed)


def test_a_second_run_is_the_same_to_the_byte(tmp_path: Path) -> None:
    some = random.Random(7)
    given = [
        [row(some.choice(numbers(50, 3)), some.choice((1, 2))) for _ in range(200)] for _ in "ab"
    ]
    bytes_ = []
    for threads in (1, 2):
        with session(threads=threads) as engine:
            done = compared(engine, *given, options=Options(keep_matched=True))
            engine.export(f"select * from {done.lines} order by all", tmp_path / "lines.parquet")
            bytes_.append((tmp_path / "lines.parquet").read_bytes())

    assert bytes_[0] == bytes_[1]


def test_lists_kept_in_a_store_give_the_same(tmp_path: Path, engine: DuckEngine) -> None:
    given = [[row(NUMBER, 1), row("12345678-011002300111", 2)], [row(NUMBER, 3), row("", 2)]]
    straight = lines(engine, compared(engine, *given, options=Options()))

    with session(store=tmp_path / "kept.db") as other:
        done = compared(other, *given, options=Options())
        kept = [keep(other, one, f"list{at}") for at, one in enumerate(done.lists)]
    with session(store=tmp_path / "kept.db") as other:
        again = lines(other, reconcile(other, kept, Options()))

    assert again == straight


def test_a_comparison_can_be_stopped() -> None:
    with session(threads=1) as engine:
        Timer(0.2, engine.cancel).start()

        with pytest.raises(Cancelled, match="取消"):
            engine.rows("select count(*) from range(1000000) a, range(1000000) b where a > b")


def test_a_list_with_neither_number_nor_amount_is_refused(engine: DuckEngine) -> None:
    useless = Listed(name="备忘", relation="given1", columns=frozenset({"row", "remark"}))

    with pytest.raises(BadLists, match="备忘"):
        reconcile(engine, [useless, useless])
