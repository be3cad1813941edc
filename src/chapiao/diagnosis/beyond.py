"""下一道门: what would stop the person next, once the entry itself answers again.

An entry that is busy, closed or used up says nothing of the invoice, so every rule that
listens to it is silent. They are asked again as if it had not shown the invoice; what they
are sure of is told as well, as a thing to settle meanwhile.
"""

from __future__ import annotations

from dataclasses import replace

from chapiao.diagnosis.cause import Family
from chapiao.diagnosis.engine import diagnose
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.model import Certainty, Evidence
from chapiao.diagnosis.weigh import Explanation, weigh
from chapiao.invoice.answers import Outcome

OF_THE_ENTRY = frozenset({"daily_limit", "blocked", "found", "insufficient"})
# Of the system too, but of the invoice and not of the door.
OF_THE_INVOICE = frozenset({"too_old", "same_day", "not_imported", "seller_not_uploaded"})

# Set up for this account, so worth a look even where it is only possible.
OF_THE_ACCOUNT = frozenset({"etax_permission", "role_missing", "own_scope", "query_filter"})


def next_door(facts: Facts, causes: tuple[Explanation, ...]) -> tuple[Explanation, ...]:
    """Return what stands behind an entry that said nothing of the invoice."""
    if not facts.told or any(one.is_about_invoice for one in facts.told):
        return ()
    if facts.told & {Outcome.BAD_INPUT, Outcome.NO_PERMISSION, Outcome.UNSUPPORTED}:
        return ()
    known = {one.cause.id for one in causes}
    behind = weigh(diagnose(replace(facts, heard=Outcome.NOT_FOUND, words="")))
    return tuple(
        _lowered(one)
        for one in behind
        if (one.asserted or one.cause.id in OF_THE_ACCOUNT) and _is_new(one, known)
    )


def _is_new(one: Explanation, known: set[str]) -> bool:
    if one.cause.id in known or one.cause.id in OF_THE_ENTRY:
        return False
    return one.cause.family is not Family.SYSTEM or one.cause.id in OF_THE_INVOICE


def _lowered(one: Explanation) -> Explanation:
    later = Evidence("入口还没有答复", seen="先解决挡在前面的那一条", against=True)
    return replace(one, certainty=Certainty.POSSIBLE, evidence=(*one.evidence, later))
