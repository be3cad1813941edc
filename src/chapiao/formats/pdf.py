"""PDF from strangers: text with coordinates, attachments, pages as pictures; limited pages.

pdfium does the work (BSD; 4 ms a page). It must never be called from two threads
at once, so a document is only open inside `opened`, which holds a lock. It also
drops the characters of some fonts without a word; `slow_page` reads them with
pdfplumber, five times slower.
"""

from __future__ import annotations

import io
import logging
import math
import struct
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from chapiao.formats.layout import Glyph, Page

if TYPE_CHECKING:
    from PIL.Image import Image

MAGIC: Final = b"%PDF-"
MAX_BYTES: Final = 100 * 1024 * 1024
MAX_PAGES: Final = 300
MAX_GLYPHS: Final = 60_000  # a page of small print has 10,000
MAX_PIXELS: Final = 25_000_000
MAX_ATTACHMENTS: Final = 50
MAX_ATTACHMENT_BYTES: Final = 32 * 1024 * 1024
_TILT = math.radians(5)
_SAMPLED = 100
_MOST_OPEN_PAGES = 16
_LOCK = threading.RLock()


class BadPdf(Exception):
    """The bytes are no PDF that can be read. The message can be shown to the user."""


class Pdf:
    """An opened document. Use it only inside `opened`."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
        self._document = document
        self._pages: dict[int, Any] = {}
        self.page_count: int = len(document)

    @property
    def signed(self) -> bool:
        """Whether the document holds a signature; nothing is said of its worth."""
        from pypdfium2 import raw

        return bool(raw.FPDF_GetSignatureCount(self._document.raw) > 0)

    def page(self, index: int) -> Page:
        """Return the characters of a page where they stand.

        Raises:
            BadPdf: the page is broken.
        """
        from pypdfium2 import PdfiumError

        page = self._page(index)
        try:
            text_page = page.get_textpage()
        except PdfiumError as error:
            raise BadPdf(_broken_page(index)) from error
        try:
            upright = _Upright(page.get_bbox(), _turned(text_page, page.get_rotation()))
            glyphs = _glyphs(text_page, upright)
        finally:
            text_page.close()
        return Page(upright.width, upright.height, tuple(glyphs))

    def flat_page(self, index: int) -> Page | None:
        """Return a page with its form fields pressed into the text; None when it has none.

        Raises:
            BadPdf: the page is broken.
        """
        from pypdfium2 import raw

        if raw.FPDFPage_Flatten(self._page(index).raw, raw.FLAT_NORMALDISPLAY) != (
            raw.FLATTEN_SUCCESS
        ):
            return None
        self._pages.pop(index).close()
        return self.page(index)

    def picture(self, index: int, dpi: int = 150, *, colour: bool = False) -> Image:
        """Return a page as a picture, grey unless asked otherwise, never larger than the limit.

        Raises:
            BadPdf: the page is broken.
        """
        from pypdfium2 import PdfiumError

        page = self._page(index)
        try:
            width, height = page.get_size()
            scale = min(dpi / 72, math.sqrt(MAX_PIXELS / max(width * height, 1.0)))
            picture: Image = page.render(scale=scale, grayscale=not colour).to_pil().copy()
        except (PdfiumError, OverflowError, ValueError) as error:
            msg = f"PDF第{index + 1}页画不出来"
            raise BadPdf(msg) from error
        return picture

    def has_pictures(self, index: int) -> bool:
        """Whether a page shows any picture."""
        from pypdfium2 import raw

        wanted = [raw.FPDF_PAGEOBJ_IMAGE]
        return any(True for _ in self._page(index).get_objects(filter=wanted, max_depth=3))

    def _page(self, index: int) -> Any:  # noqa: ANN401
        """Return a page, opened once: opening is what takes the time."""
        from pypdfium2 import PdfiumError

        if index not in self._pages:
            if len(self._pages) >= _MOST_OPEN_PAGES:
                self._pages.pop(next(iter(self._pages))).close()
            try:
                self._pages[index] = self._document[index]
            except PdfiumError as error:
                raise BadPdf(_broken_page(index)) from error
        return self._pages[index]

    def attachments(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files embedded in the document."""
        from pypdfium2 import PdfiumError

        for index in range(min(self._document.count_attachments(), MAX_ATTACHMENTS)):
            try:
                attachment = self._document.get_attachment(index)
                data = bytes(attachment.get_data())
                if len(data) <= MAX_ATTACHMENT_BYTES:
                    yield attachment.get_name(), data
            except PdfiumError:
                continue  # a broken attachment takes nothing from the page itself


def _broken_page(index: int) -> str:
    return f"PDF第{index + 1}页已损坏，读不出来"


