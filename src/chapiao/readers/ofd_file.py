"""What an OFD says: every witness in it is asked, and they are compared.

Attachments, CustomDatas, tags, the text of the pages and the QR code; domain §6.2 [S].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from chapiao.formats import jbig2, ocr, ofd, ofd_picture, pictures, qr_image, safe_zip, spreadsheet
from chapiao.formats.layout import Page
from chapiao.formats.ofd import Body, Ofd
from chapiao.invoice.qr import QrText
from chapiao.readers import by_ocr, tags, xml_any
from chapiao.readers.face.faces import read_faces
from chapiao.readers.face.sheets import cut_apart
from chapiao.readers.gathered import Document, readings
from chapiao.readers.qr_code import read_codes
from chapiao.readers.reading import Damaged, NotAnInvoice, ReadError, Reading
from chapiao.readers.said import Said

if TYPE_CHECKING:
    from PIL.Image import Image

_SQUARE = 0.15  # how far from square a picture may be and still hold a code


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoices of an OFD.

    Raises:
        Damaged: broken, cut short or unsafe.
        NotAnInvoice: another document, or another kind of ZIP.
    """
    document = _opened(data)
    found: list[Reading] = []
    refused: ReadError | None = None
    for body in document.bodies:
        try:
            found.extend(_body(document, body))
        except ReadError as error:
            refused = refused or error
    if not found and refused is not None:
        raise refused
    return tuple(_numbered(found))


def structured(data: bytes) -> tuple[Said, ...]:
    """Return what the attachments, notes and tags of an OFD say, without looking at its faces.

    Ten times faster than `read`, and worth less: nothing is compared. What is attached
    and noted is asked first; tags and the texts they point at only for what that leaves open.

    Raises:
        ReadError: broken, or of another document.
    """
    document = _opened(data)
    found: list[Said] = []
    for body in document.bodies:
        saids = list(_embedded(document, body))
        wanted = tags.left_open(saids)
        if wanted and body.tags:
            pointing = tags.pointers(document.tags(body), wanted)
            places = {one for each in pointing.values() for places in each for one in places}
            texts = document.texts(body, places)
            tagged = tags.tagged(pointing, texts, of_another="number" not in wanted)
            saids += () if tagged is None else (tagged,)
        found += saids
    return tuple(found)


def _opened(data: bytes) -> Ofd:
    archive = _container(data)
    try:
        return ofd.open_ofd(archive)
    except ofd.BadOfd as error:
        raise Damaged(str(error)) from error


def _container(data: bytes) -> safe_zip.Archive:
    try:
        archive = safe_zip.open_zip(data)
    except safe_zip.BadZip as error:
        raise Damaged(str(error)) from error
    if ofd.is_ofd(archive):
        return archive
    if spreadsheet.is_workbook(data):
        msg = "这是Excel表格，不是一张发票；税局导出的清单请用「导入」"
    elif "word/document.xml" in archive or "ppt/presentation.xml" in archive:
        msg = "这是Office文档，不是发票，请交发票的PDF、OFD、XML或图片"
    else:
        msg = "这是压缩包，里面的文件要逐个读取，请解压后再交"
    raise NotAnInvoice(msg)


def _body(document: Ofd, body: Body) -> tuple[Reading, ...]:
    pages: list[Page] = []
    texts: dict[tuple[str, str], str] = {}
    for ref in body.pages:
        page, placed = document.page(body, ref)
        pages.append(page)
        if body.tags:
            texts |= {(ref.id, one.id): one.text for one in placed}
    codes = cache(lambda place: _codes(document, body, place, pages[place]))
    seen = _seen(document, body, pages, codes)
    tagged = tags.tagged(tags.pointers(document.tags(body)), texts)
    return readings(
        Document(
            file_format="ofd",
            pages=seen.pages,
            faces=seen.faces,
            origins=seen.origins,
            embedded=(*_embedded(document, body), *(() if tagged is None else (tagged,))),
            codes=codes,
            signed=body.signed,
            has_pictures=any(page.glyphs for page in pages)
            or any(True for ref in body.pages for _ in document.pictures(body, ref)),
            seen_by_ocr=ocr.is_on(),
        )
    )


def _seen(document: Ofd, body: Body, pages: Sequence[Page], codes: by_ocr.Codes) -> by_ocr.Seen:
    """Return the faces, by OCR where a page is only a picture."""
    drawn: dict[int, Image] = {}
    for place in by_ocr.pictures_among(pages) if ocr.is_on() else ():
        picture = ofd_picture.page_picture(document, body, body.pages[place])
        if picture is not None:
            drawn[place] = picture
    if drawn:
        return by_ocr.look(pages, drawn, codes)
    sheets, origins = cut_apart(pages)
    return by_ocr.Seen(tuple(pages), read_faces(sheets), origins)


def _embedded(document: Ofd, body: Body) -> Iterator[Said]:
    for _, data in document.attachments(body):
        found = xml_any.says(data)
        if found is not None:
            yield found
    noted = tags.noted(body.data)
    if noted is not None:
        yield noted


def _codes(document: Ofd, body: Body, place: int, page: Page) -> Sequence[QrText]:
    """Return the codes of a page's square pictures, or of the picture that it is.

    A code drawn as lines is not seen.
    """
    found: list[QrText] = []
    for picture in document.pictures(body, body.pages[place]):
        if abs(picture.width - picture.height) > _SQUARE * max(picture.width, picture.height):
            break  # they come squarest first
        try:
            image = (
                jbig2.open_jbig2(picture.data)
                if picture.data.startswith(jbig2.MAGIC)
                else pictures.grey(next(pictures.frames(picture.data)))
            )
        except (pictures.BadImage, jbig2.BadJbig2):
            continue
        found.extend(read_codes(qr_image.qr_texts(image)))
        if found:
            break
    if not found and by_ocr.is_picture(page):
        drawn = ofd_picture.page_picture(document, body, body.pages[place])
        if drawn is not None:
            found.extend(read_codes(qr_image.qr_texts(pictures.grey(drawn))))
    return found


def _numbered(found: list[Reading]) -> Iterator[Reading]:
    """Count the parts through all documents of the file."""
    for part, one in enumerate(found, 1):
        yield one if one.part == part else replace(one, part=part)
