"""手里的文件，台账里已有别人的一笔。"""

from __future__ import annotations

from chapiao.diagnosis.facts import LEDGER, Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import Faces
from chapiao.diagnosis.world.people import Asker
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import DocStatus

USED = frozenset({DocStatus.REIMBURSED, DocStatus.BOOKED})


@rule(
    cause="duplicate",
    title="台账里已有同一张票",
    source="domain §8.2 第22行、§1.3：同一身份或数电纸票的另一个号码已经登记",
)
def held_twice(
    others: tuple[Record, ...],
    reading: Invoice,
    faces: tuple[Faces, ...],
    asker: Asker,
    entry: Entry,
    answered: str,
) -> Finding | RuledOut | None:
    if entry is not Entry.OWN or answered:
        return None
    rows = [one for one in others if one.source == LEDGER]
    if len({one.invoice.code for one in rows if one.invoice.code}) > 1:
        return None  # one number under several codes: these are several invoices
    foreign = [
        one
        for one in rows
        if (one.owner not in {"", asker.name} and one.doc_status in USED)
        or one.invoice.number not in {reading.number, reading.second_number}
    ]
    if not foreign and len(rows) < 2:  # noqa: PLR2004 - the same invoice on two rows
        return RuledOut("台账里没有别人的同一张票") if faces else None
    one = (foreign or rows)[0]
    who, state = one.owner or "别人", one.doc_status or "台账"
    return Finding(
        says=f"手里这张票，{who}已经登记了一笔（{state}，{one.invoice.number}），是同一张。",
        certainty=Certainty.LIKELY,
        evidence=tuple(
            Evidence(
                f"台账：{each.owner or '未记姓名'}",
                seen=f"{each.invoice.code or ''} {each.invoice.number}".strip(),
                source=each.source,
            )
            for each in rows
        ),
        steps=(Step("打开先前那一笔核对；确是同一张就不要再报", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
