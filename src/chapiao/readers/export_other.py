"""A file that is no table at all: say what it is, and where it is to be handed in."""

from __future__ import annotations

from typing import Final

from chapiao.formats import markup_table, ofd, safe_zip
from chapiao.readers.reading import Damaged, NotAnInvoice

_INVOICE: Final = "不是表格；发票文件请在「查票」页交，导入这里只收税局导出的Excel或CSV表格"
_PICTURE: Final = f"这是图片，{_INVOICE}"
_OPENINGS: Final = (
    (b"%PDF", f"这是PDF文件，{_INVOICE}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!", "这是RAR压缩包，打不开；请解压后把里面的表格交来，或改用ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "这是7z压缩包，打不开；请解压后把里面的表格交来，或改用ZIP"),
    (b"\x1f\x8b", "这是gzip压缩文件，请解压后把里面的表格交来"),
    (b"MZ", "这是程序，不是表格，没有打开"),
    (b"\x7fELF", "这是程序，不是表格，没有打开"),
    (b"{\\rtf", "这是RTF文档，不是表格，请从税局重新导出Excel"),
    (b"SQLite format 3", "这是数据库文件，不是表格"),
)
_HEIC: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif")
_PARTS: Final = (
    ("word/document.xml", "这是Word文档，不是表格；请从税局重新导出Excel"),
    ("ppt/presentation.xml", "这是演示文稿，不是表格；请从税局重新导出Excel"),
)


def refuse(data: bytes) -> None:
    """Refuse a file whose first bytes or members say that it is something else.

    Raises:
        Damaged: it is empty.
        NotAnInvoice: it is something else; the message says what, and where it goes.
    """
    if not data.strip():
        msg = "文件是空的，请重新下载"
        raise Damaged(msg)
    words = _words(data)
    if words:
        raise NotAnInvoice(words)


def _words(data: bytes) -> str | None:
    for opening, words in _OPENINGS:
        if data.startswith(opening) and (opening != b"BM" or b"\0" in data[:32]):
            return words
    if data[4:12] in _HEIC or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return _PICTURE
    if safe_zip.is_zip(data):
        return _archived(data)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"<"):
        return _marked_up(head)
    if head.startswith((b"{", b"[")) and b'"' in head:
        return "这是JSON数据，不是表格；请交税局导出的Excel或CSV表格"
    return None


def _archived(data: bytes) -> str | None:
    try:
        archive = safe_zip.open_zip(data)
    except safe_zip.BadZip:
        return None  # said by who opens it as a spreadsheet
    if ofd.is_ofd(archive):
        return f"这是OFD文件，{_INVOICE}"
    for member, words in _PARTS:
        if member in archive:
            return words
    return None


def _marked_up(head: bytes) -> str | None:
    low = head.lower()
    if b"<einvoice" in low or b"<xbrl" in low or b"xbrli" in low:
        return f"这是XML发票文件，{_INVOICE}"
    if markup_table.is_markup(head):
        return None
    return f"这是XML文件，{_INVOICE}"
