"""8位号码没有填发票代码。

Eight digits come again under many codes; only both together name an invoice. Where we
hold a single invoice that fits, the code is not missed.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import DIGITAL, FISCAL, PLAIN, Number

NEEDS_CODE = {PLAIN: "10位或12位", FISCAL: "8位"}
AMONG = 0.8
MOST = 3


@rule(
    cause="kind_mixed_up",
    title="没有填发票代码",
    source="domain §1.1 [A]：8位号码配10位或12位代码；10位票据号码配8位代码 [C]",
    of_misses=True,
)
def code_missing(
    number: Number,
    typed_code: str,
    entry: Entry,
    held: bool,
    namesakes: tuple[Record, ...],
    code_known: str,
) -> Finding | RuledOut | None:
    length = NEEDS_CODE.get(len(number.text))
    if length is None or typed_code:
        return None
    if held and entry is Entry.OWN:
        return RuledOut("台账里只有一张这个号码的票，不需要代码")
    known = [row for row in namesakes if row.invoice.code]
    evidence = [
        Evidence(
            "所填号码", seen=f"{len(number.text)}位", expected=f"另配{length}代码", source="所填"
        ),
        Evidence("所填代码", seen="没有填", source="所填"),
    ]
    if code_known:
        evidence.append(Evidence("票面上的代码", seen=code_known, source="票面"))
    evidence += [
        Evidence("同号发票的代码", seen=str(row.invoice.code), source=row.source)
        for row in known[:MOST]
    ]
    more = f"台账里这个号码有{len(known)}张。" if known else ""
    return Finding(
        says=f"{len(number.text)}位号码要和{length}的发票代码一起才认定一张票，现在没有填代码。{more}",
        certainty=_certainty(entry, known, code_known),
        evidence=tuple(evidence),
        steps=(
            Step(f"照票面左上角补填{length}发票代码再查", Who.ASKER),
            Step(f"票面上没有代码而有{DIGITAL}位号码的是数电票，填{DIGITAL}位号码", Who.ASKER),
        ),
        corrections=tuple(
            Correction(
                fields={"code": str(row.invoice.code)},
                typed={"code": ""},
                because="台账里这个号码的票是这个代码",
                confidence=round(AMONG / len(known), 3),
            )
            for row in known[:MOST]
        ),
    )


def _certainty(entry: Entry, known: list[Record], code_known: str) -> Certainty:
    """Without any copy it may as well be a fragment of something else: the code is asked for."""
    if not known and not code_known:
        return Certainty.POSSIBLE
    if len(known) > 1 and not code_known:
        return Certainty.POSSIBLE
    return Certainty.LIKELY if entry is Entry.OWN else Certainty.CERTAIN
