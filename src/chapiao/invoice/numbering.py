"""编号: whether an invoice's code, number, date, kind and ids fit one another (domain §1, §4.4)."""

from __future__ import annotations

from chapiao.invoice.check import Check, Verdict
from chapiao.invoice.code import BadCode, Code, CodeYear, parse_code, year_fits
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import DIGITAL_LENGTH, Invoice
from chapiao.invoice.number import BadNumber, Number, parse_number
from chapiao.invoice.region import code_region, number_region
from chapiao.invoice.tax_id import check_tax_id

CHECK_LENGTHS = {Kind.BLOCKCHAIN: 5, Kind.FISCAL: 6, Kind.AIR: 4}
CHECK_LENGTH = 20
_LOCAL = {Kind.MACHINE, Kind.QUOTA, Kind.MANUAL, Kind.TAXI}
_PAPER_TITLES = {Kind.SPECIAL, Kind.ORDINARY, Kind.VEHICLE, Kind.USED_VEHICLE}


def check_numbering(invoice: Invoice) -> tuple[Check, ...]:
    """Return every check of code, number, date, kind and ids that concerns the invoice.

    >>> from datetime import date
    >>> [c.id for c in check_numbering(
    ...     Invoice(number="25112000000012345678", issued_on=date(2025, 1, 4), code="")
    ... ) if c.verdict is Verdict.YES]
    ['number_shape', 'number_region', 'number_year']
    """
    checks = (
        *_number_checks(invoice),
        *_code_checks(invoice),
        _check_code(invoice),
        _tax_id(invoice.buyer_tax_id, "buyer_tax_id", "购买方税号"),
        _tax_id(invoice.seller_tax_id, "seller_tax_id", "销售方税号"),
    )
    return tuple(check for check in checks if check is not None)


def _verdict(*, good: bool) -> Verdict:
    return Verdict.YES if good else Verdict.NO


def _number_checks(invoice: Invoice) -> tuple[Check | None, ...]:
    if not invoice.number:
        return ()
    try:
        number = parse_number(invoice.number)
    except BadNumber as error:
        says = str(error)
        return (_check("number_shape", "号码位数", Verdict.NO, says, "number"),)
    if not number.is_digital:
        return (_shape(invoice, number),)
    region = number_region(number.region or "")
    known = f"号码第3-4位{number.region}是{region.name}" if region else ""
    place = _check(
        "number_region",
        "号码里的地区",
        _verdict(good=region is not None) if not region or region.is_known else Verdict.NOT_RUN,
        known or f"号码第3-4位{number.region}不是任何地区",
        "number",
    )
    return (_shape(invoice, number), place, _number_year(invoice, number))


def _number_year(invoice: Invoice, number: Number) -> Check | None:
    if invoice.issued_on is None:
        return None
    return _check(
        "number_year",
        "号码里的年份",
        _verdict(good=number.year == invoice.issued_on.year),
        f"号码是{number.year}年的，开票日期是{invoice.issued_on}",
        "number",
    )


def _shape(invoice: Invoice, number: Number) -> Check | None:
    """Take the length from the kind, or else from whether there is a code."""
    length = len(number.text)
    if invoice.kind is Kind.FISCAL:
        wanted = 10
    elif invoice.kind is Kind.AIR and not number.is_digital:
        says = f"航空行程单的号码是20位，这里是{length}位；试点样票有过19位"
        return _check("number_shape", "号码位数", Verdict.NOT_RUN, says, "number")
    elif invoice.kind is not None and invoice.kind.is_invoice:
        wanted = DIGITAL_LENGTH if invoice.kind.is_digital else 8
    elif invoice.code is not None:
        wanted = 8 if invoice.code else DIGITAL_LENGTH
    else:
        return None
    says = f"号码应有{wanted}位，这里是{length}位"
    return _check("number_shape", "号码位数", _verdict(good=length == wanted), says, "number")


def _code_checks(invoice: Invoice) -> tuple[Check | None, ...]:
    if not invoice.code:
        return ()
    try:
        code = parse_code(invoice.code)
    except BadCode as error:
        return (_check("code_shape", "代码位数", Verdict.NO, str(error), "code"),)
    return (_code_region(code), _code_year(invoice, code), _code_kind(invoice, code))


def _code_region(code: Code) -> Check | None:
    if code.region is None:
        return None
    region = code_region(code.region)
    says = f"代码里的地区{code.region}" + (f"是{region.name}" if region else "不是任何地区")
    return _check("code_region", "代码里的地区", _verdict(good=region is not None), says, "code")


def _code_year(invoice: Invoice, code: Code) -> Check | None:
    """Tell an old code without calling it wrong: it is unusual and no contradiction."""
    fits = year_fits(code, invoice.issued_on) if invoice.issued_on else None
    if fits is None:
        return None
    says = f"代码是{code.year}年分配的，开票日期是{invoice.issued_on}"
    verdict = {CodeYear.LATER: Verdict.NO, CodeYear.OLD: Verdict.NOT_RUN}.get(fits, Verdict.YES)
    if fits is CodeYear.OLD:
        says += "，相隔五年以上，少见"
    return _check("code_year", "代码里的年份", verdict, says, "code")


def _code_kind(invoice: Invoice, code: Code) -> Check | None:
    """Compare kinds where code and face both tell one.

    A paper digital invoice has the code of the paper it is printed on; local paper is
    numbered as each province likes, and 通行费 stands on the face in small print.
    """
    kind = invoice.kind
    if kind is None or code.kind is None or kind in _LOCAL:
        return None
    good = (
        code.kind in _PAPER_TITLES
        if kind.is_paper_digital
        else kind is code.kind or {kind, code.kind} == {Kind.TOLL, Kind.E_ORDINARY}
    )
    says = f"代码是{code.kind}的，票面是{kind}"
    return _check("code_kind", "代码里的票种", _verdict(good=good), says, "kind")


def _check_code(invoice: Invoice) -> Check | None:
    if not invoice.check_code or invoice.kind is None:
        return None
    wanted = CHECK_LENGTHS.get(invoice.kind, CHECK_LENGTH)
    says = f"校验码应有{wanted}位，这里是{len(invoice.check_code)}位"
    good = len(invoice.check_code) == wanted
    return _check("check_code", "校验码位数", _verdict(good=good), says, "check_code")


def _tax_id(text: str | None, field: str, title: str) -> Check | None:
    if not text:
        return None
    found = check_tax_id(text)
    verdict = Verdict.NOT_RUN if found.is_valid is None else _verdict(good=found.is_valid)
    return _check(field, title, verdict, found.says, field)


def _check(check_id: str, title: str, verdict: Verdict, says: str, field: str) -> Check:
    return Check(id=check_id, title=title, verdict=verdict, says=says, field=field)
