"""The headline: one sentence with the likeliest cause and when something will happen."""

from __future__ import annotations

from chapiao.diagnosis.asking import Want, name_of
from chapiao.diagnosis.cause import FOUND, INSUFFICIENT, Family
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.model import Certainty
from chapiao.diagnosis.say import tail, when, yuan
from chapiao.diagnosis.weigh import Explanation
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice

BRIEF = 40  # characters of a correction that a headline has room for


def headline(facts: Facts, causes: tuple[Explanation, ...], wanted: tuple[Want, ...]) -> str:
    """Return the first line of the answer."""
    first = causes[0]
    if first.cause is FOUND:
        invoice = facts.copy.invoice if facts.copy is not None else None
        return f"查到了：{_said(invoice)}" if invoice is not None else "查到了：入口答复一致"
    if first.cause is INSUFFICIENT:
        return _open(facts, causes[1:], wanted)
    phrase = first.cause.phrase or first.title
    because = f"：{first.because}" if 0 < len(first.because) <= BRIEF else ""
    return f"{_opening(facts, first)}{phrase}{because}{_ending(facts, first)}"


def _said(invoice: Invoice) -> str:
    """Say the invoice in a breath: kind, number, day, total, seller."""
    parts = (
        f"{invoice.kind or '发票'} {tail(invoice.number or '')}",
        invoice.issued_on.isoformat() if invoice.issued_on is not None else "",
        yuan(invoice.total) if invoice.total is not None else "",
        invoice.seller_name or "",
    )
    return "，".join(part for part in parts if part)


def _open(facts: Facts, hypotheses: tuple[Explanation, ...], wanted: tuple[Want, ...]) -> str:
    if facts.number is None and not hypotheses:
        return "没有看出发票号码——请粘贴号码或二维码内容，或把发票文件拖进来"
    if facts.neighbours:
        near = facts.neighbours[0].record.invoice.number or ""
        return f"没有查到这个号码，但有一张只差一处的{tail(near)}——请对照票面看是不是它"
    label = name_of(wanted[0], facts) if wanted else ""
    elsewhere = facts.held and facts.entry is not Entry.OWN
    opening = "台账里有这张票，但入口那边" if elsewhere else "暂时查不到，"
    return f"{opening}还不能断定原因——补上{label}就能进一步判断"


def _opening(facts: Facts, first: Explanation) -> str:
    if facts.held:
        return "查到了，但" if facts.entry is Entry.OWN else "台账里有这张票，但"
    if facts.seen_there:
        return "查到了，但"
    return "查不到，因为" if first.certainty is Certainty.CERTAIN else "暂时查不到，多半"


def _ending(facts: Facts, first: Explanation) -> str:
    if first.recheck_at is not None:
        return f"——{when(first.recheck_at, facts.now)} 再查"
    if facts.held and facts.entry is Entry.OWN and first.cause.family is Family.INPUT:
        return ""
    return f"——{first.cause.act}"
