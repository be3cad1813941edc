"""Two seeded lists with every outcome and every level in them, for comparing on two engines."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
SELLERS = [f"91110108000000{at:04d}" for at in range(40)]
DAY = date(2026, 3, 1)


def two_lists(size: int, seed: int) -> tuple[list[Row], list[Row]]:
    """Return a list of this many rows, and what somebody else has made of it."""
    some = random.Random(seed)
    left = [_row(some, at) for at in range(size)]
    right: list[Row] = []
    for row in left:
        right += _copied(some, row)
        if some.random() < 0.01:
            row["status"] = "已作废"
    left += [dict(row) for row in some.sample(left, size // 100)]
    right += [_row(some, size + at) for at in range(size // 50)]
    some.shuffle(left)
    some.shuffle(right)
    for rows in (left, right):
        for at, row in enumerate(rows, 1):
            row["row"] = at
    return left, right


def _row(some: random.Random, at: int) -> Row:
    net = some.randrange(1, 4_000_000) if some.random() < 0.9 else 10_000
    day = DAY + timedelta(days=some.randrange(90))
    seller = some.randrange(len(SELLERS))
    key = f"26112000{some.randrange(10**6):06d}{at:06d}"
    if some.random() < 0.05:
        key = f"{at:08d}-0110023001{seller:02d}"
    return {
        "key": key,
        "issued_on": day,
        "booked_on": None,
        "seller_id": SELLERS[seller] if some.random() < 0.95 else "",
        "seller_name": f"北京云杉第{seller}商贸有限公司",
        "net": net,
        "tax": net * 6 // 100,
        "total": net + net * 6 // 100,
        "status": "正常",
        "voucher": None,
        "known_on": day,
    }


def _copied(some: random.Random, row: Row) -> list[Row]:  # noqa: PLR0911 - a table of odds
    """Return what became of a row in the other list."""
    row = row | {"known_on": row["issued_on"] + timedelta(days=some.randrange(20))}
    dice = some.random()
    if dice < 0.02:
        return []
    if dice < 0.03:
        return [row | {"total": row["total"] + some.choice((-1, 1, 1000))}]
    if dice < 0.05:
        return [row | {"key": _slip(some, row["key"])}]
    if dice < 0.06:
        return [row, dict(row)]
    if dice < 0.08:
        return [row | {"key": None}]
    if dice < 0.10:
        booked = row["issued_on"] + timedelta(days=some.randrange(30))
        return [row | {"key": "", "issued_on": None, "booked_on": booked}]
    if dice < 0.12:
        first = row["total"] // 3
        return [
            row | {"key": key, "net": None, "tax": None, "total": total, "voucher": f"记-{first}"}
            for total in (first, row["total"] - first)
            for key in ((None,) if dice < 0.11 else (row["key"],))
        ]
    if dice < 0.13:
        return [row | {"key": None, "total": None}]
    if dice < 0.14:
        return [row | {"seller_id": None, "key": "２" + row["key"][1:]}]
    return [row]


def _slip(some: random.Random, key: str) -> str:
    at = some.randrange(len(key) - 1)
    return some.choice(
        (
            key[:at] + str(some.randrange(10)) + key[at + 1 :],
            key[:at] + key[at + 1] + key[at] + key[at + 2 :],
            key[:at] + key[at + 1 :],
            key[:at] + str(some.randrange(10)) + key[at:],
        )
    )
