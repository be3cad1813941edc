"""A sheet with a row for each line of goods → a row for each invoice, its sums added up."""

from __future__ import annotations

from typing import Any, Final

from chapiao.readers.lists.model import MONEY, no_columns
from chapiao.readers.lists.rows import Taken

_IDENTITY: Final = ("code", "number", "second_number")


def summed(taken: Taken) -> Taken:
    """Add the rows of one invoice up; rows without a number stay as they are.

    A row of an invoice that comes again stands where its first one does.
    """
    columns = taken.columns
    keys = list(zip(*(columns[name] for name in _IDENTITY), strict=True))
    if len(set(keys)) == len(keys):
        return taken
    out: dict[str, list[Any]] = no_columns()
    at: dict[tuple[str, ...], int] = {}
    for place, key in enumerate(keys):
        first = at.get(key) if key[1] else None
        if first is None:
            at[key] = len(out["row"])
            for name, column in out.items():
                column.append(columns[name][place])
            continue
        for name in MONEY:
            more = columns[name][place]
            before = out[name][first]
            out[name][first] = more if before is None else before + (more or 0)
    return Taken(out, taken.refused, taken.damaged, taken.doubted)
