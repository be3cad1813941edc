"""The labelled notices, and how what was read is held against the labels."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from chapiao.notices.as_json import window_json
from chapiao.notices.told import notice_of
from chapiao.notices.windows import windows

HERE = Path(__file__).parent
Triple = tuple[str | None, str | None, str, str]


def notices(name: str) -> list[dict[str, Any]]:
    """Return the notices of a file, each with the windows it should give."""
    with (HERE / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the windows read from a notice."""
    notice = notice_of(row)
    return [window_json(one) for one in windows(notice.text, notice.published_at, notice.publisher)]


def triples(rows: Iterable[Mapping[str, Any]], field: str = "services") -> Counter[Triple]:
    """Count (start, end, service, kind)."""
    return Counter(
        (one["start"], one["end"], service, one["kind"])
        for one in rows
        for service in one.get(field, ())
    )


def differences(row: Mapping[str, Any]) -> tuple[Counter[Triple], Counter[Triple], int]:
    """Return what was read too much, what was missed, and how many were right."""
    want, optional = triples(row["windows"]), triples(row["windows"], "services_optional")
    got = triples(read(row))
    counted = Counter({one: n for one, n in got.items() if one in want or one not in optional})
    return counted - want, want - counted, (counted & want).total()


def f1(rows: Iterable[Mapping[str, Any]]) -> float:
    """Return F1 over exact start, end, service and kind."""
    wrong = missed = right = 0
    for row in rows:
        extra, lacking, good = differences(row)
        wrong, missed, right = wrong + extra.total(), missed + lacking.total(), right + good
    return 2 * right / (2 * right + wrong + missed)
