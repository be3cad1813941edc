"""几份文件里，有一份的购买方不是本单位。"""

from __future__ import annotations

from chapiao.diagnosis.facts import OurEntity
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import Faces, Seal

TWO = 2


@rule(
    cause="not_our_title",
    title="另一份文件的购买方不是本单位",
    source="domain §2.3；requirements N7：带签章的数据文件比版式文件可信",
)
def file_not_ours(faces: tuple[Faces, ...], ours: tuple[OurEntity, ...]) -> Finding | None:
    sound = [one for one in faces if one.is_structured and one.seal is not Seal.FAILED]
    for one in sound if len(faces) >= TWO else ():
        name, tax_id = one.invoice.buyer_name or "", one.invoice.buyer_tax_id or ""
        known = bool(name or tax_id)
        if known and not any(each.is_now(name, tax_id) or each.was(name, tax_id) for each in ours):
            return Finding(
                says=f"{one.name}是数据文件，它的购买方是「{name or tax_id}」，不是本单位。",
                certainty=Certainty.POSSIBLE,  # the files contradict each other; that comes first
                evidence=(Evidence("购买方", seen=name or tax_id, source=one.name),),
                steps=(Step("以税务局交付的数据文件为准，请销售方说明", Who.SELLER),),
                recheck=Recheck.NEVER,
            )
    return None
