"""The findings of a comparison, one at a time: the rows on both sides, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Final

from chapiao.reconcile.engine import Engine
from chapiao.reconcile.model import COLUMNS, Done, Level, Listed, Outcome
from chapiao.reconcile.run import widened

ROW: Final = tuple(name for name in COLUMNS if name not in {"row", "known_on"})
_LINE: Final = ("knot", "outcome", "level", "shape", "key", "fields", "left_row", "right_row")
BATCH: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a list, as it was compared; money in fen."""

    at: int  # `row` of the relation
    key: str | None = None
    number: str | None = None
    code: str | None = None
    issued_on: date | None = None
    seller_id: str | None = None
    seller_name: str | None = None
    buyer_id: str | None = None
    buyer_name: str | None = None
    net: int | None = None
    tax: int | None = None
    total: int | None = None
    status: str | None = None
    booked_on: date | None = None
    voucher: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One finding of one pair of lists that is not plainly 一致. `pair` counts from 0."""

    pair: int
    knot: int
    outcome: Outcome
    level: Level | None
    shape: str
    key: str
    fields: tuple[str, ...]
    left: tuple[Row, ...]
    right: tuple[Row, ...]
    candidates: tuple[int, ...] = ()  # rows of the other list that a pending row may belong to

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.outcome is not Outcome.MATCHED


def gaps(engine: Engine, done: Done) -> Iterator[Gap]:
    """Yield every finding that is not an exact match, in a fixed order."""
    for pair, summary in enumerate(done.pairs):
        pending = _candidates(engine, done, pair + 1)
        names = _names(done.lists[summary.left], done.lists[summary.right])
        table = widened(engine, done, pair + 1)
        sides = [f"{side}_{name}" for side in ("left", "right") for name in names]
        rows = engine.stream(
            f"select {', '.join((*_LINE, *sides))} from {table}"  # noqa: S608 - names of ours
            f" where not (outcome = '{Outcome.MATCHED}' and level = '{Level.IDENTITY}')"
            " order by knot, left_row nulls last, right_row nulls last",
            BATCH,
        )
        for _, lines in groupby(chain.from_iterable(rows), key=itemgetter(0)):
            yield _gap(pair, list(lines), names, pending)


def _names(left: Listed, right: Listed) -> tuple[str, ...]:
    return tuple(name for name in ROW if name in left.columns | right.columns)


def _candidates(engine: Engine, done: Done, pair: int) -> dict[tuple[str, int], tuple[int, ...]]:
    """Return, for a pending row of either side, the rows it might belong to."""
    found: dict[tuple[str, int], set[int]] = {}
    asked = f"select left_row, right_row from {done.candidates} where pair = {pair}"  # noqa: S608
    for left, right in engine.rows(asked):
        found.setdefault(("left", left), set()).add(right)
        found.setdefault(("right", right), set()).add(left)
    return {key: tuple(sorted(rows)) for key, rows in found.items()}


def _gap(
    pair: int,
    lines: Sequence[tuple[Any, ...]],
    names: Sequence[str],
    pending: dict[tuple[str, int], tuple[int, ...]],
) -> Gap:
    knot, outcome, level, shape, key = lines[0][:5]
    cut = len(_LINE) + len(names)
    left = {
        line[6]: Row(at=line[6], **dict(zip(names, line[len(_LINE) : cut], strict=True)))
        for line in lines
        if line[6] is not None
    }
    right = {
        line[7]: Row(at=line[7], **dict(zip(names, line[cut:], strict=True)))
        for line in lines
        if line[7] is not None
    }
    told = dict.fromkeys(name for line in lines for name in (line[5] or "").split(",") if name)
    maybe = [*(pending.get(("left", at), ()) for at in left)]
    maybe += [pending.get(("right", at), ()) for at in right]
    return Gap(
        pair=pair,
        knot=knot,
        outcome=Outcome(outcome),
        level=None if level is None else Level(level),
        shape=shape,
        key=key or "",
        fields=tuple(told),
        left=tuple(left[at] for at in sorted(left)),
        right=tuple(right[at] for at in sorted(right)),
        candidates=tuple(dict.fromkeys(chain.from_iterable(maybe))),
    )
