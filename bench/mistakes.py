"""Seeded mistakes: what people make of the numbers in a pool of near neighbours.

Each mistake is of one kind; the invoice meant is known. A correction has to be chosen
among many, not merely found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bench.near import Row, one_wrong, slipped, swapped

PLATFORM = "查验平台"
ONTO_ANOTHER = "号码：错成另一张"
LETTERS = {"0": "OoQD", "1": "Il|", "2": "Zz", "5": "Ss", "8": "B"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A question that is wrong in one way; `right` are the fields that a correction gives."""

    kind: str
    asked: Row
    right: Row = field(default_factory=dict)


def right_question(row: Row, *, entry: str = "") -> Row:
    """Return what has to be typed of an invoice: its fourth field is its kind's own."""
    asked: Row = {"number": row["number"], "date": row["date"]}
    if row["code"]:
        asked["code"] = row["code"]
    if row["check_code"]:
        asked["check_code"] = row["check_code"][-6:]
    else:
        asked["amount"] = row["amount" if row["code"] else "total"]
    return asked | ({"entry": entry, "answer": "不一致"} if entry else {})


def mistakes(seed: int, rows: list[Row], count: int) -> list[Mistake]:
    """Return so many mistakes, all kinds in turn, each about another invoice where possible."""
    random = Random(seed + 1)
    held = {(row["code"], row["number"]): row for row in rows}
    made: list[Mistake] = []
    names = [*KINDS, ONTO_ANOTHER]
    while len(made) < count:
        name = names[len(made) % len(names)]
        row = random.choice(rows)
        if name == ONTO_ANOTHER:
            other = _near(random, row, held)
            one = other and (right_question(row) | {"number": other}, {"number": row["number"]})
        else:
            one = KINDS[name](random, row)
        if one is None:
            continue
        asked, right = one
        is_another = right.keys() & {"number", "code"} and _identity(asked) in held
        if name == ONTO_ANOTHER or not is_another:
            made.append(Mistake(kind=name, asked=asked, right=right))
    return made


def place(mistake: Mistake, corrections: list[Row]) -> int:
    """Return at which place the right correction stands, from 0; a large number for nowhere."""
    for at, one in enumerate(corrections):
        if mistake.right.items() <= one["fields"].items():
            return at
    return 10**6


def _identity(row: Row) -> tuple[str, str]:
    return row.get("code", ""), row["number"]


def _near(random: Random, row: Row, held: dict[tuple[str, str], Row]) -> str | None:
    """Return the number of another row, one slip away and of another sum, if there is one."""
    number = row["number"]
    for _ in range(200):
        wrong = slipped(random, number)
        other = held.get((row["code"], wrong))
        if other is not None and other["total"] != row["total"]:
            return wrong
    return None


Made = tuple[Row, Row] | None


def _typed(random: Random, row: Row) -> Row:
    """Return the right question, with as much beside the number as people give."""
    asked = right_question(row)
    if random.random() < 0.2:
        asked.pop("date")
    if random.random() < 0.2:
        asked["seller"] = row["seller_name"]
    return asked


def _in_number(change: Callable[[Random, str], str | None]) -> Callable[[Random, Row], Made]:
    def make(random: Random, row: Row) -> Made:
        wrong = change(random, row["number"])
        if wrong is None or wrong == row["number"]:
            return None
        return _typed(random, row) | {"number": wrong}, {"number": row["number"]}

    return make


def _in_code(change: Callable[[Random, str], str | None]) -> Callable[[Random, Row], Made]:
    def make(random: Random, row: Row) -> Made:
        wrong = change(random, row["code"]) if row["code"] else None
        if wrong is None or wrong == row["code"]:
            return None
        return _typed(random, row) | {"code": wrong}, {"code": row["code"]}

    return make


def _year_or_region(random: Random, digits: str) -> str | None:
    return one_wrong(random, digits, random.randrange(4)) if len(digits) > 8 else None


def _some_letters(random: Random, digits: str) -> str | None:
    places = [at for at, digit in enumerate(digits) if digit in LETTERS]
    if not places:
        return None
    letters = list(digits)
    for at in random.sample(places, min(len(places), random.randint(1, 2))):
        letters[at] = random.choice(LETTERS[digits[at]])
    return "".join(letters)


