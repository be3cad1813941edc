"""PDFs with a text layer, from faces."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas
from tests.readers.make_faces import Page, Text

from chapiao.demo.paper.qr import png

FONT = "STSong-Light"


def pdf(
    *pages: Page,
    qr: Sequence[str | None] = (),
    attached: dict[str, bytes] | None = None,
    size: tuple[float, float] = (596, 397),
    turned: int = 0,
    password: str | None = None,
    fields: Sequence[Text] = (),
    second_qr: str | None = None,
    draw: Callable[[Canvas], None] | None = None,
) -> bytes:
    """Return a PDF of these pages; `fields` are values in form fields, `draw` adds anything."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, size, invariant=1, encrypt=password)
    for place, page in enumerate(pages):
        if turned:
            canvas.setPageRotation(turned)
        for text in page:
            canvas.setFont(FONT, text.size)
            canvas.drawString(text.x, size[1] - text.y + 0.14 * text.size, text.words)
        if place < len(qr) and qr[place]:
            picture = ImageReader(io.BytesIO(png(str(qr[place]))))
            canvas.drawImage(picture, 20, size[1] - 70, 60, 60)
        if second_qr:
            canvas.drawImage(ImageReader(io.BytesIO(png(second_qr))), 90, size[1] - 70, 60, 60)
        if draw:
            draw(canvas)
        for text in fields:
            canvas.acroForm.textfield(
                value=text.words,
                x=text.x,
                y=size[1] - text.y - 2,
                width=120,
                height=12,
                fontSize=9,
                borderWidth=0,
                fillColor=None,
            )
        canvas.showPage()
    for name, data in (attached or {}).items():
        _attach(canvas, name, data)
    canvas.save()
    return out.getvalue()


def picture_pdf(png_data: bytes, *, attached: dict[str, bytes] | None = None) -> bytes:
    """Return a PDF that is only a picture."""
    out = io.BytesIO()
    canvas = Canvas(out, (596, 397), invariant=1)
    canvas.drawImage(ImageReader(io.BytesIO(png_data)), 0, 0, 596, 397)
    canvas.showPage()
    for name, data in (attached or {}).items():
        _attach(canvas, name, data)
    canvas.save()
    return out.getvalue()


def _attach(canvas: Canvas, name: str, data: bytes) -> None:
    document = canvas._doc  # noqa: SLF001 - where reportlab keeps its objects
    stream = PDFStream(PDFDictionary({"Type": PDFName("EmbeddedFile")}), content=data)
    spec = PDFDictionary(
        {
            "Type": PDFName("Filespec"),
            "F": PDFString(name),
            "UF": PDFString(name),
            "EF": PDFDictionary({"F": document.Reference(stream)}),
        }
    )
    names = PDFDictionary({"Names": PDFArray([PDFString(name), document.Reference(spec)])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": names})
