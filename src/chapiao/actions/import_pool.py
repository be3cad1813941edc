"""Into whose pool the rows of an export go, and who may put them there.

An export has few parties and many rows: what is found for a pair of them is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from chapiao.actions.whose import Group
from chapiao.store import access
from chapiao.store.access import Reach
from chapiao.store.models import Entity, Snapshot

REMEMBERED = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The rows of one company, or of a person where no company is known.

    `refused` says why this person's rows may not go there; "" when they may.
    """

    entity: Entity | None
    refused: str


class Pools:
    """The pools that rows of one import go into."""

    def __init__(self, snapshot: Snapshot, ours: Group) -> None:
        self._snapshot = snapshot
        self._ours = ours
        self._seen = access.reach(snapshot.uploaded_by)
        self._made: dict[int | None, Pool] = {}
        # buyer's name and tax id, seller's name and tax id → pool
        self.of = lru_cache(REMEMBERED)(self._of)

    def _of(
        self,
        buyer_name: str | None,
        buyer_tax_id: str | None,
        seller_name: str | None,
        seller_tax_id: str | None,
    ) -> Pool:
        buyer = self._ours.named(buyer_tax_id, buyer_name)
        seller = self._ours.named(seller_tax_id, seller_name)
        entity = _whose(self._snapshot, buyer, seller)
        key = None if entity is None else entity.pk
        if key not in self._made:
            self._made[key] = Pool(entity, not_theirs(entity, self._seen))
        return self._made[key]


def not_theirs(entity: Entity | None, seen: Reach) -> str:
    """Say why a row may not be imported by this person; "" when it may."""
    if entity is None or seen.everything or entity.pk in seen.entities:
        return ""
    if entity.pk in seen.limited:
        return f"这张发票属于「{entity.name}」，您在该企业的数据范围有限，不能导入"
    return "这张发票不属于您的企业：您不是该企业的人员，不能导入"


def _whose(snapshot: Snapshot, buyer: Entity | None, seller: Entity | None) -> Entity | None:
    """Return the company into whose pool a row goes: the export's own, where it is a party."""
    own = snapshot.entity
    if own is not None and (own in (buyer, seller) or (buyer is None and seller is None)):
        return own
    return buyer or seller
