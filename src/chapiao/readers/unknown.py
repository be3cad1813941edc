"""A file that no reader takes: say what it looks like, and what to hand in instead."""

from __future__ import annotations

from typing import Final

from chapiao.readers.reading import NotAnInvoice

_OTHERWISE: Final = "请交发票的PDF、OFD、XML或图片"
_OPENINGS: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "这是旧版Excel或Word文档，不是一张发票；税局导出的清单请用「导入」",
    ),
    (b"Rar!", "这是RAR压缩包，打不开，请解压后再交，或改用ZIP或7z"),
    (b"7z\xbc\xaf\x27\x1c", "这是7z压缩包，里面的文件要逐个读取，请解压后再交"),
    (b"\x1f\x8b", f"这是gzip压缩文件，请解压后再交；{_OTHERWISE}"),
    (b"%!PS", f"这是PostScript文件，{_OTHERWISE}"),
    (b"{\\rtf", f"这是RTF文档，不是发票，{_OTHERWISE}"),
    (b"MZ", f"这是程序，不是发票，{_OTHERWISE}"),
    (b"\x7fELF", f"这是程序，不是发票，{_OTHERWISE}"),
)
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
_MAIL = (b"received:", b"return-path:", b"mime-version:", b"delivered-to:", b"x-mailer:")


def refusal(data: bytes) -> NotAnInvoice:
    """Return the refusal of a file that no reader takes."""
    return NotAnInvoice(_words(data))


def _words(data: bytes) -> str:
    for opening, words in _OPENINGS:
        if data.startswith(opening):
            return words
    if data[4:12] in _HEIC:
        return "这是HEIC照片，打不开，请在手机上转成JPG再交"
    head = data[:4096].lower()
    if any(head.startswith(mark) or b"\n" + mark in head for mark in _MAIL):
        return "这是邮件，请把里面的发票附件存下来再交"
    if _is_text(data[:4096]):
        return f"这是文本，不是发票文件，{_OTHERWISE}；发票信息可以粘贴到「查票」"
    return f"认不出这是什么文件，{_OTHERWISE}"


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the head may end inside a character
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return all(char >= " " or char in "\t\r\n\f" for char in text)
    return False