def _transposed(random: Random, digits: str) -> str:
    return swapped(digits, random.randrange(len(digits) - 1))


def _missing(random: Random, digits: str) -> str:
    at = random.randrange(len(digits))
    return digits[:at] + digits[at + 1 :]


def _doubled(random: Random, digits: str) -> str:
    at = random.randrange(len(digits))
    return digits[:at] + digits[at] + digits[at:]


def _run_of_digits(random: Random, digits: str) -> str | None:
    """Miscount a run of one digit: 000 for 0000."""
    runs = [at for at in range(len(digits) - 1) if digits[at] == digits[at + 1]]
    if not runs:
        return None
    at = random.choice(runs)
    return digits[:at] + digits[at + 1 :]


def _zeroed(_: Random, digits: str) -> str | None:
    return f"{digits[:15]}00000" if len(digits) > 15 else None


def _scientific(random: Random, row: Row) -> Made:
    """Leave 5 to 15 digits of a number, as a narrow column shows it."""
    number = row["number"]
    if len(number) < 20:
        return None
    left = random.randint(5, 15)
    head = str(round(int(number), left - len(number)))[:left]
    return (
        right_question(row) | {"number": f"{head[0]}.{head[1:]}E+19", "seller": row["seller_name"]},
        {"number": number},
    )


def _lost_zeros(_: Random, digits: str) -> str | None:
    return digits.lstrip("0") if digits.startswith("0") and digits.strip("0") else None


def _wrong_basis(random: Random, row: Row) -> Made:
    if row["check_code"]:
        return None
    right, wrong = (row["amount"], row["total"]) if row["code"] else (row["total"], row["amount"])
    del random
    return right_question(row, entry=PLATFORM) | {"amount": wrong}, {"amount": right}


def _date_off(random: Random, row: Row) -> Made:
    meant = date.fromisoformat(row["date"])
    off = random.choice((1, -1, 10, -10, 30, 365, -365))
    asked = right_question(row, entry=random.choice(("", PLATFORM)))
    return asked | {"date": (meant + timedelta(days=off)).isoformat()}, {"date": row["date"]}


def _check_code(random: Random, row: Row) -> Made:
    whole = row["check_code"]
    if not whole:
        return None
    wrong = random.choice(
        (
            whole[:6],
            whole[-7:-1],
            whole[-5:],
            one_wrong(random, whole[-6:]),
            swapped(whole[-6:], 2),
        )
    )
    if wrong == whole[-6:]:
        return None
    return right_question(row, entry=PLATFORM) | {"check_code": wrong}, {"check_code": whole[-6:]}


def _year_of_date(random: Random, row: Row) -> Made:
    """Take the year of the day for the number's: the two contradict each other."""
    number = row["number"]
    if len(number) < 20:
        return None
    year = (int(number[:2]) + random.choice((1, -1))) % 100
    return _typed(random, row) | {"number": f"{year:02d}{number[2:]}"}, {"number": number}


KINDS: dict[str, Callable[[Random, Row], Made]] = {
    "号码：一位错": _in_number(one_wrong),
    "号码：年份或地区": _in_number(_year_or_region),
    "号码：年份与日期": _year_of_date,
    "号码：字母": _in_number(_some_letters),
    "号码：颠倒": _in_number(_transposed),
    "号码：漏一位": _in_number(_missing),
    "号码：多一位": _in_number(_doubled),
    "号码：连位数错": _in_number(_run_of_digits),
    "号码：Excel后五位": _in_number(_zeroed),
    "号码：Excel科学计数": _scientific,
    "号码：丢开头的0": _in_number(_lost_zeros),
    "代码：一位错": _in_code(one_wrong),
    "代码：颠倒": _in_code(_transposed),
    "代码：漏一位": _in_code(_missing),
    "代码：多一位": _in_code(_doubled),
    "代码：字母": _in_code(_some_letters),
    "代码：丢开头的0": _in_code(_lost_zeros),
    "金额：含税不含税": _wrong_basis,
    "日期": _date_off,
    "校验码": _check_code,
}
