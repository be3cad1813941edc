"""An invoice of the demo as a file of a wanted format, with the name such files come under."""

from __future__ import annotations

from collections.abc import Callable

from chapiao.demo.paper import einvoice, files
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice

_Draw = Callable[[Invoice], bytes]
_DIGITAL: dict[str, _Draw] = {
    "pdf": files.digital_pdf,
    "ofd": files.digital_ofd,
    "xml": einvoice.xml,
}
_FORMS: dict[Kind, dict[str, _Draw]] = {
    Kind.DIGITAL_SPECIAL: _DIGITAL,
    Kind.DIGITAL_ORDINARY: _DIGITAL,
    Kind.E_ORDINARY: {"pdf": files.taxed_pdf, "ofd": files.taxed_ofd},
    Kind.RAIL: {"pdf": files.rail_pdf, "ofd": files.rail_ofd},
    Kind.BANK_RECEIPT: {"pdf": files.bank_pdf},
}
_NAMES = {
    Kind.DIGITAL_SPECIAL: "数电专票",
    Kind.DIGITAL_ORDINARY: "数电普票",
    Kind.E_ORDINARY: "税控电子普票",
    Kind.RAIL: "铁路电子客票",
    Kind.BANK_RECEIPT: "银行电子回单",
}


def sample(invoice: Invoice, form: str) -> tuple[str, bytes]:
    """Return name and bytes of the sample file of an invoice.

    Raises:
        KeyError: no such file is drawn of that kind.
    """
    kind = invoice.kind or Kind.OTHER
    return f"演示样张_{_NAMES[kind]}_{invoice.number}.{form}", _FORMS[kind][form](invoice)
