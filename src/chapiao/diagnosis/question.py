"""Question: what somebody asked, raw; Asked: what of it could be understood.

Nothing a person types is refused here. What cannot be understood stays as it was
typed, and a rule says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TypeVar

from chapiao.diagnosis.facts import Heard, Repair, Slip, Unsaid
from chapiao.diagnosis.pasted import ONE_TOKEN, QR_TEXT, Pasted, extract
from chapiao.diagnosis.quoted import quoted
from chapiao.diagnosis.repair import repairs
from chapiao.diagnosis.words import understand as understood
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.code import Code, parse_code
from chapiao.invoice.dates import parse_date
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import parse_money
from chapiao.invoice.number import Number, clean, parse_number
from chapiao.invoice.qr import BadQr, Basis, parse_qr
from chapiao.invoice.typed import halfwidth

T = TypeVar("T")
LONGEST = 200  # characters of one field that are kept; more is no field

# How people call the entries, beside their own names.
_ENTRIES = (
    (Entry.PLATFORM, "查验平台 全国增值税发票查验平台 inv-veri 国税查验 税务局查验"),
    (Entry.ETAX, "电子税务局 税务数字账户 etax 税局 电税"),
    (Entry.OWN, "本系统台账 本系统 台账 查票 own"),
    (Entry.BEIJING, "北京本地 北京税务局发票查询 北京市税务局 北京系统"),
    (Entry.FISCAL, "财政票据平台 全国财政电子票据查验平台 财政票据 pjcy"),
    (Entry.BLOCKCHAIN, "区块链平台 区块链 bcfp"),
    (Entry.RAIL, "12306 铁路12306 铁路"),
    (Entry.VENDOR, "第三方API 第三方 api 接口 vendor"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, as typed. `text` is the one big field; the others win over it.

    `faces` is what else the file shows; `listed` the address of the list that did not show
    the invoice, whose filters may hide it.
    """

    text: str = ""
    number: str = ""
    code: str = ""
    date: str = ""
    amount: str = ""
    check_code: str = ""
    buyer: str = ""
    seller: str = ""
    entry: str = Entry.OWN.value
    answer: str = ""
    file: Invoice | None = None
    faces: Faces | None = None
    listed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question says. The names are those of `Facts`."""

    typed_number: str | None = None
    typed_code: str | None = None
    typed_date: str | None = None
    typed_amount: str | None = None
    typed_check_code: str | None = None
    number: Number | None = None
    code: Code | None = None
    issued_on: date | None = None
    amount: int | None = None
    check_code: str | None = None
    buyer: str | None = None
    seller: str | None = None
    hint: Kind | None = None
    entry: Entry | None = None
    words: str | None = None
    heard: Heard | None = None
    reading: Invoice | None = None
    unread: Mapping[str, str] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()


def understand(question: Question, today: date) -> Asked:
    """Return what the question says; never raises on anything typed."""
    typed = _typed(question)
    mended = repairs(typed.number, typed.code)
    unread: dict[str, str] = {}
    number = None
    if not any(one.slip is Slip.JOINED for one in mended):
        number = _parsed("number", typed.number, parse_number, unread)
    typed_code = _code_with(typed, question)
    code = _parsed("code", typed_code or "", parse_code, unread)
    issued_on = _date(typed.date, number, today, unread)
    if not question.date:
        unread.pop("date", None)  # a day in passing, without its year, is no mistake
    check_code = "".join(halfwidth(typed.check_code).split())
    entry = entry_named(question.entry)
    file = question.file or _pasted_beside(question)
    told = question.answer.strip()
    if not told and entry in {None, Entry.OWN}:
        entry = Entry.OWN  # nobody else answered, so it is we who are asked
        told = quoted(question.text)
        if told:
            entry = Entry.PLATFORM
    said, heard = _heard(entry, told)
    return Asked(
        typed_number=typed.number or None,
        typed_code=typed_code,
        typed_date=typed.date or None,
        typed_amount=typed.amount or None,
        typed_check_code=typed.check_code or None,
        number=number if typed.number else _of_file(question.file),
        code=code,
        issued_on=issued_on,
        amount=_parsed("amount", typed.amount, parse_money, unread),
        check_code=check_code or None,
        buyer=typed.buyer or None,
        seller=typed.seller or None,
        hint=typed.hint,
        entry=entry,
        words=said,
        heard=heard,
        reading=file,
        unread=unread,
        repairs=mended,
    )


def _typed(question: Question) -> Pasted:
    """Return the fields as typed, filled up with what the big field holds."""
    number = _field(question.number)
    bulk = question.text or (question.number if len(question.number) > ONE_TOKEN else "")
    found = extract(bulk) if bulk else Pasted()
    if not bulk and "," in number:  # a QR text scanned into the number's own field
        found = extract(number)
    if found.number and (bulk == question.number or "," in number):
        number = ""
    return Pasted(
        number=number or _field(found.number),
        code=_field(question.code) or found.code,
        date=_field(question.date) or found.date,
        amount=_field(question.amount) or found.amount,
        check_code=_field(question.check_code) or found.check_code,
        buyer=_name(question.buyer) or found.buyer,
        seller=_name(question.seller) or found.seller,
        hint=found.hint,
    )


def _field(text: str) -> str:
    return text.strip()[:LONGEST]


def _name(text: str) -> str:
    """Return a name as typed: what is pasted around it is what keeps it from being found."""
    return text[:LONGEST] if text.strip() else ""


def _parsed(name: str, text: str, parse: Callable[[str], T], unread: dict[str, str]) -> T | None:
    """Return the value, or None and why in `unread`."""
    if not text:
        return None
    try:
        return parse(text)
    except ValueError as error:
        unread[name] = str(error)
        return None


def _code_with(typed: Pasted, question: Question) -> str | None:
    """Return the code typed, or the file's where number and code come from the file.

    At another entry the form holds what was typed: there the code was left blank.
    """
    file = question.file
    if typed.number and entry_named(question.entry) is not Entry.OWN:
        return typed.code
    number = typed.number and clean(typed.number)
    if typed.code or file is None or number not in {"", file.number}:
        return typed.code
    return file.code


def _pasted_beside(question: Question) -> Invoice | None:
    """Return what a QR text pasted beside a typed number shows: a copy of the invoice."""
    hit = QR_TEXT.search(question.text) if question.number and question.text else None
    try:
        qr = parse_qr(hit[0]) if hit is not None else None
    except BadQr:
        return None
    if qr is None or not qr.number:
        return None
    net = qr.basis is Basis.AMOUNT
    return Invoice(
        kind=qr.kind,
        code=qr.code,
        number=qr.number,
        issued_on=qr.issued_on,
        check_code=qr.check_code,
        amount=qr.amount if net else None,
        total=None if net else qr.amount,
    )


def _of_file(file: Invoice | None) -> Number | None:
    return None if file is None else _parsed("file", file.number or "", parse_number, {})


def _date(text: str, number: Number | None, today: date, unread: dict[str, str]) -> date | None:
    """Return the day; one without a year is of the year in the number, where it holds one."""
    if text in {"今天", "今日"}:
        return today
    if not text:
        return None
    found = _parsed("date", text, parse_date, unread)
    if found is None and number is not None and number.year and re.match(r"\d{1,2}[月.-]", text):
        found = _parsed("date", f"{number.year}年{text}", parse_date, {})
        unread.pop("date" if found is not None else "", None)
    return found


def _heard(entry: Entry | None, answer: str) -> tuple[str | None, Heard | None]:
    """Return the entry's words and their meaning. Our own 台账 needs none: it is asked now."""
    if answer:
        return answer[:LONGEST], understood(entry, answer)
    return ("", Unsaid.NOTHING) if entry is Entry.OWN else (None, None)


@cache
def entry_named(text: str) -> Entry | None:
    """Return the entry called so; blank means our own 台账; None for a name nobody uses."""
    plain = halfwidth(text).casefold()
    if not plain:
        return Entry.OWN
    return next((entry for entry, names in _ENTRIES if plain in names.casefold().split()), None)
