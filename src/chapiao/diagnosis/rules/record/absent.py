"""我们的各处都没有。

A hypothesis, no more: nobody may have handed it in yet, or it was never ours.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number


@rule(
    cause="not_imported",
    title="可能还没有登记",
    source="requirements R32：台账、税局导出、附件逐一比对",
    of_misses=True,
)
def absent(
    number: Number, entry: Entry, looked: tuple[tuple[str, bool], ...]
) -> Finding | RuledOut | None:
    if entry is not Entry.OWN or not looked:
        return None
    there = [place for place, found in looked if found]
    if there:
        return RuledOut(f"{'、'.join(there)}里有这张票")
    places = "、".join(place for place, _ in looked)
    return Finding(
        says=f"{places}里都没有这张票，可能还没有人把它交来登记。",
        certainty=Certainty.POSSIBLE,
        evidence=tuple(
            Evidence(place, seen=f"没有{number.text}", source=place) for place, _ in looked
        ),
        steps=(Step("把发票文件（PDF、OFD、XML或照片）拖进来登记", Who.ASKER),),
    )
