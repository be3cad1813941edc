"""Rows of the pool that already say all that an export says: most of a second import.

They are compared as JSON keeps them, without an object for each. What this cannot settle
is left to `import_judge`, which says the same of the rows that are settled here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from chapiao.actions.import_judge import FILLED_IN, TAKEN_OVER
from chapiao.invoice.model import DIGITAL_LENGTH
from chapiao.store.bulk_values import read_each
from chapiao.store.models import Entity, Invoice, Party
from chapiao.store.parties import Named, plain

_WHOSE = ("id", "key", "second_key", "snapshot_id", "entity_id", "owner_id")
_SIDES = (("seller_id", "seller"), ("buyer_id", "buyer"))
_COLUMNS = (*_WHOSE, "seller_id", "buyer_id", "lines", *TAKEN_OVER, *FILLED_IN)
_AT = {name: at for at, name in enumerate(_COLUMNS)}
_TAKEN = tuple((name, _AT[name]) for name in TAKEN_OVER)
_FILLED = tuple((name, _AT[name]) for name in FILLED_IN)
_NAMED = tuple((_AT[column], f"{side}_name", f"{side}_tax_id") for column, side in _SIDES)
_KEY, _SECOND, _SNAPSHOT, _ENTITY, _OWNER = (_AT[name] for name in _WHOSE[1:])
_LINES, _DAY = _AT["lines"], _AT["issued_on"]
_BLANK = (None, "")


@dataclass(frozen=True, slots=True)
class Known:
    """Our rows by each identity, and the name and tax id of each party."""

    rows: Mapping[str, tuple[Any, ...]]
    parties: Mapping[int, Named]

    def come_with(self, key: str, snapshot: int) -> bool:
        """Whether our row of this identity came with this import, or was last changed by it."""
        row = self.rows.get(key)
        return row is not None and row[_SNAPSHOT] == snapshot

    def says_all(self, key: str, told: Mapping[str, Any]) -> bool:
        """Whether our row of this identity says all that is told, a payload as JSON keeps it."""
        row = self.rows[key]
        get = told.get
        for name, at in _TAKEN:
            new = get(name)
            if new != row[at] and new not in _BLANK:
                return False
        for name, at in _FILLED:
            if row[at] in _BLANK and get(name) not in _BLANK:
                return False
        if get("lines") and row[_LINES] in ("[]", []):
            return False
        if get("second_number") and row[_SECOND] is None:
            return False
        return all(self._is_same(row[at], get(name), get(tax_id)) for at, name, tax_id in _NAMED)

    def _is_same(self, party: int, name: str | None, tax_id: str | None) -> bool:
        held_name, held_id = self.parties[party]
        if tax_id and tax_id != held_id:
            return False
        return not name or name == held_name or bool(held_name and plain(held_name) == plain(name))


def known(keys: Collection[str], entity: Entity | None, owner: int) -> Known:
    """Return our rows in the pool of a company, or of a person where no company is known."""
    found = read_each(Invoice, _COLUMNS, "key", keys)
    digital = [key for key in keys if len(key) == DIGITAL_LENGTH]
    found += read_each(Invoice, _COLUMNS, "second_key", digital) if digital else []
    at, whose = (_OWNER, owner) if entity is None else (_ENTITY, entity.pk)
    rows: dict[str, tuple[Any, ...]] = {}
    for row in found:
        if row[at] == whose and (entity is not None or row[_ENTITY] is None):
            day = row[_DAY]
            told = (
                row
                if day is None or type(day) is str
                else (*row[:_DAY], str(day), *row[_DAY + 1 :])
            )
            rows |= {key: told for key in (row[_KEY], row[_SECOND]) if key}
    ids = {row[at] for row in rows.values() for at, _, _ in _NAMED}
    named = read_each(Party, ("id", "name", "tax_id"), "id", ids) if ids else []
    return Known(rows, {pk: (name, tax_id) for pk, name, tax_id in named})
