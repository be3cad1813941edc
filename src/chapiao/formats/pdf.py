"""PDF from strangers: text with coordinates, attachments, pages as pictures; limited pages.

pdfium does the work. It must never be called from two threads at once, so a document
is only open inside `opened`, which holds a lock.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from chapiao.formats.layout import Page

if TYPE_CHECKING:
    from PIL.Image import Image

MAGIC: Final = b"%PDF-"
MAX_BYTES: Final = 100 * 1024 * 1024
MAX_PAGES: Final = 300
MAX_PIXELS: Final = 25_000_000
MAX_ATTACHMENTS: Final = 50
MAX_ATTACHMENT_BYTES: Final = 32 * 1024 * 1024
_MOST_OPEN_PAGES = 16
_MOST_PICTURES, _MOST_SQUARES = 200, 12  # of a page that are looked at for a code
_LETTERED = 2_000  # lines and curves; a page of 200 letters has over 4,000, its frames some hundred
_SHORTEST, _LONGEST = 21, 1_200  # pixels of a picture that may be a code
_SQUARE = 1.2  # the longer side by the shorter
_LOCK = threading.RLock()


class BadPdf(Exception):
    """The bytes are no PDF that can be read. The message can be shown to the user."""


class Pdf:
    """An opened document. Use it only inside `opened`.

    Its text is read with a stand-in for the fonts it does not bring, and pictures are
    drawn with the system's: that is a second document, opened when a picture is wanted.
    """

    def __init__(self, data: bytes, document: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
        self._data = data
        self._document = document
        self._read = _Pages(document, has_stand_in=True)
        self._shown: _Pages | None = None
        self._flat: set[int] = set()
        self.page_count: int = len(document)

    @property
    def signed(self) -> bool:
        """Whether the document holds a signature; nothing is said of its worth."""
        from pypdfium2 import raw

        return bool(raw.FPDF_GetSignatureCount(self._document.raw) > 0)

    def page(self, index: int, *, closely: bool = False) -> Page:
        """Return the characters of a page where they stand.

        `closely` asks for each whether its font says what it means, not for some of them.

        Raises:
            BadPdf: the page is broken.
        """
        from pypdfium2 import PdfiumError

        from chapiao.formats import pdf_text

        page = self._read.page(index)
        try:
            text_page = page.get_textpage()
        except PdfiumError as error:
            raise BadPdf(_broken_page(index)) from error
        try:
            return Page(*pdf_text.read(text_page, page, closely=closely))
        finally:
            text_page.close()

    def flat_page(self, index: int) -> Page | None:
        """Return a page with its form fields pressed into the text; None when it has none.

        Raises:
            BadPdf: the page is broken.
        """
        if not self._read.flatten(index):
            return None
        self._flat.add(index)
        return self.page(index)

    def picture(self, index: int, dpi: int = 150, *, colour: bool = False) -> Image:
        """Return a page as a picture, grey unless asked otherwise, never larger than the limit.

        Raises:
            BadPdf: the page is broken.
        """
        from pypdfium2 import PdfDocument

        if self._shown is None:
            self._shown = _Pages(PdfDocument(self._data), has_stand_in=False)
        if index in self._flat:
            self._shown.flatten(index)
        return _drawn(self._shown.page(index), index, dpi, colour=colour)

    def sketch(self, index: int, dpi: int) -> Image:
        """Return a page in grey on which only what is no text looks right, drawn much faster.

        Raises:
            BadPdf: the page is broken.
        """
        return _drawn(self._read.page(index), index, dpi, colour=False)

    def has_pictures(self, index: int) -> bool:
        """Whether a page shows a picture, or so many lines that letters may be among them."""
        return any(True for _ in self._objects(index, pictures=True)) or self._is_drawn(index)

    def small_squares(self, index: int) -> Iterator[Image]:
        """Yield in grey the pictures on a page that have the shape of a QR code, undrawn.

        A mask over a picture is not seen, nor a code that is drawn in lines.
        """
        from pypdfium2 import PdfiumError

        pictures = islice(self._objects(index, pictures=True), _MOST_PICTURES)
        for one in islice(filter(_is_small_square, pictures), _MOST_SQUARES):
            try:
                yield one.get_bitmap().to_pil().convert("L")
            except (PdfiumError, OverflowError, ValueError):
                continue  # whoever asks draws the page when there is nothing here

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

    def close(self) -> None:
        """Close both documents."""
        self._document.close()
        if self._shown is not None:
            self._shown.document.close()

    def _is_drawn(self, index: int) -> bool:
        """Whether letters may have been turned into lines: a page's frames have far fewer."""
        from pypdfium2 import raw

        left = _LETTERED
        for path in self._objects(index, pictures=False):
            left -= max(raw.FPDFPath_CountSegments(path.raw), 0)
            if left <= 0:
                return True
        return False

    def _objects(self, index: int, *, pictures: bool) -> Iterator[Any]:
        from pypdfium2 import raw

        wanted = [raw.FPDF_PAGEOBJ_IMAGE if pictures else raw.FPDF_PAGEOBJ_PATH]
        found: Iterator[Any] = self._read.page(index).get_objects(filter=wanted, max_depth=3)
        return found


class _Pages:
    """The pages of a document, each opened once: opening is what takes the time."""

    def __init__(self, document: Any, *, has_stand_in: bool) -> None:  # noqa: ANN401
        self.document = document
        self._has_stand_in = has_stand_in
        self._open: dict[int, Any] = {}
        self._flat: set[int] = set()

    def page(self, index: int) -> Any:  # noqa: ANN401
        from pypdfium2 import PdfiumError

        from chapiao.formats import pdf_fonts

        if index not in self._open:
            if len(self._open) >= _MOST_OPEN_PAGES:
                self._open.pop(next(iter(self._open))).close()
            try:
                with pdf_fonts.stand_in() if self._has_stand_in else nullcontext():
                    self._open[index] = self.document[index]
            except PdfiumError as error:
                raise BadPdf(_broken_page(index)) from error
        return self._open[index]

    def flatten(self, index: int) -> bool:
        """Press the form fields of a page into it, once; tell whether there were any."""
        from pypdfium2 import raw

        if index in self._flat:
            return True
        pressed = raw.FPDFPage_Flatten(self.page(index).raw, raw.FLAT_NORMALDISPLAY)
        if pressed != raw.FLATTEN_SUCCESS:
            return False
        self._flat.add(index)
        self._open.pop(index).close()
        return True


def _drawn(page: Any, index: int, dpi: int, *, colour: bool) -> Image:  # noqa: ANN401
    from pypdfium2 import PdfiumError

    try:
        width, height = page.get_size()
        scale = min(dpi / 72, math.sqrt(MAX_PIXELS / max(width * height, 1.0)))
        picture: Image = page.render(scale=scale, grayscale=not colour).to_pil().copy()
    except (PdfiumError, OverflowError, ValueError) as error:
        msg = f"PDF第{index + 1}页画不出来"
        raise BadPdf(msg) from error
    return picture


def _is_small_square(picture: Any) -> bool:  # noqa: ANN401
    from pypdfium2 import PdfiumError

    try:
        short, long = sorted(picture.get_px_size())
    except PdfiumError:
        return False
    return bool(short >= _SHORTEST and long <= min(_LONGEST, _SQUARE * short))


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
        opened = Pdf(data, document)
        try:
            if pages > MAX_PAGES:
                msg = f"PDF有{pages}页，超过{MAX_PAGES}页，请拆成几份"
                raise BadPdf(msg)
            yield opened
        finally:
            opened.close()
