"""A seeded pool of near neighbours: invoices that are easily taken for one another.

Of every invoice it holds others of the same seller, day and amount, whose numbers follow
one another or lie one slip away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]

SIZE, GROUP = 5000, 10
DIGITS = "0123456789"
FIRST_NAMES = "云映栖荆知玄沐砾鸣溪杉川"
TRADES = ("科技", "商贸", "物流", "餐饮管理", "文化传媒", "办公用品")


def pool(seed: int, size: int = SIZE) -> list[Row]:
    """Return the rows of the pool, as `look-up --pool` takes them."""
    random = Random(seed)
    rows: dict[tuple[str, str], Row] = {}
    while len(rows) < size:
        first = _paper(random) if random.random() < 0.3 else _digital(random)
        for row in _group(random, first):
            rows.setdefault((row["code"], row["number"]), row)
    kept = list(rows.values())[:size]
    for at, row in enumerate(kept):
        row["id"] = f"p{at}"
    return kept


def _group(random: Random, first: Row) -> Iterator[Row]:
    """Yield an invoice and others that are easily taken for it."""
    yield first
    for at in range(1, GROUP):
        number = first["number"]
        near = str(int(number) + at).zfill(len(number)) if at % 2 else slipped(random, number)
        same = random.random()
        check = f"{random.randrange(10**19, 10**20)}" if first["check_code"] else ""
        yield (
            first
            | {"number": near, "check_code": check}
            | ({} if same < 0.1 else _money(random))
            | ({} if same < 0.6 else {"date": _day(random, first["date"][:4])})
        )


def slipped(random: Random, number: str) -> str:
    at = random.randrange(5 if len(number) > 8 else 0, len(number) - 1)
    return random.choice([one_wrong(random, number, at), swapped(number, at)])


def _digital(random: Random) -> Row:
    year, region = random.choice(("24", "25", "26")), random.choice(("11", "12", "31", "44"))
    special = random.random() < 0.4
    return {
        "kind": "数电票（增值税专用发票）" if special else "数电票（普通发票）",
        "code": "",
        "number": f"{year}{region}{random.choice('27')}{random.randrange(10**9, 10**12):015d}",
        "date": _day(random, f"20{year}"),
        "check_code": "",
        **_money(random),
        **_parties(random),
    }


def _paper(random: Random) -> Row:
    year = random.choice(("22", "23"))
    special = random.random() < 0.4
    code = (
        f"1100{year}{random.randrange(1, 10)}130"
        if special
        else f"01100{year}00{random.choice('123')}11"
    )
    return {
        "kind": "增值税专用发票" if special else "增值税电子普通发票",
        "code": code,
        "number": f"{random.randrange(10**4, 10**8):08d}",
        "date": _day(random, f"20{year}"),
        "check_code": "" if special else f"{random.randrange(10**19, 10**20)}",
        **_money(random),
        **_parties(random),
    }


def _money(random: Random) -> Row:
    net = random.randrange(1000, 5_000_000)
    tax = net * random.choice((6, 9, 13)) // 100
    return {"amount": _yuan(net), "tax": _yuan(tax), "total": _yuan(net + tax)}


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _parties(random: Random) -> Row:
    name = "".join(random.choices(FIRST_NAMES, k=2)) + random.choice(TRADES)
    return {"seller_name": f"北京{name}有限公司", "seller_tax_id": "", "buyer_tax_id": ""}


def _day(random: Random, year: str) -> str:
    return (date(int(year), 1, 1) + timedelta(days=random.randrange(300))).isoformat()


def one_wrong(random: Random, digits: str, at: int | None = None) -> str:
    at = random.randrange(len(digits)) if at is None else at
    return digits[:at] + random.choice(DIGITS.replace(digits[at], "")) + digits[at + 1 :]


def swapped(digits: str, at: int) -> str:
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
