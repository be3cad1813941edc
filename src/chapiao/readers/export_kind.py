"""The kind of an exported invoice, where the list does not name it or its sums go by it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.kind import Kind

# Their totals hold more than amount and tax.
TOTAL_HOLDS_MORE: Final = frozenset({Kind.AIR, Kind.RAIL})


@lru_cache(4096)
def kind_by_code(code: str) -> Kind | None:
    """Return the kind that a code tells; None where it tells none."""
    try:
        return parse_code(code).kind
    except BadCode:
        return None
