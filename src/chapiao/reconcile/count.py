"""Counts and amounts of one pair of lists, held against what the lists themselves hold."""

from __future__ import annotations

from dataclasses import replace

from chapiao.reconcile.clean import Clean
from chapiao.reconcile.model import Count, Level, Outcome, Summary, Unbalanced
from chapiao.reconcile.pairing import Pairing


def summary(pairing: Pairing, lines: str, clean: Clean, ends: tuple[int, int]) -> Summary:
    """Add up the lines, and the clean rows that are on none.

    Raises:
        Unbalanced: a row is missing or there twice.
    """
    found = {
        Outcome(outcome): Count(
            outcome=Outcome(outcome),
            findings=findings,
            left_rows=left,
            right_rows=right,
            left_total=int(left_total or 0),
            right_total=int(right_total or 0),
            left_unknown=left - left_known,
            right_unknown=right - right_known,
        )
        for outcome, findings, left, right, left_total, right_total, left_known, right_known in (
            pairing.engine.rows(
                "select outcome, count(distinct knot), count(left_row), count(right_row),"
                " sum(left_total), sum(right_total), count(left_total), count(right_total)"
                f" from {lines} group by outcome"
            )
        )
    }
    levels = {
        Level(level): findings
        for level, findings in pairing.engine.rows(
            f"select level, count(distinct knot) from {lines}"
            " where level is not null group by level"
        )
    }
    levels[Level.IDENTITY] = levels.get(Level.IDENTITY, 0) + clean.rows
    counts = tuple(
        _with_clean(found.get(outcome, _none(outcome)), clean)
        if outcome is Outcome.MATCHED
        else found.get(outcome, _none(outcome))
        for outcome in Outcome
    )
    _balance(pairing, counts)
    return Summary(
        left=ends[0],
        right=ends[1],
        counts=counts,
        levels=tuple((level, levels.get(level, 0)) for level in Level),
    )


def _none(outcome: Outcome) -> Count:
    return Count(
        outcome=outcome, findings=0, left_rows=0, right_rows=0,
        left_total=0, right_total=0, left_unknown=0, right_unknown=0,
    )  # fmt: skip


def _with_clean(count: Count, clean: Clean) -> Count:
    return replace(
        count,
        findings=count.findings + clean.rows,
        left_rows=count.left_rows + clean.rows,
        right_rows=count.right_rows + clean.rows,
        left_total=count.left_total + clean.total,
        right_total=count.right_total + clean.total,
        left_unknown=count.left_unknown + clean.unknown,
        right_unknown=count.right_unknown + clean.unknown,
    )


def _balance(pairing: Pairing, counts: tuple[Count, ...]) -> None:
    for side, size in (("left", pairing.left.size), ("right", pairing.right.size)):
        rows = sum(getattr(one, f"{side}_rows") for one in counts)
        total = sum(getattr(one, f"{side}_total") for one in counts)
        if (rows, total) != (size.rows, size.total):
            msg = (
                f"比对结果与清单合不上：清单{size.rows}行{size.total}分，结果{rows}行{total}分。"
                "比对期间清单可能被改动，请重新比对"
            )
            raise Unbalanced(msg)
