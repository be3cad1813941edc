"""What was read from a picture by OCR, as a witness that may be mistaken.

A field that was not seen clearly, or that a second look reads otherwise, is a doubt;
so is one that should be on such a face and was not found. Sums that make up the total
in words, and an id with the right check digit, prove themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from chapiao.formats.layout import Page, Words, words
from chapiao.formats.ocr import Sight
from chapiao.invoice.capital import BadCapital, read_capital
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.invoice.tax_id import check_tax_id
from chapiao.readers.face import labels
from chapiao.readers.face.faces import Face
from chapiao.readers.reading import Doubt, Witness
from chapiao.readers.said import Said

UNSURE = "ocr_unsure"
_ID = re.compile(r"纳税人识别号")
_HALF_NAME = re.compile(r"名$|称[:：]")
_NARROW = re.compile(r"[(（]([一-龥]+)[)）]")
_NEAR = 2.5  # heights of a letter
_SURE = 0.88
_PROVEN = 0.6  # of a field that something else proves
_MONEY = ("amount", "tax", "total")
_NAMES = {
    "kind": "发票标题",
    "code": "发票代码",
    "number": "发票号码",
    "second_number": "数电票号码",
    "issued_on": "开票日期",
    "buyer_name": "购买方名称",
    "buyer_tax_id": "购买方税号",
    "seller_name": "销售方名称",
    "seller_tax_id": "销售方税号",
    "amount": "不含税金额",
    "tax": "税额",
    "total": "价税合计",
    "check_code": "校验码",
    "machine_no": "机器编号",
}


def seen(face: Face, sight: Sight) -> Face:
    """Return the face with OCR as its witness, and doubts where it was not clear."""
    before = face.said.invoice
    invoice = replace(
        before, buyer_name=_wide(before.buyer_name), seller_name=_wide(before.seller_name)
    )
    said = Said(
        witness=Witness.OCR,
        invoice=invoice,
        capital=face.said.capital,
        doubts=tuple(_doubts(replace(face.said, invoice=invoice), sight)),
    )
    return replace(face, said=said)


def mended(page: Page) -> Page:
    """Return the page with the label 名称 whole again: its letters stand far apart."""
    ids = list(labels.find(page, _ID))
    glyphs = list(page.glyphs)
    for row in page.rows:
        for cell in words(row):
            text = cell.text.lstrip("购销买卖售方单货位")
            if not _HALF_NAME.match(text) or not any(_is_above(cell, one) for one in ids):
                continue
            first = cell.glyphs[len(cell.text) - len(text)]
            whole = "名称:" if text == "名" else "名称"
            if text == "名" and any(glyph.text == "称" for glyph in row.glyphs):
                continue
            if text != "名" and any(glyph.text == "名" for glyph in row.glyphs):
                continue
            glyphs[glyphs.index(first)] = first._replace(text=whole)
    return replace(page, glyphs=tuple(glyphs))


def _is_above(cell: Words, one: labels.Label) -> bool:
    apart = one.words.middle - cell.middle
    return 0 < apart < _NEAR * one.size and abs(one.words.x0 - cell.x0) < _NEAR * one.size * 2


def _doubts(said: Said, sight: Sight) -> Iterator[Doubt]:
    proven = _proven(said)
    for field, name in _NAMES.items():
        value = getattr(said.invoice, field)
        if value is None or value == "":
            continue
        shown = said.invoice.title or "" if field == "kind" else _shown(value)
        why = _unsure(field, value, said.invoice, sight, is_proven=field in proven)
        if why:
            text = f"{name}「{shown}」是从图像识别的，{why}，请对照原件"
            yield Doubt(id=UNSURE, field=field, text=text, values={Witness.OCR: shown})


def _unsure(
    field: str, value: object, invoice: Invoice, sight: Sight, *, is_proven: bool
) -> str | None:
    """Say why a field is not sure; None when it is."""
    pattern = _printed(invoice.title or "" if field == "kind" else value)
    places = [
        covered.glyphs
        for words in (*sight.page.rows, *sight.page.runs)
        for _, covered in words.find(pattern)
    ]
    sure = max(map(sight.sureness, places), default=0.0)
    if is_proven and sure >= _PROVEN:
        return None
    if sure < _SURE:
        return "看得不清楚" if places else "分在几处"
    others = list(sight.second_look(pattern))
    if others and not any(pattern.search(other) for other in others):
        return f"再看一次却是「{others[0][:40]}」"
    return None


def _proven(said: Said) -> set[str]:
    """Return the fields that prove themselves: sums in words, ids by their check digits."""
    invoice = said.invoice
    found = {
        field
        for field in ("buyer_tax_id", "seller_tax_id")
        if (text := getattr(invoice, field)) and check_tax_id(text).is_valid
    }
    if said.capital and None not in (invoice.amount, invoice.tax, invoice.total):
        try:
            words = read_capital(said.capital)
        except BadCapital:
            return found
        if words == invoice.total == (invoice.amount or 0) + (invoice.tax or 0):
            found |= {*_MONEY}
    return found


def _printed(value: Any) -> re.Pattern[str]:  # noqa: ANN401 - a value of any field
    """Return how a value is printed, in text without blanks."""
    if isinstance(value, date):
        return re.compile(rf"{value.year}\D{{0,2}}0?{value.month}\D{{0,2}}0?{value.day}(?!\d)")
    if isinstance(value, int):
        if value == 0:
            return re.compile(r"[*＊×]{2,}|(?<![\d.])0(?:\.00?)?(?!\d)")
        whole, _, part = plain(abs(value)).partition(".")
        digits = ",?".join(whole)
        short = {"00": r"(?:\.00?)?", part[0] + "0": rf"\.{part[0]}0?"}.get(part, rf"\.{part}")
        return re.compile(rf"(?<![\d.]){digits}{short}(?!\d)")
    letters = [re.escape(char) for char in "".join(str(value).split())]
    return re.compile(r"\s*".join(letters).replace("（", "[（(]").replace("）", "[）)]"))


def _wide(name: str | None) -> str | None:
    """Write the brackets around Chinese words as they are printed: OCR takes them for narrow."""
    return name and _NARROW.sub(r"（\1）", name)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if isinstance(value, int) else str(value)