@contextmanager
def opened(data: bytes) -> Iterator[Pdf]:
    """Give the document, and let no other thread near pdfium until it is closed.

    Raises:
        BadPdf: broken, locked by a password, or with too many pages.
    """
    from pypdfium2 import PdfDocument, PdfiumError, raw

    if len(data) > MAX_BYTES:
        msg = f"PDF超过{MAX_BYTES // 1024 // 1024}MB，不予读取"
        raise BadPdf(msg)
    with _LOCK:
        try:
            document = PdfDocument(data)
            pages = len(document)
        except PdfiumError as error:
            locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
            msg = "PDF加了密码，请去掉密码后再交" if locked else "PDF已损坏或不完整，请重新下载"
            raise BadPdf(msg) from error
        try:
            if pages > MAX_PAGES:
                msg = f"PDF有{pages}页，超过{MAX_PAGES}页，请拆成几份"
                raise BadPdf(msg)
            yield Pdf(document)
        finally:
            document.close()


def slow_page(data: bytes, index: int) -> Page:
    """Return the characters of a page as pdfplumber sees them.

    Raises:
        BadPdf: it cannot read the page either.
    """
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    # The library answers a broken file with whatever it stumbles over, and speaks of each step.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    own = (PDFException, PSException, PdfminerException, MalformedPDFException)
    stumbles = (*own, ArithmeticError, AssertionError, AttributeError, struct.error)
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[index + 1]) as document:
            page = document.pages[0]
            glyphs = tuple(_slow_glyphs(page.chars[:MAX_GLYPHS]))
            return Page(float(page.width), float(page.height), glyphs)
    except (*stumbles, LookupError, OSError, RecursionError, TypeError, ValueError) as error:
        msg = f"PDF第{index + 1}页的文字读不出来"
        raise BadPdf(msg) from error


def _slow_glyphs(chars: list[dict[str, Any]]) -> Iterator[Glyph]:
    blank = False
    for char in chars:
        text = _plain(char["text"])
        if not text.strip():
            blank = True
        elif char["upright"] and not text.startswith("(cid:"):
            yield Glyph(text, char["x0"], char["top"], char["x1"], char["bottom"], blank)
            blank = False


def _turned(text_page: Any, otherwise: int) -> int:  # noqa: ANN401
    """Return how far the page must be turned for most of its text to stand upright.

    A page is not always shown upright: somebody turned the file, or scanned it so.
    """
    from pypdfium2 import raw

    quarters: Counter[int] = Counter()
    step = max(text_page.count_chars() // _SAMPLED, 1)
    for index in range(0, text_page.count_chars(), step):
        if raw.FPDFText_GetUnicode(text_page.raw, index) > ord(" "):
            angle = raw.FPDFText_GetCharAngle(text_page.raw, index)
            if math.isfinite(angle):
                quarters[round(-angle / (math.tau / 4)) % 4] += 1
    return quarters.most_common(1)[0][0] * 90 if quarters else otherwise


class _Upright:
    """Turns the page's own coordinates into points from the top left, its text upright."""

    def __init__(self, box: tuple[float, float, float, float], rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.rotation = rotation
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (high, wide) if rotation in (90, 270) else (wide, high)

    def box(self, rect: Any) -> tuple[float, float, float, float]:  # noqa: ANN401 - a C struct
        if self.rotation == 0:
            return (
                rect.left - self.left,
                self.top - rect.top,
                rect.right - self.left,
                self.top - rect.bottom,
            )
        x0, y0 = self._point(rect.left, rect.bottom)
        x1, y1 = self._point(rect.right, rect.top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:  # noqa: PLR2004 - a quarter turn
            return y - self.bottom, x - self.left
        if self.rotation == 180:  # noqa: PLR2004 - a half turn
            return self.right - x, y - self.bottom
        if self.rotation == 270:  # noqa: PLR2004 - three quarters
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def _glyphs(text_page: Any, upright: _Upright) -> list[Glyph]:  # noqa: ANN401
    """Read the characters one by one; slanted ones (the arc of a seal) are left out."""
    from pypdfium2 import raw

    handle, rect = text_page.raw, raw.FS_RECTF()
    count = min(text_page.count_chars(), MAX_GLYPHS)
    straight = -math.radians(upright.rotation)
    glyphs = []
    blank = False
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        char = chr(code) if 0 < code <= 0x10FFFF else ""  # noqa: PLR2004 - the last code point
        if not char.strip() or not raw.FPDFText_GetLooseCharBox(handle, index, rect):
            blank = True
            continue
        turned = raw.FPDFText_GetCharAngle(handle, index) - straight
        if not math.isfinite(turned) or abs(math.remainder(turned, math.tau)) > _TILT:
            continue
        if code == 2 and raw.FPDFText_IsHyphen(handle, index):  # noqa: PLR2004 - its own mark
            char = "-"
        box = upright.box(rect)
        if all(map(math.isfinite, box)):
            glyphs.append(Glyph(_plain(char), *box, blank))
        blank = False
    return glyphs


def _plain(char: str) -> str:
    """Turn radicals and compatibility ideographs, which only look right, into characters."""
    if char and ("\u2e80" <= char[0] <= "\u2fdf" or "\uf900" <= char[0] <= "\ufaff"):
        return unicodedata.normalize("NFKC", char)
    return char
