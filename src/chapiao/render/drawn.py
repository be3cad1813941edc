"""Any file that can be shown → the picture of one page, in the form that suits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chapiao.formats import pictures
from chapiao.render.document import ofd_pages, ofd_svg
from chapiao.render.limits import NotDrawn
from chapiao.render.pdf_page import DPI, pdf_pages, pdf_png
from chapiao.render.photo import photo_jpg, photo_pages

# What the picture of a page is, by the format that a reading names.
FORMS: Final = {"ofd": "svg", "pdf": "png", "image": "jpg"}
_ZIP, _PDF = b"PK", b"%PDF-"
_HEAD = 1024  # where the mark of a PDF may stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A page: `form` is svg, png or jpg; `pages` how many the document has."""

    form: str
    data: bytes
    pages: int


def drawn(data: bytes, page: int = 1, dpi: int = DPI) -> Drawn:
    """Return a page of an OFD as SVG, of a PDF as PNG, a picture as JPEG; the first is 1.

    Raises:
        NotDrawn: another kind of file, no such page, or more than can be drawn with reason.
    """
    form = form_of(data)
    pages = page_count(data)
    if form == "svg":
        (picture,) = ofd_svg(data, page=page)
    elif form == "png":
        picture = pdf_png(data, page, dpi)
    else:
        picture = photo_jpg(data, page)
    return Drawn(form=form, data=picture, pages=pages)


def page_count(data: bytes) -> int:
    """Return how many pages the document has.

    Raises:
        NotDrawn: another kind of file, locked or broken.
    """
    form = form_of(data)
    if form == "svg":
        return ofd_pages(data)
    return pdf_pages(data) if form == "png" else photo_pages(data)


def form_of(data: bytes) -> str:
    """Return what a picture of this file would be: svg, png or jpg.

    Raises:
        NotDrawn: neither an OFD nor a PDF nor a picture.
    """
    if data.startswith(_ZIP):
        return "svg"
    if pictures.is_image(data[:_HEAD]):
        return "jpg"
    if _PDF in data[:_HEAD]:
        return "png"
    msg = "只能画OFD、PDF和图片"
    raise NotDrawn(msg)
