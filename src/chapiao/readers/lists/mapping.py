"""What a person says that the columns of a list are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chapiao.readers import export_headings
from chapiao.readers.export_assigned import BadColumns
from chapiao.readers.lists.headings import (
    ASSIGNABLE,
    INVOICE_FIELDS,
    INVOICES,
    PAYMENT_FIELDS,
    PAYMENTS,
    VOUCHER_FIELDS,
    VOUCHERS,
    heading,
)
from chapiao.readers.lists.model import TEXTS

WORDS: Final[Mapping[str, str]] = {**export_headings.ASSIGNABLE, **ASSIGNABLE}
_FIELDS: Final = {*INVOICES, *VOUCHERS, *PAYMENTS, *TEXTS, "digital", "amount", "tax", "total"}
_NAMED: Final = {heading(words): field for words, field in WORDS.items()}


def field_named(words: str) -> str | None:
    """Return the field that a person calls so; "" for a column to leave out; None for none.

    >>> field_named("发票号码"), field_named("total"), field_named("不比对"), field_named("心情")
    ('number', 'total', '', None)
    """
    plain = heading(words)
    if plain in _NAMED:
        return _NAMED[plain]
    if plain in _FIELDS:
        return plain
    for table in (INVOICE_FIELDS, VOUCHER_FIELDS, PAYMENT_FIELDS):
        if plain in table:
            return table[plain][0]
    return None


def said(given: Mapping[str, str]) -> dict[str, str]:
    """Return heading → field, from headings as written and the fields' names.

    Raises:
        BadColumns: a field is not known.
    """
    found: dict[str, str] = {}
    for one, words in given.items():
        field = field_named(words)
        if field is None:
            known = "、".join(WORDS)
            msg = f"不认识字段「{words[:20]}」；可以用：{known}"
            raise BadColumns(msg)
        found[heading(one)] = field
    return found
