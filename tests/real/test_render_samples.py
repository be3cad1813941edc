"""Real OFDs as pictures: every page drawn, and what is printed on it readable in it."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.render.inert import check

from chapiao.render import ofd_pages, ofd_svg

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
TRUTH: dict[str, dict[str, Any]] = (
    json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    if (SAMPLES / "truth.json").exists()
    else {}
)
pytestmark = pytest.mark.skipif(not TRUTH, reason="skipped: no ../shared/samples")
OFDS = {name: row for name, row in TRUTH.items() if name.endswith(".ofd")}
INVOICES = {name: row for name, row in OFDS.items() if row.get("number") and row.get("date")}
BROKEN_PICTURE = "图片无法显示"
BUDGET_MS = 50


def drawn(name: str) -> list[etree._Element]:
    return [etree.fromstring(one) for one in ofd_svg((SAMPLES / name).read_bytes())]


def said(name: str) -> str:
    """Return all characters of all pages, without blanks, as the face lists them."""
    words = "".join("".join(page.itertext()) for page in drawn(name))
    return re.sub(r"[\s\u00a0]", "", words)


@pytest.mark.parametrize("name", OFDS)
def test_every_page_of_every_sample_is_drawn_and_does_nothing(name: str) -> None:
    data = (SAMPLES / name).read_bytes()

    pages = ofd_svg(data)

    assert len(pages) == ofd_pages(data) > 0
    for one in pages:
        check(one)
        assert len(list(etree.fromstring(one).iter())) > 10


@pytest.mark.parametrize("name", OFDS)
def test_no_picture_of_a_sample_is_missed(name: str) -> None:
    assert BROKEN_PICTURE not in said(name)


@pytest.mark.parametrize("name", INVOICES)
def test_the_invoice_can_be_read_in_its_picture(name: str) -> None:
    row, words = INVOICES[name], said(name)
    day = date.fromisoformat(row["date"])

    assert row["number"] in words
    assert (row["total"] or row["amount"]) in words.replace(",", "")
    spaced = rf"{day.year}[年-]?0?{day.month}[月-]?0?{day.day}日?"
    split = rf"{day.year}0?{day.month}0?{day.day}"
    assert re.search(f"{spaced}|{split}", words)


@pytest.mark.parametrize("name", INVOICES)
def test_parties_can_be_read_too(name: str) -> None:
    row, words = INVOICES[name], said(name)

    for field in ("buyer_name", "seller_name", "buyer_tax_id", "seller_tax_id"):
        assert re.sub(r"\s", "", row.get(field) or "") in words


@pytest.mark.parametrize("name", INVOICES)
def test_an_invoice_is_drawn_fast(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    pages = len(ofd_svg(data))

    spent = []
    for _ in range(3):
        start = time.process_time()
        ofd_svg(data)
        spent.append(time.process_time() - start)

    assert min(spent) / pages * 1000 < BUDGET_MS
