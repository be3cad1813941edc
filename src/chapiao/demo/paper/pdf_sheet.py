"""PdfSheet: a face drawn as a PDF with a text layer."""

from __future__ import annotations

import io
import math
from typing import Any, Final

from chapiao.demo.paper.qr import modules
from chapiao.demo.paper.sheet import (
    BLACK,
    BODY,
    MARK,
    MAROON,
    NOTICE,
    PALE,
    Align,
    Color,
    Type,
)

_MM: Final = 72 / 25.4
_SONG, _MONO = "STSong-Light", "Courier"


class PdfSheet:
    """Draws on PDF pages. `finish` gives the bytes."""

    def __init__(self, width: float = 210, height: float = 140) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        if _SONG not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(_SONG))
        self.width, self.height = width, height
        self._out = io.BytesIO()
        # `invariant`: the same face makes the same bytes, without the time of day in them.
        self._canvas: Any = Canvas(self._out, (width * _MM, height * _MM), invariant=1)
        self._canvas.setTitle(MARK)
        self._canvas.setAuthor("查票演示程序")
        self._canvas.setSubject(NOTICE)

    def finish(self) -> bytes:
        """Return the PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()

    def attach(self, name: str, data: bytes) -> None:
        """Embed a file in the document. reportlab has no call for it, only the objects."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

        document = self._canvas._doc  # noqa: SLF001 - where its objects are kept
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

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = BODY,
        color: Color = BLACK,
        align: Align = "left",
        kind: Type = "song",
        field: str = "",  # noqa: ARG002 - a PDF cannot hold it
    ) -> None:
        """Draw words."""
        font = _MONO if kind == "mono" and words.isascii() else _SONG
        self._canvas.setFillColorRGB(*_shares(color))
        self._canvas.setFont(font, size * _MM)
        draw = {
            "left": self._canvas.drawString,
            "middle": self._canvas.drawCentredString,
            "right": self._canvas.drawRightString,
        }[align]
        draw(x * _MM, (self.height - y) * _MM, words)

    def label(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = BODY,
        color: Color = MAROON,
        align: Align = "left",
    ) -> None:
        """Draw words of the form."""
        self.text(x, y, words, size=size, color=color, align=align)

    def line(
        self, x0: float, y0: float, x1: float, y1: float, *, color: Color, width: float = 0.25
    ) -> None:
        """Draw a line."""
        self._canvas.setStrokeColorRGB(*_shares(color))
        self._canvas.setLineWidth(width * _MM)
        self._canvas.line(x0 * _MM, (self.height - y0) * _MM, x1 * _MM, (self.height - y1) * _MM)

    def circled_cross(self, x: float, y: float) -> None:
        """Draw ⊗ with its middle there."""
        self._canvas.setStrokeColorRGB(0, 0, 0)
        self._canvas.setLineWidth(0.25 * _MM)
        self._canvas.circle(x * _MM, (self.height - y) * _MM, 2 * _MM)
        arm = 2 / math.sqrt(2)
        for sign in (1, -1):
            self.line(x - arm, y - sign * arm, x + arm, y + sign * arm, color=BLACK)

    def qr(self, x: float, y: float, side: float, words: str) -> None:
        """Draw a QR code module by module, so that it is sharp at any size."""
        rows = modules(words)
        step = side / len(rows)
        self._canvas.setFillColorRGB(0, 0, 0)
        for down, row in enumerate(rows):
            for start, end in _runs(row):
                self._canvas.rect(
                    (x + start * step) * _MM,
                    (self.height - y - (down + 1) * step) * _MM,
                    (end - start) * step * _MM,
                    step * _MM,
                    stroke=0,
                    fill=1,
                )

    def tilted(self, x: float, y: float, words: str, *, size: float, degrees: float) -> None:
        """Draw pale words across."""
        self._canvas.saveState()
        self._canvas.translate(x * _MM, (self.height - y) * _MM)
        self._canvas.rotate(degrees)
        self._canvas.setFillColorRGB(*_shares(PALE))
        self._canvas.setFont(_SONG, size * _MM)
        self._canvas.drawCentredString(0, -size * _MM / 3, words)
        self._canvas.restoreState()


def _shares(color: Color) -> tuple[float, float, float]:
    return color[0] / 255, color[1] / 255, color[2] / 255


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Where dark modules start and end: neighbours are drawn as one bar."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        elif dark:
            runs.append((place, place + 1))
    return runs
