"""购买方不是本单位。

电子税务局 shows only invoices of the own tax id; the platform shows everybody's, so
there the title explains nothing.
"""

from __future__ import annotations

import re

from chapiao.diagnosis.facts import OurEntity, Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry
from chapiao.invoice.tax_id import check_tax_id, mask_id

ABOUT_TITLE = re.compile(r"抬头|购买方|购方|不是本单位|非本单位")


@rule(
    cause="not_our_title",
    title="抬头不是本单位",
    source="domain §2.3：电子税务局只看得到本单位税号的票；§8.2 第16行",
)
def not_our_title(
    copy: Record, ours: tuple[OurEntity, ...], entry: Entry, held: bool, answered: str
) -> Finding | RuledOut | None:
    name, tax_id = copy.invoice.buyer_name, copy.invoice.buyer_tax_id
    if not name and not tax_id:
        return None
    mine = next((one for one in ours if _is(one, name or "", tax_id or "")), None)
    says_so = bool(ABOUT_TITLE.search(answered))
    listed = says_so or entry is Entry.ETAX  # where it is told by the tax id
    if mine is not None and listed and _of_another(mine, tax_id or ""):
        return _anothers_id(mine, tax_id or "", copy.source)
    if mine is not None:
        return RuledOut("购买方是本单位")
    seller, seller_id = copy.invoice.seller_name or "", copy.invoice.seller_tax_id or ""
    if any(_is(one, seller, seller_id) for one in ours):
        return RuledOut(
            "销售方是本单位，这是销项票",
        )
    seen = " ".join(filter(None, (name, mask_id(tax_id or ""))))
    return Finding(
        says=f"这张票的购买方是「{seen}」，不在本单位的{len(ours)}家企业之内。",
        certainty=_certainty(entry, held, says_so=says_so),
        evidence=(
            Evidence(
                "购买方",
                seen=seen,
                expected="、".join(one.name for one in ours[:3]),
                source=copy.source,
            ),
        ),
        steps=(Step("请销售方按正确抬头和税号重开", Who.SELLER),),
        recheck=Recheck.NEVER,
    )


def _is(one: OurEntity, name: str, tax_id: str) -> bool:
    return one.is_now(name, tax_id) or one.was(name, tax_id)


def _of_another(mine: OurEntity, tax_id: str) -> bool:
    """Whether the name is ours and the tax id a right one, but somebody else's."""
    ours = {mine.tax_id, *mine.former_tax_ids}
    return bool(tax_id) and tax_id not in ours and check_tax_id(tax_id).is_valid is True


def _anothers_id(mine: OurEntity, tax_id: str, source: str) -> Finding:
    return Finding(
        says=f"抬头写着「{mine.name}」，税号「{mask_id(tax_id)}」却是别家的；"
        "按税号归集的地方，它归到了别家。",
        certainty=Certainty.POSSIBLE,
        evidence=(
            Evidence("购买方税号", seen=mask_id(tax_id), expected=mine.tax_id, source=source),
        ),
        steps=(Step("请销售方按正确税号重开", Who.SELLER),),
        recheck=Recheck.NEVER,
    )


def _certainty(entry: Entry, held: bool, *, says_so: bool) -> Certainty:
    if entry is Entry.ETAX or says_so:
        return Certainty.CERTAIN
    if entry is not Entry.OWN:
        return Certainty.POSSIBLE  # true of it, though no reason why this entry has it not
    return Certainty.NOTE if held else Certainty.LIKELY
