"""粘贴的文字：the fields of an invoice in whatever somebody pasted.

One field on the page takes a number, the text of a QR code, or a whole paragraph
out of a chat. What is found is handed on as raw text, as if it had been typed
into the fields; nothing is judged here, and nothing is ever refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chapiao.invoice import money
from chapiao.invoice.kind import Kind
from chapiao.invoice.qr import BadQr, parse_qr
from chapiao.invoice.title import kind_from_title
from chapiao.invoice.typed import halfwidth

LONGEST = 5_000  # characters looked at; an invoice is told in far fewer
ONE_TOKEN = 48  # a number with blanks and a label is never longer

QR_TEXT = re.compile(r"\b01,\d{2},[0-9A-Za-z,.\-]*|https?://bcfp\.[^\s，。]+", re.IGNORECASE)
_TITLE = re.compile(
    r"电子发票\((?:增值税专用发票|普通发票|铁路电子客票|航空运输电子客票行程单)\)"
    r"|[一-鿿]{0,12}(?:增值税|通用|出租汽?车|区块链)[一-鿿]{0,12}(?:发票|票据)|财政电子票据"
)

_SPACED = r"\d(?:[ \t-]?\d)"
_RUN = r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"  # 20260305
_DATE = rf"\d{{4}}[-/.年]\s?\d{{1,2}}[-/.月]\s?\d{{1,2}}日?|{_RUN}"
_MONEY = r"[-−]?\d[\d,]{0,18}(?:\.\d{1,2})?"
_NAME = r"[^\s:,;。|]{2,60}"
_TO = r"(?:是|为|[:=])?\s*"
# One pattern a field, the surest first; labels are those of faces, exports and chats.
_LABELLED: dict[str, tuple[re.Pattern[str], ...]] = {
    "number": tuple(
        re.compile(
            rf"(?:数电(?:票|发票)号码|发票号码|票据号码|发票号|票号|号码){_TO}(?:NO\.?\s*)?({what})",
            re.IGNORECASE,
        )
        for what in (rf"{_SPACED}{{7,22}}(?!\d)", r"\d+\.\d+E\+?\d+", r"[0-9A-Za-z]{6,24}")
    ),
    "code": (
        re.compile(rf"(?:发票代码|票据代码|(?<!信用)代码){_TO}({_SPACED}{{6,12}}(?![0-9A-Za-z]))"),
    ),
    "date": (
        re.compile(rf"(?:开票日期|填开日期|开票时间|日期){_TO}({_DATE}|\d{{1,2}}月\d{{1,2}}日)"),
    ),
    "amount": tuple(
        re.compile(rf"{label}[^\d\-−\n]{{0,{reach}}}({_MONEY})")
        for label, reach in (
            ("价税合计", 40),  # the amount in words stands between
            ("(?:发票|开票|总|合计|含税|不含税)?金额", 12),
            ("(?:合计|总计|总价)", 12),
        )
    ),
    "check_code": (
        re.compile(rf"校验码(?:后?[六6]位)?{_TO}([0-9A-Za-z](?:[ ]?[0-9A-Za-z]){{4,19}})"),
    ),
    "buyer": (
        re.compile(
            rf"(?:购买方名称|购方名称|购买方|购方|发票抬头|抬头)(?:信息)?{_TO}(?:名称{_TO})?({_NAME})"
        ),
    ),
    "seller": (
        re.compile(
            rf"(?:销售方名称|销方名称|销售方|销方|开票方)(?:信息)?{_TO}(?:名称{_TO})?({_NAME})"
        ),
    ),
}
_BARE: dict[str, tuple[re.Pattern[str], ...]] = {
    "number": (
        re.compile(r"(?<![\d.])(\d(?:[ ]?\d){19})(?![\d])"),
        re.compile(r"(?<![\d.])(\d{8})(?![\d.,年])"),
        re.compile(r"(?<![\d.])(\d{16,22})(?!\d)"),
    ),
    "code": (re.compile(r"(?<!\d)([01]\d{11})(?!\d)"), re.compile(r"(?<!\d)(\d{9}0)(?!\d)")),
    "date": (re.compile(rf"(?<!\d)({_DATE})"), re.compile(r"(?<!\d)(\d{1,2}月\d{1,2}[日号])")),
    "amount": (re.compile(rf"¥\s?({_MONEY})"), re.compile(rf"(?<![\d.])({_MONEY})\s?元")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What was found, raw; "" where nothing was."""

    number: str = ""
    code: str = ""
    date: str = ""
    amount: str = ""
    check_code: str = ""
    buyer: str = ""
    seller: str = ""
    hint: Kind | None = None


def extract(text: str) -> Pasted:
    """Return the fields found in the text.

    >>> extract("01,32,,26112000000012345678,264.00,20260105,,9B52").date
    '2026-01-05'
    >>> extract("请查 发票代码：011002600111 发票号码：12345678").code
    '011002600111'
    """
    plain = halfwidth(text[:LONGEST]).replace("￥", "¥")
    scanned = _from_qr(plain)
    if scanned is not None:
        return scanned
    if len(plain) <= ONE_TOKEN and not _says_more(plain):
        return Pasted(number=plain)
    return _from_prose(plain)


def _says_more(plain: str) -> bool:
    """Whether a short text is more than a number: it has words of its own, or several runs."""
    words = re.sub(r"发票号码|票据号码|数电票号码|号码|NO\.?", "", plain, flags=re.IGNORECASE)
    runs = re.findall(r"\d{8,}", plain)
    return bool(re.search(r"[一-鿿]", words)) or len(runs) > 1


def _from_qr(plain: str) -> Pasted | None:
    found = QR_TEXT.search(plain)
    if not found:
        return None
    try:
        said = parse_qr(found[0])
    except BadQr:
        return None
    return Pasted(
        number=said.number or "",
        code=said.code or "",
        date=said.issued_on.isoformat() if said.issued_on is not None else "",
        amount=money.plain(said.amount) if said.amount is not None else "",
        check_code=said.check_code or "",
        hint=said.kind,
    )


def _from_prose(plain: str) -> Pasted:
    found: dict[str, str] = {}
    rest = plain
    for field, patterns in _LABELLED.items():
        _take(field, patterns, plain, found)
    for value in found.values():
        rest = rest.replace(value, " · ")
    for field in ("code", "date", "number", "amount"):
        if field not in found:
            _take(field, _BARE[field], rest, found)
            rest = rest.replace(found.get(field, "\0"), " · ")
    title = _TITLE.search(plain)
    return Pasted(**found, hint=kind_from_title(title[0]) if title else None)


def _take(
    field: str, patterns: tuple[re.Pattern[str], ...], text: str, found: dict[str, str]
) -> None:
    for pattern in patterns:
        hit = pattern.search(text)
        if hit:
            found[field] = hit[1]
            return
