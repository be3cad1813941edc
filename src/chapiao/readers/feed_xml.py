"""XML feeds of invoicing platforms, in pinyin tags (FPHM) or Chinese ones (发票号码).

There is no standard; a document is one of these when it names a number and at least
two more fields. Source: domain §6.1 (other dialects) [C].
"""

from __future__ import annotations

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.invoice.model import Invoice
from chapiao.readers import said, xml_file
from chapiao.readers.reading import Reading, Witness
from chapiao.readers.said import Said

_TAGS = {
    "number": ("SDFPHM", "QDFPHM", "数电发票号码", "数电票号码", "FPHM", "发票号码"),
    "code": ("FPDM", "发票代码"),
    "issued_on": ("KPRQ", "开票日期"),
    "check_code": ("JYM", "校验码"),
    "buyer_name": ("GMFMC", "GFMC", "购买方名称", "购方名称"),
    "buyer_tax_id": ("GMFNSRSBH", "GFSBH", "GFSH", "购买方纳税人识别号", "购方识别号"),
    "seller_name": ("XSFMC", "XFMC", "销售方名称", "销方名称"),
    "seller_tax_id": ("XSFNSRSBH", "XFSBH", "XFSH", "销售方纳税人识别号", "销方识别号"),
    "amount": ("HJJE", "合计金额", "金额合计", "不含税金额"),
    "tax": ("HJSE", "合计税额", "税额合计"),
    "total": ("JSHJ", "价税合计"),
    "capital": ("JSHJDX", "价税合计大写"),
    "remark": ("BZ", "备注"),
    "drawer": ("KPR", "开票人"),
    "title": ("FPZLMC", "FPMC", "发票票种", "发票类型"),
}
_ENOUGH = 3


def accepts(head: bytes) -> bool:
    """Take any XML that the readers before it have not taken."""
    plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").strip(b"\xff\xfe \r\n\t")
    return plain.startswith(b"<")


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoice of the document.

    Raises:
        ReadError: not well formed, unsafe, or no invoice.
    """
    return xml_file.read(data, says)


def says(root: Element) -> Said | None:
    """Return what the document says; None when it is none of these."""
    texts: dict[str, str] = {}
    for name, text in safe_xml.leaves(root).items():
        texts.setdefault(name.upper(), text)
    got = {field: _first(texts, tags) for field, tags in _TAGS.items()}
    number = said.number(got["number"])
    if number is None or sum(1 for text in got.values() if text) < _ENOUGH:
        return None
    code = said.code(got["code"])
    return Said(
        witness=Witness.XML,
        capital=got["capital"],
        invoice=Invoice(
            kind=said.kind(got["title"]),
            code=code or ("" if len(number) == 20 else None),  # noqa: PLR2004 - 数电票
            number=number,
            issued_on=said.day(got["issued_on"]),
            check_code=said.check_code(got["check_code"]),
            buyer_name=said.party(got["buyer_name"]),
            buyer_tax_id=said.tax_id(got["buyer_tax_id"]),
            seller_name=said.party(got["seller_name"]),
            seller_tax_id=said.tax_id(got["seller_tax_id"]),
            amount=said.money(got["amount"]),
            tax=said.money(got["tax"]),
            total=said.money(got["total"]),
            remark=got["remark"],
            drawer=got["drawer"],
            title=got["title"],
        ),
    )


def _first(texts: dict[str, str], tags: tuple[str, ...]) -> str | None:
    given = [texts[tag] for tag in tags if tag in texts]
    return next((text for text in given if text), given[0] if given else None)
