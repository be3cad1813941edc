"""Whether digits that stand in one field read as what belongs in another."""

from __future__ import annotations

from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.number import FISCAL
from chapiao.invoice.region import code_region


def reads_as_code(digits: str, this_year: int) -> bool:
    """Whether ten digits are a code: a known kind, a region and a year not to come."""
    if len(digits) != FISCAL:
        return False
    try:
        code = parse_code(digits)
    except BadCode:
        return False
    place = code_region(code.region or "")
    return code.kind is not None and place is not None and (code.year or 0) <= this_year
