"""填写卡: what to type at an entry, ready to copy, in that entry's own form.

The fourth field is the trap: 不含税金额, 价税合计, 校验码后6位 and 车价合计 share one
place on one page, and the right invoice with the wrong one is answered 不一致.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chapiao.invoice import money
from chapiao.invoice.entry import Ask, Entry, Route, entries_for, kind_for_entry, route_to
from chapiao.invoice.model import Invoice

_LAST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CardField:
    """One field: label and value. `value` is None where it is not known or not ours to give."""

    label: str
    value: str | None
    ask: Ask
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillCard:
    """What to type where."""

    entry: Entry | None
    place: str
    url: str
    fields: tuple[CardField, ...]
    note: str


def fill_card(
    invoice: Invoice, entry: Entry | None = None, *, region: str | None = None
) -> FillCard | None:
    """Return what to type for an invoice at an entry, or at the first one for its kind.

    None when the kind is not known or that entry does not hold it.

    >>> card = fill_card(Invoice(number="25112000000012345678", total=106000))
    >>> [(field.label, field.value) for field in card.fields if field.value]
    [('发票号码', '25112000000012345678'), ('价税合计', '1060.00')]
    """
    if entry is Entry.OWN:
        return _own(invoice)
    kind = kind_for_entry(invoice)
    if kind is None:
        return None
    region = region or _region(invoice)
    if entry is not None:
        route = route_to(entry, kind, region)
    else:
        route = next(iter(entries_for(kind, region)), None)
    return card_of(invoice, route) if route else None


def card_of(invoice: Invoice, route: Route) -> FillCard:
    """Return what to type for an invoice along one route."""
    return FillCard(
        entry=route.entry,
        place=route.place,
        url=route.url,
        fields=tuple(
            CardField(
                label=field.label,
                value=value_for(invoice, field.ask),
                ask=field.ask,
                form=field.form,
            )
            for field in route.fields
        ),
        note=route.note,
    )


def value_for(invoice: Invoice, ask: Ask) -> str | None:
    """Return what a field wants of an invoice; None when it is not known.

    >>> value_for(Invoice(check_code="12345678901234567890"), Ask.CHECK_LAST6)
    '567890'
    """
    say = _SAYS.get(ask)
    return None if say is None else say(invoice)


def _own(invoice: Invoice) -> FillCard:
    fields = [CardField(label="发票号码", value=invoice.number, ask=Ask.NUMBER)]
    if invoice.code:
        fields.insert(0, CardField(label="发票代码", value=invoice.code, ask=Ask.CODE))
    return FillCard(entry=Entry.OWN, place=Entry.OWN.value, url="", fields=tuple(fields), note="")


def _region(invoice: Invoice) -> str | None:
    from chapiao.invoice.code import Code
    from chapiao.invoice.region import code_region

    digits = Code(invoice.code).region if invoice.code else None
    region = code_region(digits) if digits else None
    return region.code if region else None


def _plain(fen: int | None) -> str | None:
    return None if fen is None else money.plain(fen)


def _last(text: str | None) -> str | None:
    return text[-_LAST:] if text and len(text) >= _LAST else None


_SAYS: dict[Ask, Callable[[Invoice], str | None]] = {
    Ask.CODE: lambda invoice: invoice.code,
    Ask.NO_CODE: lambda _: "",
    Ask.NUMBER: lambda invoice: invoice.number,
    Ask.DATE: lambda invoice: (
        invoice.issued_on.isoformat().replace("-", "") if invoice.issued_on else None
    ),
    Ask.DATE_DASHED: lambda invoice: invoice.issued_on.isoformat() if invoice.issued_on else None,
    Ask.AMOUNT: lambda invoice: _plain(invoice.amount),
    Ask.TOTAL: lambda invoice: _plain(invoice.total),
    Ask.CHECK: lambda invoice: invoice.check_code or None,
    Ask.CHECK_5: lambda invoice: invoice.check_code or None,
    Ask.CHECK_LAST6: lambda invoice: _last(invoice.check_code),
    Ask.SECOND_LAST6: lambda invoice: _last(invoice.second_number),
    Ask.MACHINE_NO: lambda invoice: invoice.machine_no or None,
}
