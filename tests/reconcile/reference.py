"""Comparing two lists in plain Python: slow, without an engine, and by other means.

Rows are dicts of the columns of `reconcile.model`. What comes back is what `lines` holds,
rows that agree one to one by their number left out, and what `candidates` holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

from tests.reconcile.slips import slips

from chapiao.reconcile.model import VOID_WORDS, Level, Options, Outcome

Row = dict[str, Any]
Line = tuple[Any, ...]
Groups = dict[str | None, tuple[list[Row], list[Row]]]
Found = tuple[list[Line], list[tuple[Any, ...]]]
MONEY = ("net", "tax", "total")


def reference(left: list[Row], right: list[Row], options: Options) -> Found:
    """Return the lines and the candidates of the two lists."""
    lines: list[Line] = []
    free_left, free_right = [], []
    groups = _by_key(left, right)
    for key, (some, others) in groups.items():
        if key is None or (len(some), len(others)) in ((1, 0), (0, 1)):
            free_left += some
            free_right += others
        elif len(some) == len(others) == 1:
            lines.append(_pair(some[0], others[0], Level.IDENTITY, options))
        else:
            lines += _several(some, others, options)
    _put_parties(left, right, groups)
    lines, unsure, pending = _levels(free_left, free_right, lines, options)
    lines += [_alone(row, Outcome.PENDING) for row in pending]
    plain = (Outcome.MATCHED, Level.IDENTITY, "1-1")
    return [line for line in lines if line[1:4] != plain], unsure


def _by_key(left: list[Row], right: list[Row]) -> Groups:
    groups: dict[str | None, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for at, rows in enumerate((left, right)):
        for row in rows:
            row["side"] = at
            row["key"] = row["key"] or None
            groups[row["key"]][at].append(row)
    return groups


def _put_parties(left: list[Row], right: list[Row], groups: Groups) -> None:
    """Tell of every row its day and whom it is with."""
    ids = defaultdict(set)
    for row in left + right:
        numbered = row["key"] and len(row["key"]) == 20 and row["key"].isdigit()
        if numbered and all(groups[row["key"]]):
            continue
        if row["seller_name"] and row["seller_id"]:
            ids[row["seller_name"]].add(row["seller_id"])
    for row in left + right:
        name = row["seller_name"]
        known = next(iter(ids[name])) if name and len(ids[name]) == 1 else None
        row["party"] = row["seller_id"] or known or name or None
        row["day"] = row["issued_on"] or row["booked_on"]


def _levels(
    left: list[Row], right: list[Row], lines: list[Line], options: Options
) -> tuple[list[Line], list[tuple[Any, ...]], list[Row]]:
    unsure: list[tuple[Any, ...]] = []
    pending: list[Row] = []
    for level in Level:
        if level not in options.levels or level is Level.IDENTITY:
            continue
        if level is Level.SUM:
            rounds = _sums(left, right, options)
        else:
            rounds = iter([_settle(left, right, level, options)])
        for made, doubts, gone in rounds:
            lines += made
            unsure += [(level, a["row"], b["row"]) for a, b in doubts]
            pending += {id(row): row for pair in doubts for row in pair}.values()
            left[:] = [row for row in left if not _in(row, gone)]
            right[:] = [row for row in right if not _in(row, gone)]
    for row, only in [(row, Outcome.ONLY_LEFT) for row in left] + [
        (row, Outcome.ONLY_RIGHT) for row in right
    ]:
        nothing = row["key"] is None and row["total"] is None
        void = row["status"] in VOID_WORDS
        lines.append(_alone(row, Outcome.VOID if void else Outcome.PENDING if nothing else only))
    return lines, unsure, pending


def _in(row: Row, rows: Iterable[Row]) -> bool:
    return any(row is one for one in rows)


Round = tuple[list[Line], list[tuple[Row, Row]], list[Row]]


def _settle(left: list[Row], right: list[Row], level: Level, options: Options) -> Round:
    fits = {Level.ONE_EDIT: _one_edit, Level.SAME_DAY: _same_day, Level.WINDOW: _window}[level]
    pairs = [(a, b) for a in left for b in right if fits(a, b, options)]
    many = Counter(id(row) for pair in pairs for row in pair)
    sure = [(a, b) for a, b in pairs if many[id(a)] == many[id(b)] == 1]
    doubts = [(a, b) for a, b in pairs if not (many[id(a)] == many[id(b)] == 1)]
    gone = [row for pair in pairs for row in pair]
    return [_pair(a, b, level, options) for a, b in sure], doubts, gone


def _same(a: Row, b: Row, *names: str) -> bool:
    return all(a[name] is not None and a[name] == b[name] for name in names)


def _one_edit(a: Row, b: Row, _options: Options) -> bool:
    part = any(
        a[name] is not None and b[name] is not None and a[name] != b[name]
        for name in ("party", "issued_on")
    )
    return (
        _same(a, b, "total")
        and (_same(a, b, "party") or _same(a, b, "issued_on"))
        and not part
        and a["key"] is not None
        and b["key"] is not None
        and b["key"] in slips(a["key"])
    )


def _same_day(a: Row, b: Row, _options: Options) -> bool:
    return _same(a, b, "total", "day", "party")


def _near(a: date, b: date, options: Options) -> bool:
    return abs((a - b).days) <= options.window_days


def _window(a: Row, b: Row, options: Options) -> bool:
    return (
        _same(a, b, "total", "party")
        and (a["key"] is None or b["key"] is None)
        and a["day"] is not None
        and b["day"] is not None
        and _near(a["day"], b["day"], options)
    )


def _sums(left: list[Row], right: list[Row], options: Options) -> Iterator[Round]:
    for many, ones in ((right, left), (left, right)):
        for way in ("voucher", "day", "seller", "two"):
            yield _sum(many, ones, way, options)


def _sum(many: list[Row], ones: list[Row], way: str, options: Options) -> Round:
    parties = {row["party"] for row in ones}
    usable = [
        row for row in many
        if row["total"] and row["party"] and row["day"] and row["party"] in parties
    ]  # fmt: skip
    fits = [
        (one, group)
        for group in _together(usable, way)
        for one in ones
        if one["total"] is not None and _adds_up(one, group, options)
    ]
    by_one = Counter(id(one) for one, _ in fits)
    by_part = Counter(id(part) for _, group in fits for part in group)
    lines: list[Line] = []
    doubts: list[tuple[Row, Row]] = []
    gone: list[Row] = []
    for one, group in fits:
        gone += [one, *group]
        if by_one[id(one)] == 1 and all(by_part[id(part)] == 1 for part in group):
            lines += _sum_lines(one, group)
        else:
            doubts += [(one, part) if one["side"] == 0 else (part, one) for part in group]
    unique = {(id(a), id(b)): (a, b) for a, b in doubts}
    return lines, list(unique.values()), gone


def _together(rows: list[Row], way: str) -> Iterator[list[Row]]:
    groups = defaultdict(list)
    for row in rows:
        by = {"voucher": row["voucher"] or None, "day": row["day"]}.get(way, "all")
        if by is not None:
            groups[row["party"], by].append(row)
    for group in groups.values():
        if way == "two":
            yield from (list(two) for two in combinations(group, 2))
        elif len(group) > 1:
            yield group


def _adds_up(one: Row, group: list[Row], options: Options) -> bool:
    days = [row["day"] for row in group]
    return (
        group[0]["party"] == one["party"]
        and abs(sum(row["total"] for row in group) - one["total"]) <= options.tolerance
        and one["day"] is not None
        and _near(min(days), max(days), options)
        and (one["day"] - min(days)).days <= options.window_days
        and (max(days) - one["day"]).days <= options.window_days
        and (one["key"] is None or all(row["key"] is None for row in group))
    )  # fmt: skip


def _sum_lines(one: Row, group: list[Row]) -> list[Line]:
    outcome = Outcome.VOID if one["status"] in VOID_WORDS else Outcome.MATCHED
    left = one["side"] == 0
    knot = one["row"] if left else min(row["row"] for row in group)
    shape = "1-n" if left else "n-1"
    return [_line(knot, outcome, Level.SUM, shape, row, one["key"], "") for row in (one, *group)]


def _line(
    knot: int,
    outcome: Outcome,
    level: Level | None,
    shape: str,
    row: Row,
    key: str | None,
    said: str,
) -> Line:
    ends = (row["row"], None) if row["side"] == 0 else (None, row["row"])
    totals = (row["total"], None) if row["side"] == 0 else (None, row["total"])
    return (knot, outcome, level, shape, *ends, key, said, *totals)


def _alone(row: Row, outcome: Outcome) -> Line:
    left = row["side"] == 0
    knot = row["row"] if left else -row["row"]
    return _line(knot, outcome, None, "1-0" if left else "0-1", row, row["key"], "")


def _differing(a: Row, b: Row, options: Options) -> list[str]:
    found = []
    for name in options.compare:
        x, y = a[name], b[name]
        if x is not None and y is not None:
            slack = options.tolerance if name in MONEY else 0
            if (abs(x - y) > slack) if name in MONEY else x != y:
                found.append(name)
    return found


def _pair(a: Row, b: Row, level: Level, options: Options) -> Line:
    said = _differing(a, b, options)
    if a["key"] and b["key"] and a["key"] != b["key"]:
        said = ["key", *said]
    void = a["status"] in VOID_WORDS or b["status"] in VOID_WORDS
    outcome = Outcome.VOID if void else Outcome.DIFFERS if said else Outcome.MATCHED
    key = a["key"] or b["key"]
    return (
        a["row"], outcome, level, "1-1", a["row"], b["row"], key, ",".join(said),
        a["total"], b["total"],
    )  # fmt: skip


def _several(some: list[Row], others: list[Row], options: Options) -> list[Line]:
    """Judge rows of one identity, more than one on a side."""
    if not some or not others:
        rows = some or others
        knot = min(row["row"] for row in rows) * (1 if some else -1)
        shape = "n-0" if some else "0-n"
        return [_line(knot, Outcome.DUPLICATE, None, shape, row, row["key"], "") for row in rows]
    outcome, said = _verdict(some, others, options)
    shape = f"{'n' if len(some) > 1 else '1'}-{'n' if len(others) > 1 else '1'}"
    knot = min(row["row"] for row in some)
    return [
        _line(knot, outcome, Level.IDENTITY, shape, row, row["key"], said) for row in some + others
    ]


def _verdict(some: list[Row], others: list[Row], options: Options) -> tuple[Outcome, str]:
    if (len(some) > 1 and len(others) > 1) or any(row["total"] is None for row in some + others):
        return Outcome.DUPLICATE, ""
    one, parts = (some[0], others) if len(some) == 1 else (others[0], some)
    amounts = [row["total"] for row in parts]
    differs = {name for a in some for b in others for name in _differing(a, b, options)}
    rest = [name for name in options.compare if name in differs and name not in MONEY]
    if abs(sum(amounts) - one["total"]) <= options.tolerance:
        if any(row["status"] in VOID_WORDS for row in some + others):
            return Outcome.VOID, ""
        return (Outcome.DIFFERS, ",".join(rest)) if rest else (Outcome.MATCHED, "")
    sign = 1 if one["total"] > 0 else -1
    below = abs(sum(amounts)) < abs(one["total"]) and all(amount * sign > 0 for amount in amounts)
    if below and len(set(amounts)) == len(amounts):
        return Outcome.DIFFERS, ",".join(["total", *rest])
    return Outcome.DUPLICATE, ""
