"""Bytes → a verdict on every signature and seal in them. No network, no clock.

Four results, and a check that did not come to its end is never the good one. The
certificates trusted are given in; the time that counts is that of the signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chapiao.seals.verdict import UNSIGNED, Result, Verdict, not_run, overall

if TYPE_CHECKING:
    from chapiao.seals.certificate import Certificate
    from chapiao.seals.trust import Asked

__all__ = ["UNSIGNED", "Result", "Verdict", "check", "may_be_signed", "not_run", "overall"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = b"%PDF-"
_PDF_RANGE = b"/ByteRange"  # kept by a PDF whose first bytes were spoilt
_HEAD = 1024
_XML_MARK = b"TaxBureauSignature"
_OFD_MARKS = (b"SignedValue", b"Signatures.xml")  # names stand unpacked in an archive
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # XML in two bytes a letter


def check(
    data: bytes, roots: Sequence[bytes] = (), *, at: datetime | None = None
) -> tuple[Verdict, ...]:
    """Return a verdict for each signature of an OFD, a PDF or a 数电票 XML; none for none.

    `roots` are certificates, each DER or PEM, that the operator trusts; one that cannot
    be read is passed over. `at` takes the place of the time of signing.
    """
    try:
        return _check(data, roots, at)
    except Exception as error:  # noqa: BLE001 - a check that crashed must be told, and never pass
        return (not_run(f"程序没有验完（{type(error).__name__}），请把文件交给管理员查看"),)


def may_be_signed(data: bytes) -> bool:
    """Tell from single words, fast, whether `check` may find anything."""
    if data.startswith(_ZIP):
        return any(mark in data for mark in _OFD_MARKS) or b"ofd.xml" in data.lower()
    return _PDF_RANGE in data or b"/SubFilter" in data or _XML_MARK in _narrow(data)


def _check(data: bytes, roots: Sequence[bytes], at: datetime | None) -> tuple[Verdict, ...]:
    # Each is loaded with the first file that needs it: most files carry no signature.
    if data.startswith(_ZIP):
        from chapiao.formats import safe_zip
        from chapiao.seals import ofd

        try:
            archive = safe_zip.open_zip(data)
        except safe_zip.BadZip as error:
            return (not_run(str(error)),) if any(mark in data for mark in _OFD_MARKS) else ()
        return ofd.check(archive, _asked(roots, at))
    if _PDF in data[:_HEAD] or _PDF_RANGE in data:
        from chapiao.seals import pdf

        return pdf.check(data, _asked(roots, at)) if pdf.may_be_signed(data) else ()
    if _XML_MARK in _narrow(data):
        from chapiao.seals import tax_bureau_xml

        return tax_bureau_xml.check(data, _asked(roots, at))
    return ()


def _narrow(data: bytes) -> bytes:
    return data.replace(b"\0", b"") if data[:2] in _WIDE else data


def _asked(roots: Sequence[bytes], at: datetime | None) -> Asked:
    from chapiao.seals.certificate import BadCertificate, load_all
    from chapiao.seals.trust import Asked

    read: list[Certificate] = []
    for one in roots:
        try:
            read += load_all(one)
        except BadCertificate:
            continue
    return Asked(tuple(read), at)
