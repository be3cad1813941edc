"""票面抬头与本单位名称只是写法不同。"""

from __future__ import annotations

import re

from chapiao.diagnosis.facts import OurEntity
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.people import Asker

ABOUT_NAME = re.compile(r"抬头|名称|购买方|购方|单位不")


@rule(
    cause="buyer_name_form",
    title="抬头只是写法不同",
    source="domain §4.5 [C]：名称先统一全半角、括号、空格、间隔号再比",
)
def name_form_ours(
    buyer_seen: tuple[str, str], ours: tuple[OurEntity, ...], asker: Asker, answered: str
) -> Finding | RuledOut | None:
    name, tax_id = buyer_seen
    mine = next((one for one in ours if name and same_name(name, one.name)), None)
    if mine is None:
        return None
    if name == mine.name:
        return RuledOut("抬头与本单位名称一字不差")
    if tax_id and tax_id != mine.tax_id:
        return None
    reaches = bool(ABOUT_NAME.search(answered)) or asker.profile.company is False
    return Finding(
        says=f"票面抬头「{name}」与本单位「{mine.name}」只是写法不同，税号一样，是同一家。",
        certainty=Certainty.CERTAIN if reaches else Certainty.NOTE,
        evidence=(Evidence("抬头", seen=name, expected=mine.name, source="票面"),),
        steps=(Step("按票面的写法填，或请审核按税号认定，不用退票", Who.ASKER),),
    )
