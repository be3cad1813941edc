"""Whose an invoice is: the company acted for, another of ours, one by its former name, nobody's."""

from __future__ import annotations

from enum import StrEnum

from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.record import OurEntity


class Whose(StrEnum):
    """How the buyer on the face stands to the asker's companies."""

    UNKNOWN = "不知道"
    OURS = "本单位"
    FORMER = "本单位旧名称"
    ANOTHER = "本单位另一家企业"
    FOREIGN = "别家"


def owner_of(buyer: tuple[str, str] | None, ours: tuple[OurEntity, ...]) -> OurEntity | None:
    """Return the company of ours that the buyer is, or was."""
    if buyer is None:
        return None
    _, tax_id = buyer
    if tax_id:  # says more than a name, and is compared sooner
        by_id = next((one for one in ours if one.tax_id == tax_id), None)
        if by_id is not None:
            return by_id
    now = next((one for one in ours if one.is_now(*buyer)), None)
    return now or next((one for one in ours if one.was(*buyer)), None)


def whose(
    buyer: tuple[str, str] | None, ours: tuple[OurEntity, ...], as_entity: str | None
) -> Whose:
    """Return how the buyer stands to the asker's companies."""
    if buyer is None or not ours:
        return Whose.UNKNOWN
    owner = owner_of(buyer, ours)
    if owner is None:
        return Whose.FOREIGN
    if as_entity and not same_name(owner.name, as_entity):
        return Whose.ANOTHER
    former = owner.was(*buyer) and not same_name(buyer[0], owner.name)
    return Whose.FORMER if former or buyer[1] in owner.former_tax_ids else Whose.OURS
