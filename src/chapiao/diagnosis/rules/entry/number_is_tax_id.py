"""填在号码栏的是税号。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.tax_id import IdShape, check_tax_id


@rule(
    cause="number_length",
    title="号码栏里填的是税号",
    source="domain §4.4 [B]：统一社会信用代码18位；§1.4 [A]：数电票号码20位数字",
    of_misses=True,
)
def number_is_tax_id(plain_number: str) -> Finding | None:
    if plain_number.isdigit() or check_tax_id(plain_number).shape is not IdShape.COMPANY:
        return None
    return Finding(
        says=f"号码栏里填的「{plain_number}」是{len(plain_number)}位的税号，不是发票号码。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填号码", seen=plain_number, expected="20位或8位数字", source="所填"),
        ),
        steps=(Step("填票面上的发票号码（20位，或8位加代码）再查", Who.ASKER),),
    )
