"""XML feeds of invoicing platforms: tags in pinyin (FPHM), Chinese (发票号码) or as the bureau's.

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

# In capitals and without the lines that some put into them (XSF_MC).
_TAGS = {
    "number": "SDFPHM QDFPHM 数电发票号码 数电票号码 FPHM 发票号码 INVOICENUMBER",
    "code": "FPDM 发票代码",
    "issued_on": "KPRQ 开票日期 ISSUETIME REQUESTTIME",
    "check_code": "JYM 校验码",
    "buyer_name": "GMFMC GFMC GHFMC GHDWMC 购买方名称 购方名称 BUYERNAME",
    "buyer_tax_id": "GMFNSRSBH GFSBH GFSH GHFNSRSBH GHDWSBH 购买方纳税人识别号"
    " 购方识别号 BUYERIDNUM",
    "seller_name": "XSFMC XFMC XHFMC XHDWMC 销售方名称 销方名称 SELLERNAME",
    "seller_tax_id": "XSFNSRSBH XFSBH XFSH XHFNSRSBH XHDWSBH 销售方纳税人识别号"
    " 销方识别号 SELLERIDNUM",
    "amount": "HJJE 合计金额 金额合计 不含税金额 TOTALAMWITHOUTTAX",
    "tax": "HJSE 合计税额 税额合计 TOTALTAXAM",
    "total": "JSHJ 价税合计 TOTALTAX-INCLUDEDAMOUNT",
    "capital": "JSHJDX 价税合计大写 TOTALTAX-INCLUDEDAMOUNTINCHINESE",
    "remark": "BZ 备注 REMARK",
    "drawer": "KPR 开票人 DRAWER",
    "title": "FPZLMC FPMC 发票票种 发票类型 LABELNAME",
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
        texts.setdefault(name.upper().replace("_", ""), text)
    got = {field: _first(texts, tags.split()) for field, tags in _TAGS.items()}
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


def _first(texts: dict[str, str], tags: list[str]) -> str | None:
    given = [texts[tag] for tag in tags if tag in texts]
    return next((text for text in given if text), given[0] if given else None)
