"""Pages that are pictures → the faces on them, by OCR.

A page is looked at once; where that leaves out what every invoice shows, it is looked
at again from nearer, which takes half as long again, and the better of the two is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chapiao.formats import ocr
from chapiao.formats.layout import Page
from chapiao.formats.ocr import Sight
from chapiao.invoice.kind import Kind
from chapiao.invoice.qr import QrText
from chapiao.readers import printed
from chapiao.readers.face.faces import Face, read_faces
from chapiao.readers.face.sheets import cut_apart
from chapiao.readers.qr_code import said_by

if TYPE_CHECKING:
    from PIL.Image import Image

_FEW_GLYPHS = 60  # a page with fewer is a picture, or blank
_MOST_PAGES = 4  # of one document: each takes seconds
_WANTED = ("kind", "number", "issued_on", "total")
_WANTED_OF_TAX = ("buyer_name", "seller_name", "seller_tax_id", "amount", "tax")
_ID = re.compile(r"[0-9A-Z*X]{15,20}")
_WITHOUT_TAX = frozenset({Kind.RAIL, Kind.AIR, Kind.FISCAL, Kind.TAXI, Kind.QUOTA, Kind.MANUAL})
Codes = Callable[[int], Sequence[QrText]]


@dataclass(frozen=True, slots=True)
class Seen:
    """The pages as they were seen, the faces on them, and the page that each sheet stands on."""

    pages: tuple[Page, ...]
    faces: tuple[Face, ...]
    origins: tuple[int, ...]


def is_picture(page: Page) -> bool:
    """Whether so little is written on a page that it is a picture, or blank."""
    return len(page.glyphs) < _FEW_GLYPHS


def pictures_among(pages: Sequence[Page]) -> list[int]:
    """Return the places of the pages that are pictures, no more than are read by OCR."""
    return [place for place, page in enumerate(pages) if is_picture(page)][:_MOST_PAGES]


def look(pages: Sequence[Page], pictures: Mapping[int, Image], codes: Codes) -> Seen:
    """Return the faces of a document of which some pages are pictures, by their place.

    `codes` gives the QR codes of a page: what they say too need not be looked at again.
    """
    sights = {place: ocr.look(picture) for place, picture in pictures.items()}
    once = _seen(pages, sights, codes)
    unclear = {
        place
        for face in once.faces
        if (place := once.origins[face.pages[0]]) in pictures and _wanting(face, codes(place))
    }
    if not unclear:
        return once
    again = {place: ocr.look_closer(sights[place]) for place in unclear}
    closely = _seen(pages, sights | again, codes)
    return min(once, closely, key=lambda seen: _trouble(seen, codes))


def _seen(pages: Sequence[Page], sights: Mapping[int, Sight], codes: Codes) -> Seen:
    shown = tuple(
        printed.mended(sights[place].page) if place in sights else page
        for place, page in enumerate(pages)
    )
    sheets, origins = cut_apart(shown)
    faces = []
    for face in read_faces(sheets):
        place = origins[face.pages[0]]
        seen = sights.get(place)
        faces.append(face if seen is None else printed.seen(face, seen, codes(place)))
    return Seen(shown, tuple(faces), origins)


def _wanting(face: Face, codes: Sequence[QrText]) -> int:
    """Count what such a face should show, and neither it nor its code tells; and strange ids."""
    invoice = face.said.invoice
    if invoice.kind is not None and not invoice.kind.is_invoice:
        return 0
    told = [invoice, *(said_by(code).invoice for code in codes if code.number)]
    wanted = _WANTED if invoice.kind in _WITHOUT_TAX else _WANTED + _WANTED_OF_TAX
    strange = [
        tax_id
        for tax_id in (invoice.buyer_tax_id, invoice.seller_tax_id)
        if tax_id and not _ID.fullmatch(tax_id)
    ]
    return len(strange) + sum(
        all(getattr(one, name) in (None, "") for one in told)
        for name in wanted
        if not (name == "kind" and invoice.code)  # the code tells it
    )


def _trouble(seen: Seen, codes: Codes) -> tuple[int, int]:
    """Weigh what was seen: the less is wanting the better, then the fewer doubts."""
    if not seen.faces:
        return len(_WANTED + _WANTED_OF_TAX), 0
    wanting = sum(_wanting(face, codes(seen.origins[face.pages[0]])) for face in seen.faces)
    return wanting, sum(len(face.said.doubts) for face in seen.faces)
