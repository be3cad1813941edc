"""查的入口没有这种票。

The table of entries says where each kind is looked up; the right one is named with the
fields that it asks for.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import ON_PAPER
from chapiao.diagnosis.where import first_route, holds
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import DIGITAL, Kind

# An entry that says this of an invoice has it, whatever the table of entries says.
KNOWS = frozenset(
    {
        Outcome.MATCH,
        Outcome.MISMATCH,
        Outcome.VOIDED,
        Outcome.RED,
        Outcome.DETAIL_MISSING,
        Outcome.LIMIT,
        Outcome.SAME_DAY,
    }
)


@rule(
    cause="wrong_entry",
    title="查询入口不对",
    source="domain §2.1：各票种的查询入口与要填的字段",
)
def wrong_entry(
    entry: Entry,
    entry_kind: Kind,
    kind_known: bool,
    paper_here: bool,
    mixed_identity: bool,
    kind_on_paper: bool,
    region: str,
    told: frozenset[Outcome],
) -> Finding | RuledOut | None:
    if holds(entry, entry_kind, region or None) or told & KNOWS:
        return RuledOut(f"{entry}能查{entry_kind}")
    if mixed_identity and any(holds(entry, kind, region or None) for kind in DIGITAL):
        return None  # a code beside twenty digits: what was typed is wrong, not the place
    if paper_here:
        return None  # the paper itself is of a kind to be had there: what was typed is wrong
    if not kind_known and any(holds(entry, kind, region or None) for kind in DIGITAL):
        return None  # twenty digits alone: it may be of a kind that is to be had there
    right = first_route(entry_kind, region or None)
    if right is None or (not entry_kind.is_invoice and entry_kind is not Kind.PAPER_TRAIN):
        return None
    fields = "、".join(one.label for one in right.fields) or right.note
    return Finding(
        says=f"{entry}没有{entry_kind}，要到{right.place}查。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                "票种", seen=str(entry_kind), source=ON_PAPER if kind_on_paper else "票面或代码"
            ),
            Evidence(
                "查的入口",
                seen=str(entry),
                expected=right.place,
                source="各入口查得到的票种",
            ),
        ),
        steps=(Step(f"到{right.place}查，要填：{fields}", Who.ASKER),),
    )
