"""票种 from the title printed on the face, or as lists and people name it.

The title beats the number: a 20-digit number alone tells no kind. What decides is
written here as the words themselves, the more telling ones first.
"""

from __future__ import annotations

import re

from chapiao.invoice.kind import Kind
from chapiao.invoice.typed import halfwidth

_NOISE = re.compile(r"[\s\u3000:：《》“”\"']+")
_BRACKETS = str.maketrans("〔〕【】[]{}〈〉<>", "()()()()()()")
_DIGITAL = re.compile(r"数电|全电|数字化|^电子发票(?:\(|增值税|普通)|电子发票服务平台")
_VAT = {
    "二手车": (Kind.DIGITAL_USED_VEHICLE, Kind.PAPER_DIGITAL_USED_VEHICLE, Kind.USED_VEHICLE),
    "机动车": (Kind.DIGITAL_VEHICLE, Kind.PAPER_DIGITAL_VEHICLE, Kind.VEHICLE),
    "专": (Kind.DIGITAL_SPECIAL, Kind.PAPER_DIGITAL_SPECIAL, Kind.SPECIAL),
    "普": (Kind.DIGITAL_ORDINARY, Kind.PAPER_DIGITAL_ORDINARY, Kind.ORDINARY),
}
# Without one of these a 专用发票 is that of a bus line or a car park.
_OF_TAX_SYSTEM = re.compile(r"增值税|[专普]票|电子[专普]|通行费|机动车|二手车|^(?:专用|普通)发票$")
# The first line that fits decides.
_OTHERS: tuple[tuple[str, Kind], ...] = (
    (r"入账信息|入账凭证", Kind.BOOKING),
    (r"(?:铁路|火车).*(?:电子客票|电子发票)|铁路电子", Kind.RAIL),
    (r"火车票|仅供报销使用|铁路.*(?:车票|报销凭证)", Kind.PAPER_TRAIN),
    (r"航空运输|电子客票行程单|机票行程单", Kind.AIR),
    (r"行程单|行程报销单|TRIPTABLE", Kind.TRIP_SHEET),
    (r"对账单|银行.*明细|账户明细|交易明细", Kind.BANK_STATEMENT),
    (r"回单|回执|(?:收款|付款|进账|入账)通知|进账单", Kind.BANK_RECEIPT),
    (r"汇总单|销货清单$|应税劳务清单$", Kind.OTHER),
    (r"区块链|^深圳(?:市)?电子普通发票", Kind.BLOCKCHAIN),
    (r"财政|票据|非税|收费.*收据|捐赠", Kind.FISCAL),
    (r"不是发票|(?:收据|发货单|送货单|结账单|报价单|合同)$", Kind.OTHER),
    (r"定额", Kind.QUOTA),
    (r"出租(?:汽车|车)", Kind.TAXI),
    (r"手工|手写", Kind.MANUAL),
    (r"机打|平推式|冠名|[国地]?(?:家|方)?税务?局通用", Kind.MACHINE),
)


def kind_from_title(title: str, *, second_number: str = "") -> Kind | None:
    """Return the kind that a title names; None when it names none.

    With the second, 20-digit number of a paper invoice it is one of the 数电纸票,
    whose titles are those of the older papers.

    >>> kind_from_title("电子发票（增值税专用发票）").value
    '数电票（增值税专用发票）'
    >>> kind_from_title("电子发票普通发票").value  # OCR loses the brackets
    '数电票（普通发票）'
    >>> kind_from_title("北京增值税电子普通发票").value
    '增值税电子普通发票'
    >>> kind_from_title("增值税专用发票", second_number="25112000000012345678").value
    '数电纸票（增值税专用发票）'
    """
    plain = plain_title(title)
    if re.search(r"货物运输业|货运专(?:用发)?票", plain):
        kind: Kind | None = Kind.FREIGHT
    elif "增值税" in plain:
        kind = _vat(plain)
    else:
        kind = next((kind for words, kind in _OTHERS if re.search(words, plain)), None)
        kind = kind or _vat(plain)
    return _as_paper_digital(kind) if second_number and kind else kind


def plain_title(title: str) -> str:
    """Return a title without blanks, with half-width round brackets."""
    return _NOISE.sub("", halfwidth(title)).translate(_BRACKETS).upper()


def _vat(plain: str) -> Kind | None:
    """Tell the invoices of the tax system apart: digital, its paper, or the older ones."""
    digital_system = _DIGITAL.search(plain) is not None
    found = next((kinds for word, kinds in _VAT.items() if word in plain), None)
    if found is None:
        toll = Kind.DIGITAL_ORDINARY if digital_system else Kind.TOLL
        return toll if "通行费" in plain and (digital_system or "电子" in plain) else None
    digital, paper, older = found
    if digital_system:
        return paper if "纸" in plain else digital
    return _older(plain, older) if _OF_TAX_SYSTEM.search(plain) else None


def _older(plain: str, kind: Kind) -> Kind:
    """Tell the electronic, toll and roll forms of the older invoices."""
    if kind not in {Kind.SPECIAL, Kind.ORDINARY}:
        return kind
    if "通行费" in plain:
        return Kind.TOLL
    if "电子" in plain:
        return Kind.E_SPECIAL if kind is Kind.SPECIAL else Kind.E_ORDINARY
    return Kind.ROLL if "卷" in plain else kind


def _as_paper_digital(kind: Kind) -> Kind:
    return next((paper for _, paper, older in _VAT.values() if kind is older), kind)
