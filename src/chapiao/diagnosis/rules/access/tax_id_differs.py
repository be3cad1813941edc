"""票面名称和税号，一项是本单位的，另一项不是。"""

from __future__ import annotations

from chapiao.diagnosis.facts import OurEntity
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

BY_IDENTITY = frozenset({Entry.ETAX, Entry.OWN})


@rule(
    cause="identity_mismatch",
    title="票面名称与税号不是同一家",
    source="requirements R16：单位名称、税号与票面逐字比较；domain §4.4 [B]：税号有校验位",
)
def tax_id_differs(
    buyer_seen: tuple[str, str],
    ours: tuple[OurEntity, ...],
    entry: Entry,
    told: frozenset[Outcome],
    held: bool,
) -> Finding | RuledOut | None:
    name, tax_id = buyer_seen
    if not name or not tax_id:
        return None
    by_name = next((one for one in ours if same_name(name, one.name)), None)
    by_id = next((one for one in ours if one.tax_id == tax_id), None)
    mine = by_name or by_id
    if mine is None:
        return None
    if by_name is by_id or mine.was(name, tax_id):
        return RuledOut("票面的名称和税号都是本单位的")
    right = mine.tax_id if by_name is not None else mine.name
    what, seen = ("税号", tax_id) if by_name is not None else ("名称", name)
    missed = bool(told & {Outcome.NOT_FOUND, Outcome.MISMATCH}) or (entry is Entry.OWN and not held)
    return Finding(
        says=f"票面的{what}是「{seen}」，{mine.name}的是「{right}」，对不上。",
        certainty=Certainty.LIKELY if entry in BY_IDENTITY and missed else Certainty.NOTE,
        evidence=(Evidence("票面购买方", seen=seen, expected=right, source="票面"),),
        steps=(
            Step("逐字核对；票面开错的请销售方红冲重开", Who.SELLER),
            Step("本单位资料录错的，请管理员改正", Who.BUYER_ADMIN),
        ),
    )
