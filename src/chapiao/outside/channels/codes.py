"""返回码: every documented code of every vendor, as data, and the result it means."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chapiao.invoice.answers import Outcome
from chapiao.outside.channels.model import (
    OUTCOMES,
    Result,
    Vendor,
    Verdict,
    not_understood,
)

# What the mark of a found invoice adds to its words, and what it then is.
_MARKS = {
    "作废": Outcome.VOIDED,
    "红冲": Outcome.RED,
    "部分红冲": Outcome.RED,
    "全额红冲": Outcome.RED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One documented code. `at` is the place in the answer where it stands."""

    vendor: Vendor
    code: str
    at: str
    result: Result
    source: str
    mark: str


def codes(vendor: Vendor) -> tuple[Code, ...]:
    """Return every documented code of a vendor, in the order of its table."""
    return tuple(_codes()[vendor].values())


def result_of(vendor: Vendor, code: str, mark: str = "", *, charged: bool | None = None) -> Result:
    """Return what a code means; for a code that is in no table, that it is not understood.

    `mark`: what is printed across a found invoice: "", 作废, 红冲, 部分红冲, 全额红冲.
    `charged`: what this very answer says of the cost, where it does.

    >>> result_of(Vendor.BAIDU, "0009").verdict.value
    'NOT_FOUND'
    """
    known = _codes()[vendor].get(code)
    if known is None:
        return not_understood()
    found = known.result
    words, outcome = found.words, found.outcome
    if mark and found.verdict is Verdict.FOUND_MATCH:
        words, outcome = f"{words}，发票状态：{mark}", _MARKS[mark]
    return Result(
        verdict=found.verdict,
        outcome=outcome,
        code=found.code,
        words=words,
        charged=found.charged if charged is None else charged,
        counts=found.counts,
    )


@cache
def _codes() -> dict[Vendor, dict[str, Code]]:
    text = Path(__file__).with_name("codes.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {
        vendor: {
            row["code"]: _code(vendor, table[vendor], row, table["counts"])
            for row in table[vendor]["code"]
        }
        for vendor in Vendor
    }


def _code(
    vendor: Vendor, told: dict[str, Any], row: dict[str, Any], counts: dict[str, bool]
) -> Code:
    verdict = Verdict(row["verdict"])
    named = row.get("outcome")
    return Code(
        vendor=vendor,
        code=row["code"],
        at=row["at"],
        result=Result(
            verdict=verdict,
            outcome=OUTCOMES[verdict] if named is None else Outcome[named],
            code=row["code"],
            words=row["says"],
            charged=row.get("charged"),
            counts=row.get("counts", counts.get(verdict)),
        ),
        source=row.get("source", told["source"]),
        mark=row.get("mark", told["mark"]),
    )
