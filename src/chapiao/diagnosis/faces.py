"""Faces compared: where the QR code, figures, words and seal of one file disagree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chapiao.diagnosis.likeness import alike
from chapiao.diagnosis.world.papers import Clash, Faces, Seal
from chapiao.invoice.capital import BadCapital, read_capital
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.invoice.qr import BadQr, Basis, QrText, parse_qr

ROUNDING = 1  # fen
SCANNED = "ocr"
OTHER_SUMS = frozenset({Kind.AIR, Kind.RAIL, Kind.TOLL})  # total is not amount + tax alone


def clashes(faces: Faces) -> tuple[Clash, ...]:
    """Return every disagreement within one file."""
    firm = faces.source != SCANNED or _adds_up(faces.invoice) or _is_in_words(faces)
    found = [*_of_qr(faces, firm=firm), *_of_sums(faces, firm=firm), *faces.noted]
    if faces.seal is Seal.FAILED:
        detail = faces.seal_detail or "验章不通过"
        found.append(Clash("签章", seen=detail[:60], other="文件与签章时一致"))
    return tuple(found)


def _adds_up(printed: Invoice) -> bool:
    """Whether the figures confirm one another, so that no single one was misread."""
    if not printed.tax or printed.amount is None or printed.total is None:
        return False
    return abs(printed.amount + printed.tax - printed.total) <= ROUNDING


def _in_words(faces: Faces) -> int | None:
    """Return the total that the words say, in fen; None where they cannot be read."""
    try:
        return read_capital(faces.total_cn) if faces.total_cn else None
    except BadCapital:
        return None


def _is_in_words(faces: Faces) -> bool:
    """Whether the words say the total that the figures say: two readings of one sum."""
    words = _in_words(faces)
    return words is not None and words == faces.invoice.total


def _of_qr(faces: Faces, *, firm: bool) -> Iterator[Clash]:
    try:
        qr = parse_qr(faces.qr) if faces.qr else None
    except BadQr:
        return
    if qr is None or qr.kind is Kind.PAPER_TRAIN:
        return
    printed, scanned = faces.invoice, faces.source == SCANNED
    if qr.number and printed.number and qr.number not in {printed.number, printed.second_number}:
        sure = firm and not (scanned and alike(qr.number, printed.number))
        yield Clash("二维码里的号码", seen=qr.number, other=printed.number, firm=sure)
    if qr.code and printed.code and qr.code != printed.code:
        sure = firm and not (scanned and alike(qr.code, printed.code))
        yield Clash("二维码里的代码", seen=qr.code, other=printed.code, firm=sure)
    if qr.issued_on and printed.issued_on and qr.issued_on != printed.issued_on:
        days = qr.issued_on.isoformat(), printed.issued_on.isoformat()
        yield Clash("二维码里的日期", *days, firm=firm and not (scanned and _one_digit(*days)))
    yield from _of_qr_amount(qr, printed, firm=firm)


def _one_digit(one: str, other: str) -> bool:
    """Whether a single digit differs, as where a scan misread it."""
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _of_qr_amount(qr: QrText, printed: Invoice, *, firm: bool) -> Iterator[Clash]:
    """Yield a clash of amounts; some issuers print the other basis, which is none."""
    if qr.amount is None:
        return
    right = printed.amount if qr.basis is Basis.AMOUNT else printed.total
    known = {one for one in (printed.amount, printed.total) if one is not None}
    if right is not None and all(abs(qr.amount - one) > ROUNDING for one in known):
        what = f"二维码里的{qr.basis}"
        yield Clash(what, seen=plain(qr.amount), other=plain(right), firm=firm)


def _of_sums(faces: Faces, *, firm: bool) -> Iterator[Clash]:
    printed = faces.invoice
    words = _in_words(faces)
    if words is not None and printed.total is not None and abs(words - printed.total) > ROUNDING:
        yield Clash("大写金额", seen=faces.total_cn, other=plain(printed.total), firm=firm)
    if printed.amount is None or printed.tax is None or printed.total is None:
        return
    off = abs(printed.amount + printed.tax - printed.total)
    if off > ROUNDING and printed.kind not in OTHER_SUMS:
        summed = plain(printed.amount + printed.tax)
        yield Clash("金额加税额", seen=summed, other=plain(printed.total), firm=firm)


def best_reading(faces: Faces) -> Invoice:
    """Return what a file says; where a scan read it, its QR code is the better witness."""
    try:
        qr = parse_qr(faces.qr) if faces.qr and faces.source == SCANNED else None
    except BadQr:
        qr = None
    if qr is None or qr.number is None:
        return faces.invoice
    told: dict[str, Any] = {
        "number": qr.number,
        "code": qr.code,
        "issued_on": qr.issued_on,
        "check_code": qr.check_code,
    }
    printed = faces.invoice
    if printed.second_number and qr.number == printed.second_number:
        del told["number"], told["code"]
    if qr.basis is Basis.TOTAL and qr.amount is not None and qr.amount == _in_words(faces):
        told["total"] = qr.amount  # two witnesses against the figures, which a stamp may cover
    return replace(printed, **{name: value for name, value in told.items() if value})
