"""当前身份是另一家企业。

Only where the entry shows one company's invoices at a time. Another company of the
asker's own is a switch away; one they may not act for is a matter of permission.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import OurEntity
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.people import Asker
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

BY_COMPANY = frozenset({Entry.ETAX, Entry.OWN, Entry.VENDOR})


@rule(
    cause="wrong_company",
    title="切换错了企业",
    source="domain §2.3：电子税务局只看得到当前税号的票；requirements §5 [权限]：身份切换错企业",
)
def wrong_company(
    as_entity: str,
    buyer_seen: tuple[str, str],
    ours: tuple[OurEntity, ...],
    asker: Asker,
    entry: Entry,
    told: frozenset[Outcome],
    held: bool,
) -> Finding | RuledOut | None:
    name, tax_id = buyer_seen
    owner = next((one for one in ours if one.is_now(name, tax_id) or one.was(name, tax_id)), None)
    if entry not in BY_COMPANY or owner is None or not as_entity:
        return None
    if same_name(owner.name, as_entity):
        return RuledOut("当前身份就是票面的购买方")
    # Where nobody told for whom the person may act, it may be any of ours.
    mine = not asker.entities or any(same_name(owner.name, one) for one in asker.entities)
    missed = not told or bool(told & {Outcome.NOT_FOUND, Outcome.NO_PERMISSION})
    if not mine or not missed or (held and entry is Entry.OWN):
        return None
    return Finding(
        says=f"这张票是{owner.name}的，您现在的身份是{as_entity}，那里看不到它。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("当前身份", seen=as_entity, expected=owner.name, source="登录身份"),
            Evidence("票面购买方", seen=name or tax_id, source="票面"),
        ),
        steps=(Step(f"切换到{owner.name}再查", Who.ASKER),),
    )
