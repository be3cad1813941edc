"""Repairs: what a number that cannot be right may have been, told by the text itself.

Letters read for digits, code and number run together. What Excel does is told by
`invoice.damage`; a wrong digit leaves no trace, that is what neighbours are for.
"""

from __future__ import annotations

import re

from chapiao.diagnosis.facts import Repair, Slip
from chapiao.invoice.code import BadCode, Code, parse_code
from chapiao.invoice.number import BadNumber, Number, clean, parse_number, split_pair
from chapiao.invoice.typed import halfwidth
from chapiao.invoice.variants import look_alikes

# 幺, 两, 洞, 拐, 勾 as digits are read out.
_LETTER_INSIDE = re.compile(r"\d[OoIlZSB]\d")
_SAID = str.maketrans("零〇一二三四五六七八九幺两洞拐勾", "0012345678912079")


def repairs(typed_number: str, typed_code: str) -> tuple[Repair, ...]:
    """Return what may have been meant; () when nothing can be told from the text."""
    if not typed_number:
        return ()
    pair = None if typed_code else _labelled(typed_number) or _split(typed_number)
    if pair is not None:
        code, number = pair
        because = f"前{len(code.text)}位是发票代码，后{len(number.text)}位是发票号码"
        return (Repair(slip=Slip.JOINED, number=number.text, code=code.text, because=because),)
    return _letters(clean(typed_number), clean(typed_code))


def _split(typed: str) -> tuple[Code, Number] | None:
    """Return code and number run together; a letter among digits is a digit, and parts nothing."""
    return None if _LETTER_INSIDE.search(typed) else split_pair(typed)


def _labelled(typed: str) -> tuple[Code, Number] | None:
    """Return code and number of a text that names both; None where it does not."""
    plain = halfwidth(typed)
    code = re.search(r"代码\D{0,3}(\d{8,12})(?!\d)", plain)
    number = re.search(r"号码?\D{0,3}(\d{8,20})(?!\d)", plain)
    if code is None or number is None:
        return None
    try:
        return parse_code(code[1]), parse_number(number[1])
    except (BadNumber, BadCode):
        return None


def _spoken(typed: str) -> str | None:
    """Return digits for numerals as people say them; None where none stand there."""
    digits = typed.translate(_SAID)
    return digits if digits != typed and digits.isascii() and digits.isdigit() else None


def _what(typed: str) -> str:
    return "汉字" if re.search(r"[一-鿿〇]", typed) else "字母"


def _letters(typed_number: str, typed_code: str) -> tuple[Repair, ...]:
    number = look_alikes(typed_number) or _spoken(typed_number)
    code = look_alikes(typed_code) or _spoken(typed_code)
    if number is None and code is None:
        return ()
    try:
        found = parse_number(number or typed_number).text
        with_code = parse_code(code or typed_code).text if typed_code else None
    except (BadNumber, BadCode):
        return ()
    because = "；".join(
        f"「{typed}」里的{_what(typed)}应为数字，改成{meant}"
        for typed, meant in ((typed_number, number), (typed_code, code))
        if meant is not None
    )
    return (Repair(slip=Slip.LETTERS, number=found, code=with_code, because=because),)
