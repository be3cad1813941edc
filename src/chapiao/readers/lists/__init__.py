"""Lists to be compared: any table of invoices, vouchers or payments → rows of one shape.

An export of the bureau, a 用途确认, a ledger of one's own, vouchers of 金蝶 and 用友, and
statements of banks. Nothing is repaired and nothing is left out without a word.
"""

from __future__ import annotations

from chapiao.readers.lists.model import Listing, Noted, Role
from chapiao.readers.lists.table import read

__all__ = ["Listing", "Noted", "Role", "read"]
