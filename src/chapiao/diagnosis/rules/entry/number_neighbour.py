"""只差一处的号码我们有。

The neighbours are looked up one by one, never by a scan. Whether one of them is meant
depends on the rest that was typed: a date or an amount that agrees says yes, one that
does not says no. Numbers that follow one another are issued by the same seller on the
same day, so a difference in the last digits alone says little.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Neighbour
from chapiao.diagnosis.likeness import difference
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import tail
from chapiao.invoice.answers import Outcome
from chapiao.invoice.number import clean

MOST = 3  # corrections a person can choose from
SERIAL = 4  # last digits in which invoices of one seller follow one another


@rule(
    cause="number_typo",
    title="号码只差一处，我们有一张这样的",
    source="requirements N4：错一位、颠倒、漏位、重复位；domain §8.2 第1行",
    of_misses=True,
)
def number_neighbour(
    plain_number: str,
    typed_code: str,
    neighbours: tuple[Neighbour, ...],
    held: bool,
    proven: bool,
    told: frozenset[Outcome],
) -> Finding | RuledOut | None:
    likely = [one for one in neighbours if one.agrees or one.differs < MOST - 1]
    if not likely:
        return RuledOut("号码查得到" if held else "没有只差一处的号码")
    best = likely[0]
    rivals = [one for one in likely if _score(one) == _score(best)]
    number = best.record.invoice.number or ""
    gap = _gap(plain_number, typed_code, best)
    says = f"没有这个号码，但我们有{tail(number)}这张：{gap}"
    if held:
        says = f"所填的日期、金额等与这个号码的票不符，却与{tail(number)}相符：{gap}"
    return Finding(
        says=f"{says}（相近的共{len(likely)}张）。" if len(likely) > 1 else f"{says}。",
        certainty=min(
            _certainty(plain_number, best, rivals),
            _most(plain_number, number),
            _MAYBE if proven and told else Certainty.CERTAIN,
        ),
        evidence=tuple(_evidence(plain_number, typed_code, one) for one in likely[:MOST]),
        steps=(Step("对照票面，是这一张就用改正后的号码再查", Who.ASKER),),
        corrections=tuple(
            _correction(plain_number, typed_code, one, len(rivals), held=held)
            for one in likely[:MOST]
        ),
    )


def _score(one: Neighbour) -> int:
    return one.agrees - one.differs


def _gap(typed_number: str, typed_code: str, one: Neighbour) -> str:
    number, code = typed_number, one.record.invoice.code or ""
    if number == one.record.invoice.number:
        return f"代码{difference(clean(typed_code), code)}"
    return f"号码{difference(number, one.record.invoice.number or '')}"


def _certainty(typed: str, best: Neighbour, rivals: list[Neighbour]) -> Certainty:
    if best.differs or len(rivals) > 1:
        return Certainty.LIKELY if best.agrees > best.differs and len(rivals) == 1 else _MAYBE
    return Certainty.LIKELY if best.agrees or not _is_serial(typed, best) else _MAYBE


_MAYBE = Certainty.POSSIBLE


def _most(typed: str, number: str) -> Certainty:
    """Return the most that can be said: of another length, the length is what is wrong."""
    return Certainty.CERTAIN if len(typed) == len(number) else _MAYBE


def _is_serial(typed: str, one: Neighbour) -> bool:
    number, text = one.record.invoice.number or "", typed
    return len(text) == len(number) and text != number and text[:-SERIAL] == number[:-SERIAL]


def _evidence(typed_number: str, typed_code: str, one: Neighbour) -> Evidence:
    invoice = one.record.invoice
    agrees = f"，另有{one.agrees}项所填相符" if one.agrees else ""
    differs = f"，另有{one.differs}项不符" if one.differs else ""
    return Evidence(
        f"只差一处的号码{agrees}{differs}",
        seen=typed_number if invoice.number != typed_number else clean(typed_code),
        expected=invoice.number if invoice.number != typed_number else invoice.code,
        source=one.record.source,
        against=one.differs > one.agrees,
    )


def _correction(
    typed_number: str, typed_code: str, one: Neighbour, rivals: int, *, held: bool
) -> Correction:
    """Return the correction; surer where our row of this number contradicts what was typed.

    Then an amount that was typed wrong would have to be the neighbour's by chance.
    """
    invoice = one.record.invoice
    fields = {"number": invoice.number or ""}
    typed = {"number": typed_number}
    if invoice.code and invoice.code != clean(typed_code):
        fields["code"], typed["code"] = invoice.code, typed_code
    if invoice.number == typed_number:
        del fields["number"], typed["number"]
    support = 0.9 + 0.04 * min(one.agrees, 2) - 0.3 * one.differs + (0.02 if held else 0)
    return Correction(
        fields=fields,
        typed=typed,
        because=_gap(typed_number, typed_code, one),
        confidence=round(min(max(support, 0.05), 0.99) / max(rivals, 1), 3),
    )
