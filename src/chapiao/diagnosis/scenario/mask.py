"""Mask: other names, tax ids and numbers for the real ones, so that the same still follows.

One original always becomes the same; year, region, length and check digits stay right; and two
that differ in one place differ in that place afterwards. So a slip stays a slip, a name that
is only written differently stays so, and a damaged number stays damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import chain
from random import Random

from chapiao.diagnosis.likeness import WRITTEN_TWICE, alike
from chapiao.diagnosis.scenario.masked_id import masked_id
from chapiao.invoice.number import clean

PLACE = 6  # first digits of a long number: year, region and channel
LONG = 15
# Letters that stand for digits which a camera or a hand took for them.
LOOK_ALIKE = {"O": "0", "o": "0", "I": "1", "l": "1", "Z": "2", "z": "2", "S": "5", "B": "8"}
_SPOKEN = str.maketrans("零〇一二三四五六七八九幺两洞拐勾", "0012345678912079")
_NUMERALS = str.maketrans("0123456789", "零一二三四五六七八九")
# Letters of the words that tell what a name is of; these stay.
_KEPT = frozenset(
    "有限责任公司股份分集团国家税务总局所事工作室个体商户医院学校大中心银行经营部门市店厂人本系统办财负法定代表管理员"
)
_POOL = (
    "安柏昌朝川春岱帆枫芳海涵浩和恒鸿嘉静开康澜林岭禄洛茂梅明平启千清秋泉荣瑞山尚盛石书舒水松泰桃天亭桐文溪霞"
    "祥欣星秀轩雪雅延岩逸映永余雨玉裕元源月昭展兆哲正志智"
)
_TWICE = frozenset(one for pair in WRITTEN_TWICE for one in pair)
_RARE = range(0x5100, 0x8FFF)  # further letters, once the pool is empty
_TOKEN = re.compile(
    r"(?<![0-9A-Za-z.])(?:[0-9A-Z]{15,20}(?![0-9A-Za-z])|\d(?:[ \t-]?\d){5,}(?![.\d]))"
)
_DAY = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
QR_NUMBER, QR_CHECK = 3, 6  # fields of the text of a QR code


class Mask:
    """The masks of one look-up; `seed` makes them, and is not to be found again from them.

    `numbers`, `tax_ids` and `names` are those that are known for right: what is typed is
    masked by what it differs from. `typed` is every number as typed.
    """

    def __init__(
        self,
        seed: int,
        *,
        numbers: Iterable[str] = (),
        typed: Iterable[str] = (),
        tax_ids: Iterable[str] = (),
        names: Iterable[str] = (),
    ) -> None:
        self._chance = Random(seed)  # noqa: S311 - chosen by the caller, who has a good one
        letters = {LOOK_ALIKE[one] for text in typed for one in text if one in LOOK_ALIKE}
        self._digits = self._shuffled("23456789", keep=letters)
        self._signs = self._shuffled("ABCDEFGHJKLMNPQRTUWXY", keep=set()) | self._digits
        self._letters: dict[str, str] = {}
        pool = sorted(set(_POOL) - _KEPT - _TWICE)
        self._chance.shuffle(pool)
        self._pool = chain(pool, (one for one in map(chr, _RARE) if one not in _KEPT | _TWICE))
        self._numbers = {one: self._plain(one) for one in numbers if one}
        self._tax_ids: dict[str, str] = {}
        for one in tax_ids:
            self.tax_id(one)
        self._names = sorted({one for one in names if one}, key=len, reverse=True)

    def number(self, text: str) -> str:
        """Return a number, as typed or as known, in the form in which it was written."""
        if text in self._numbers:
            return self._numbers[text]
        spoken = text.translate(_SPOKEN)
        if spoken != text and spoken.isascii() and spoken.isdigit():
            return self.number(spoken).translate(_NUMERALS)
        digits = clean(text)
        if not digits.isascii() or not any(one.isdigit() for one in digits):
            return text
        near = max(
            (one for one in self._numbers if alike(digits, one) or digits == one),
            key=lambda one: SequenceMatcher(None, digits, one, autojunk=False).ratio(),
            default="",
        )
        masked = self._beside(digits, near) if near else self._plain(digits)
        return _poured(text, digits, masked)

    def tax_id(self, text: str) -> str:
        """Return another tax id of the same kind and district; right where this one is right."""
        if text and text not in self._tax_ids:
            self._tax_ids[text] = masked_id(text, self._signs, self._tax_ids)
        return self._tax_ids.get(text, "")

    def name(self, text: str) -> str:
        """Return a name letter by letter; the words that tell what it is stay."""
        return "".join(map(self._letter, text))

    def digits(self, text: str) -> str:
        """Return a check code or a machine's number, digit by digit."""
        return "".join(self._digits.get(one, one) for one in text)

    def text(self, text: str) -> str:
        """Return words with every known name and every long number in them masked."""
        for one in self._names:
            text = text.replace(one, self.name(one))
        return _TOKEN.sub(lambda hit: self._token(hit[0]), text)

    def qr(self, text: str) -> str:
        """Return the text of a QR code with the number and the check code in it masked."""
        fields = text.split(",")
        if len(fields) <= QR_CHECK:
            return self.text(text)
        fields[QR_NUMBER] = self.number(fields[QR_NUMBER])
        fields[QR_CHECK] = self.digits(fields[QR_CHECK])
        return ",".join(fields)

    def _token(self, text: str) -> str:
        if text in self._tax_ids:
            return self._tax_ids[text]
        if text.isalnum() and not text.isdigit():
            return self.tax_id(text)
        return text if _DAY.fullmatch(text) else self.number(text)

    def _plain(self, digits: str) -> str:
        mantissa, mark, power = digits.upper().partition("E")
        keep = PLACE if len(digits) >= LONG or mark else 0
        seen, out = 0, []
        for one in mantissa:
            seen += one.isdigit()
            out.append(one if seen <= keep else self._digits.get(one, one))
        return "".join([*out, mark, power])

    def _beside(self, digits: str, known: str) -> str:
        """Return what differs from the masked known number where this differs from the known."""
        masked, out, keep = self._numbers[known], [], PLACE if len(known) >= LONG else 0
        matcher = SequenceMatcher(None, known, digits, autojunk=False)
        for same, i, end, j, to in matcher.get_opcodes():
            if same == "equal":
                out.append(masked[i:end])
                continue
            out += [
                digits[at] if at < keep else self._digits.get(digits[at], digits[at])
                for at in range(j, to)
            ]
        return "".join(out)

    def _letter(self, one: str) -> str:
        if not "一" <= one <= "鿿" or one in _KEPT:
            return one
        if one not in self._letters:
            self._assign(one)
        return self._letters[one]

    def _assign(self, one: str) -> None:
        """Choose a letter; one that is written in two ways becomes one that is, too."""
        pair = next((pair for pair in WRITTEN_TWICE if one in pair), None)
        if pair is None:
            self._letters[one] = next(self._pool)
            return
        taken = set(self._letters.values())
        plain = self._letters.get(pair[0], "")
        free = [
            each
            for each in WRITTEN_TWICE
            if (each[0] == plain if plain else each[0] not in taken | _KEPT)
            and each[1] not in taken
        ]
        self._letters |= dict(zip(pair, self._chance.choice(free), strict=True))

    def _shuffled(self, signs: str, keep: set[str]) -> dict[str, str]:
        """Return each sign's other one; none stays itself but those to keep."""
        moved = [one for one in signs if one not in keep]
        self._chance.shuffle(moved)
        return dict(zip(moved, [*moved[1:], *moved[:1]], strict=True))


def _poured(text: str, digits: str, masked: str) -> str:
    """Return the masked digits in the form in which the number was written."""
    if len(digits) != len(masked):
        return masked
    left, out = list(zip(digits, masked, strict=True)), []
    for one in text:
        if left and one == left[0][0]:
            out.append(left.pop(0)[1])
        else:
            out.append(one)
    return "".join(out) if not left else masked
