"""台账里同一张票有两行。"""

from __future__ import annotations

from chapiao.diagnosis.facts import LEDGER, Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry


@rule(
    cause="duplicate",
    title="台账里有两行",
    source="domain §8.2 第22行、§1.3：数电纸票按两个号码各登记一行，是同一张",
)
def two_rows(others: tuple[Record, ...], entry: Entry, answered: str) -> Finding | RuledOut | None:
    rows = [one for one in others if one.source == LEDGER]
    if len({one.invoice.code for one in rows if one.invoice.code}) > 1:
        return None  # one number under several codes: these are several invoices
    if entry is not Entry.OWN or answered:
        return None
    if len(rows) < 2:  # noqa: PLR2004 - the same invoice on two rows
        return RuledOut("台账里只有一行") if rows else None
    return Finding(
        says=f"同一张票在台账里有{len(rows)}行，要留一行、并到一起。",
        certainty=Certainty.LIKELY,
        evidence=tuple(
            Evidence(
                f"台账：{one.owner or '未记姓名'}",
                seen=f"{one.invoice.code or ''} {one.invoice.number}".strip(),
                source=one.source,
            )
            for one in rows
        ),
        steps=(Step("核对这几行是不是同一张，留一行", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
