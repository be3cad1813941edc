"""号码或代码里混进了字母。

A camera takes 0 for O and 1 for l. Where the letters can be turned back into digits,
the correction is offered, the surer if we hold that very invoice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from chapiao.diagnosis.facts import Repair, Slip
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.damage import number_damage
from chapiao.invoice.tax_id import IdShape, check_tax_id
from chapiao.invoice.typed import odd_characters

MASKS = frozenset("*＊×?？·…._#□■")  # digits that somebody could not see
TELLING = 5  # so many digits among the letters and it was meant as a number
# Numbers of other papers: an old train ticket, a 12306 order, a proforma or a contract.
OTHERS = re.compile(
    r"[A-Z]\d{6}|(?=.{21}$)[A-Z]?\d{10,}[A-Z]\d{3,6}|E[A-Z]?\d{8,9}|[A-Z]{2,}[-_/]?\d[-\d]{3,}"
)
HELD, UNPROVEN = 0.99, 0.9


@rule(
    cause="number_typo",
    title="号码或代码里混进了字母",
    source="requirements §5 [录入]：O/0、I/1 是常见的识别错误；domain §1.2 [A]：号码只有数字",
    of_misses=True,
)
def number_letters(
    plain_number: str, typed_number: str, unread: Mapping[str, str], repairs: tuple[Repair, ...]
) -> Finding | None:
    meant = next((one for one in repairs if one.slip is Slip.LETTERS), None)
    if meant is not None:
        return _mended(plain_number, meant)
    if "number" not in unread:
        return None
    text = plain_number
    odd = odd_characters(text)
    if check_tax_id(text).shape is IdShape.COMPANY:
        return None
    digits = sum(c.isdigit() for c in text)
    if not odd or digits < TELLING or OTHERS.fullmatch(text.upper()):
        return None
    if number_damage(typed_number) is not None or set(odd) <= MASKS:
        return None
    return Finding(
        says=f"号码只能是数字，这里混进了「{odd}」。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("所填号码", seen=text[:40], expected="全是数字", source="所填"),),
        steps=(Step("对照票面重填号码后再查", Who.ASKER),),
    )


def _mended(typed_number: str, meant: Repair) -> Finding:
    held = meant.record is not None
    evidence = [Evidence("所填号码", seen=typed_number, expected=meant.number, source="所填")]
    if meant.record is not None:
        evidence.append(Evidence("改正后能查到", seen=meant.number, source=meant.record.source))
    fields = {"number": meant.number} | ({"code": meant.code} if meant.code else {})
    return Finding(
        says=f"号码里混进了字母：{meant.because}{'，改正后台账里有这张票' if held else ''}。",
        certainty=Certainty.CERTAIN,
        evidence=tuple(evidence),
        steps=(Step(f"把号码改成{meant.number}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields=fields,
                typed={"number": typed_number},
                because=meant.because,
                confidence=HELD if held else UNPROVEN,
            ),
        ),
    )
