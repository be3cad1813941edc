"""A doubt before a check is spent: what we can tell to be wrong is not sent anywhere.

The same rules that explain a miss are asked before there is one, at the entry's own
fields. They cost nothing; a check costs one of five.
"""

from __future__ import annotations

from dataclasses import replace

from chapiao.diagnosis.answer import answer
from chapiao.diagnosis.cause import Family
from chapiao.diagnosis.engine import diagnose
from chapiao.diagnosis.facts import Facts, Unsaid
from chapiao.invoice.entry import Entry

# Causes beside mistakes in typing that a check cannot do anything about.
IN_VAIN = frozenset({"same_day", "too_old", "wrong_entry", "not_an_invoice", "kind_mixed_up"})
OURS = frozenset({"entered_wrong"})  # our own row is wrong, not what was typed


def doubt_about(facts: Facts, in_vain: frozenset[str] = IN_VAIN) -> str:
    """Return what is wrong with the fields, in a sentence; "" when nothing is known to be.

    `in_vain`: the causes for which asking there is no use.
    """
    asked = replace(facts, entry=Entry.PLATFORM, words="", heard=Unsaid.NOTHING)
    told = answer(asked, diagnose(asked))
    if told.corrections:
        first = told.corrections[0]
        wanted = "、".join(first.fields.values())
        return f"填的像是有误：{first.because}，改成{wanted}再查"
    for one in told.causes:
        typed = one.cause.family is Family.INPUT and one.cause.id not in OURS
        if one.asserted and (typed or one.cause.id in in_vain):
            return f"先不要查：{one.says}"
    return ""
