"""A code that lost its 0 in a spreadsheet, told from one that lacks another digit."""

from __future__ import annotations

from chapiao.invoice.code import NOT_VERIFIED, BadCode, parse_code
from chapiao.invoice.damage import Damage, code_damage
from chapiao.invoice.region import code_region


def code_lost_zero(typed_code: str, code_known: str) -> Damage | None:
    """Return the damage if the 0 put back makes a code there can be, the known one where known.

    >>> code_lost_zero("11002300111", "").only
    '011002300111'
    >>> code_lost_zero("01100250021", "") is None
    True

    The kind has to be one, too: here a digit of `1100234130` was doubled.

    >>> code_lost_zero("11002341300", "") is None
    True
    """
    damage = code_damage(typed_code)
    if damage is None or damage.only is None:
        return damage
    if code_known:
        return damage if damage.only == code_known else None
    try:
        code = parse_code(damage.only)
    except BadCode:
        return None
    is_one = code.platform_kind != NOT_VERIFIED and code_region(code.region or "") is not None
    return damage if is_one else None
