"""所填名称与台账里的只是写法不同。"""

from __future__ import annotations

from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

SURE = 0.85


@rule(
    cause="buyer_name_form",
    title="名称与台账里的写法不同",
    source="domain §4.5 [C]：按名称逐字查的列表，空格、括号、全半角不同就查不到",
)
def listed_name_form(
    typed_names: tuple[str, ...],
    listed_names: frozenset[str],
    entry: Entry,
    told: frozenset[Outcome],
) -> Finding | RuledOut | None:
    if entry is not Entry.OWN or not typed_names or Outcome.NOT_FOUND not in told:
        return None
    for typed in typed_names:
        known = next((one for one in sorted(listed_names) if same_name(typed, one)), None)
        if known is None or typed in listed_names:
            continue
        return Finding(
            says=f"所填「{typed}」在台账里写作「{known}」，只是写法不同，逐字查会查不到。",
            certainty=Certainty.LIKELY,
            evidence=(
                Evidence("所填名称", seen=f"「{typed}」", expected=known, source="本系统台账"),
            ),
            steps=(Step("按台账里的写法填，或改按号码查", Who.ASKER),),
            corrections=(
                Correction(
                    fields={"seller": known},
                    typed={"seller": typed},
                    because="台账里是这样写的",
                    confidence=SURE,
                ),
            ),
        )
    return RuledOut("所填名称与台账里的写法没有出入")
