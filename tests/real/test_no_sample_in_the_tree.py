"""What the real samples hold (companies, numbers, tax ids) stays out of the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.house.tree import ROOT, texts

TRUTH = ROOT.parent / "shared" / "samples" / "truth.json"
TELLING = (
    "number",
    "second_number",
    "check_code",
    "buyer_name",
    "buyer_tax_id",
    "seller_name",
    "seller_tax_id",
)
SHORTEST = 8
SAME = 2
COUNTING = "0123456789" * 3
LARGEST = str(2**63 - 1)  # what a database's integer holds, and what a careless sample shows


def values(truth: Path) -> set[str]:
    rows = json.loads(truth.read_text(encoding="utf-8")).values()
    given = {str(row[field]).strip() for row in rows for field in TELLING if row.get(field)}
    return {value for value in given if len(value) >= SHORTEST and not is_filler(value)}


def is_filler(value: str) -> bool:
    """Tell what anybody would make up: one digit over and over, or counting up or down."""
    counted = value in COUNTING or value[::-1] in COUNTING
    return len(set(value)) <= SAME or counted or value == LARGEST


@pytest.mark.skipif(not TRUTH.exists(), reason="skipped: no real samples beside the project")
def test_no_real_name_or_number_stands_in_the_project() -> None:
    real = values(TRUTH)

    shown = {name: found for name, text in texts() if (found := [v for v in real if v in text])}

    assert real
    assert shown == {}
