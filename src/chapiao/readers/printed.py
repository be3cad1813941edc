"""What was read from a picture by OCR, as a witness that may be mistaken.

A field that was not seen clearly, or that a second look reads otherwise, is a doubt;
so is one that should be on such a face and was not found. Sums that make up the total
in words, an id with the right check digit, and what the QR code says too are proven.
A name has nothing that proves it: it must be sharp, or 荻 is taken for 获 without a qualm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from chapiao.formats.layout import Page, Words, words
from chapiao.formats.ocr import Sight
from chapiao.invoice.capital import BadCapital, read_capital
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.invoice.qr import QrText
from chapiao.invoice.tax_id import check_tax_id
from chapiao.readers.face import labels
from chapiao.readers.face.faces import Face
from chapiao.readers.qr_code import said_by
from chapiao.readers.reading import Doubt, Witness
from chapiao.readers.said import Said
from chapiao.readers.witnesses import NAMES

UNSURE = "ocr_unsure"
_ID = re.compile(r"纳税人识别号")
_ID_VALUE = re.compile(r"(?<![0-9A-Z*])[0-9A-Z]{15,20}(?![0-9A-Z*])")
_HALF_NAME = re.compile(r"名$|称[:：]")
_NARROW = re.compile(r"[(（]([一-龥]+)[)）]")
_NEAR = 2.5  # heights of a letter
_SURE = 0.88
_SURE_OF_NAME = 0.97
_SHARP = 10.0  # edges that would find room in the height of a letter
_PROVEN = 0.6  # of an id with the right check digit
_HAN = re.compile(r"[一-龥]")
# How a name ends, or a name that is a person's. What a thumb cuts off ends in the middle.
_WHOLE_NAME = re.compile(
    r".*(?:公司|集团|个人|[厂店馆部心所院校学局会社行处站场铺屋坊吧园城楼庄队组室厅委府户库网台])"
    r"(?:[(（](?:有限合伙|普通合伙|特殊普通合伙|个体工商户|个人独资|集团)[)）])?|[一-龥·]{2,4}"
)
_PERSON = 4  # characters of a person's name at most
_OLD_ID = 15  # digits; more often one of 18 of which the end is covered
_FIGURES = re.compile(r"\d")
_NAMES = {"kind": "发票标题", **NAMES}


def seen(face: Face, sight: Sight, codes: Sequence[QrText] = ()) -> Face:
    """Return the face with OCR as its witness, and doubts where it was not clear.

    `codes` are those of the same picture: what one of the same number says is proven.
    """
    before = face.said.invoice
    invoice = replace(
        before,
        buyer_name=_wide(before.buyer_name),
        seller_name=_wide(before.seller_name),
        buyer_tax_id=_bare(before.buyer_tax_id),
        seller_tax_id=_bare(before.seller_tax_id),
    )
    said = replace(face.said, witness=Witness.OCR, invoice=invoice)
    code = next((one for one in codes if one.number and one.number == invoice.number), None)
    return replace(face, said=replace(said, doubts=tuple(_doubts(said, sight, code))))


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


def _doubts(said: Said, sight: Sight, code: QrText | None) -> Iterator[Doubt]:
    proven = {*_proven(said), *(_told(said.invoice, code) if code else ())}
    for field, name in _NAMES.items():
        value = getattr(said.invoice, field)
        if value is None or value == "" or field in proven:
            continue
        shown = said.invoice.title or "" if field == "kind" else _shown(value)
        why = _unsure(field, said, sight)
        if why:
            text = f"{name}「{shown}」是从图像识别的，{why}，请对照原件"
            yield Doubt(id=UNSURE, field=field, text=text, values={Witness.OCR: shown})


def _unsure(field: str, said: Said, sight: Sight) -> str | None:
    """Say why a field is not sure; None when it is."""
    pattern = _pattern(field, said)
    places = [
        covered
        for words in (*sight.page.rows, *sight.page.runs)
        for _, covered in words.find(pattern)
    ]
    if not places:
        return "分在几处"
    is_name = field.endswith("_name")
    cut = _looks_cut(field, said)
    if cut:
        return cut
    if max(_sureness(field, covered, sight) for covered in places) < _least(field, said):
        return "看得不清楚"
    sharpness = sight.sharpness(pattern) if is_name else None
    if sharpness is not None and sharpness < _SHARP:
        return "图像模糊，形近的字分不开"
    return None if _proves_itself(field, said) else _other_look(pattern, sight)


def _looks_cut(field: str, said: Said) -> str | None:
    """Say why a value seems to have lost its end; None when it does not."""
    value = str(getattr(said.invoice, field))
    if field.endswith("_name"):
        tax_id = getattr(said.invoice, field.replace("_name", "_tax_id")) or ""
        whole = _WHOLE_NAME.fullmatch(value) and (len(value) > _PERSON or not tax_id)
        return None if whole else "不像完整的名称，可能被遮住了一部分"
    if field.endswith("_tax_id") and len(value) == _OLD_ID:
        return "只有15位，可能被遮住了一部分"
    return None


def _sureness(field: str, covered: Words, sight: Sight) -> float:
    """Return how sure the least sure character is; of a title, only its Chinese ones count."""
    glyphs = covered.glyphs
    if field == "kind":
        glyphs = tuple(glyph for glyph in glyphs if _HAN.match(glyph.text)) or glyphs
    return sight.sureness(glyphs)


def _least(field: str, said: Said) -> float:
    if field.endswith("_name"):
        return _SURE_OF_NAME
    return _PROVEN if _proves_itself(field, said) else _SURE


def _proves_itself(field: str, said: Said) -> bool:
    """Whether it is an id with the right check digit."""
    is_id = field in ("buyer_tax_id", "seller_tax_id")
    return is_id and check_tax_id(getattr(said.invoice, field)).is_valid is True


def _other_look(pattern: re.Pattern[str], sight: Sight) -> str | None:
    """Look again where a value stands, and where that says otherwise a third time."""
    others: list[str] = []
    for times in (1.6, 1.25):
        looks = list(sight.second_look(pattern, times))
        if not looks or any(pattern.search(look) for look in looks):
            return None
        others += looks
    return f"再看一次却是「{others[0][:40]}」"


def _proven(said: Said) -> Iterator[str]:
    """Yield the sums that the total in words proves."""
    invoice = said.invoice
    if not said.capital or invoice.total is None:
        return
    try:
        words = read_capital(said.capital)
    except BadCapital:
        return
    if words == invoice.total:
        yield "total"
        if invoice.amount is not None and invoice.amount + (invoice.tax or 0) == words:
            yield "amount"
            yield "tax"


def _told(invoice: Invoice, code: QrText) -> Iterator[str]:
    """Yield the fields of which the QR code says the same."""
    other = said_by(code).invoice
    for field in _NAMES:
        value = getattr(other, field)
        if value is not None and value == getattr(invoice, field):
            yield field


def _pattern(field: str, said: Said) -> re.Pattern[str]:
    """Return how a field is printed, in text without blanks."""
    value = getattr(said.invoice, field)
    if field == "kind":
        return _printed(said.invoice.title or "")
    if field == "total" and said.capital and not _FIGURES.search(said.capital):
        figures = _printed(value).pattern
        return re.compile(f"{figures}|{re.escape(said.capital)}")
    return _printed(value)


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


def _bare(tax_id: str | None) -> str | None:
    """Take off what no id holds: letters of a label that stands close by."""
    found = _ID_VALUE.findall(tax_id or "")
    return found[0] if len(found) == 1 else tax_id


def _shown(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if isinstance(value, int) else str(value)
