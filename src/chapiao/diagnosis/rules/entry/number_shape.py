"""所填号码不是任何一种发票号码的样子。

A hypothesis beside whatever explains the shape better: a spreadsheet, letters, two fields in
one, hidden characters that came along with a copy.
"""

from __future__ import annotations

import unicodedata

from chapiao.diagnosis.likeness import alike
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

SHAPES = frozenset({8, 10, 20})
TELLING = 5  # so many characters and it was meant as a number


@rule(
    cause="number_length",
    title="号码不是发票号码的样子",
    source="domain §1.1、§1.4 [A]：数电票20位数字；税控票8位；财政票据10位",
    of_misses=True,
)
def number_shape(
    plain_number: str, number_field: str, told: frozenset[Outcome], face_numbers: frozenset[str]
) -> Finding | None:
    hidden = sum(unicodedata.category(one) == "Cf" for one in number_field)
    whole = plain_number.isdigit() and len(plain_number) in SHAPES
    if (whole and not hidden) or len(plain_number) < TELLING:
        return None
    meant = any(alike(plain_number, one) for one in face_numbers)  # the paper shows it whole
    refused = bool(hidden) and Outcome.BAD_INPUT in told
    what = f"夹着{hidden}个看不见的字符" if hidden else f"是{len(plain_number)}个字符"
    return Finding(
        says=f"所填号码{what}，不是20位、8位或10位数字。",
        certainty=Certainty.LIKELY if meant or refused else Certainty.POSSIBLE,
        evidence=(
            Evidence(
                "所填号码", seen=plain_number[:40], expected="20位、8位或10位数字", source="所填"
            ),
        ),
        steps=(Step("对照票面，只填号码这一串数字，再查", Who.ASKER),),
    )
