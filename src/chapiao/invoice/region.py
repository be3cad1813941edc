"""地区: the places that codes, digital numbers and tax ids name by their digits.

A code has four region digits, a digital number two. The five cities with plans of
their own (计划单列市) keep their four digits in codes and have two of their own in
digital numbers, of which only Shenzhen's is known; the other pairs 9x must never be
called wrong (domain §1.4, §1.5).
"""

from __future__ import annotations

from dataclasses import dataclass

CITIES = {"2102": "大连", "3302": "宁波", "3502": "厦门", "3702": "青岛", "4403": "深圳"}
PROVINCES = {
    "11": "北京",
    "12": "天津",
    "13": "河北",
    "14": "山西",
    "15": "内蒙古",
    "21": "辽宁",
    "22": "吉林",
    "23": "黑龙江",
    "31": "上海",
    "32": "江苏",
    "33": "浙江",
    "34": "安徽",
    "35": "福建",
    "36": "江西",
    "37": "山东",
    "41": "河南",
    "42": "湖北",
    "43": "湖南",
    "44": "广东",
    "45": "广西",
    "46": "海南",
    "50": "重庆",
    "51": "四川",
    "52": "贵州",
    "53": "云南",
    "54": "西藏",
    "61": "陕西",
    "62": "甘肃",
    "63": "青海",
    "64": "宁夏",
    "65": "新疆",
}
_OWN_PAIRS = {"95": "4403"}


@dataclass(frozen=True, slots=True)
class Region:
    """A place. `code` is its four digits; None for a pair 9x that nobody could name."""

    code: str | None
    name: str

    @property
    def is_known(self) -> bool:
        """Whether the place is known, so that it can be compared with another."""
        return self.code is not None


UNKNOWN = Region(None, "地区未知")


def code_region(digits: str) -> Region | None:
    """Return the place of a code's four digits; None when no table has it.

    >>> code_region("4403").name, code_region("3205").name, code_region("9900")
    ('深圳', '江苏', None)
    """
    if digits in CITIES:
        return Region(digits, CITIES[digits])
    name = PROVINCES.get(digits[:2])
    return Region(f"{digits[:2]}00", name) if name else None


def number_region(digits: str) -> Region | None:
    """Return the place of a digital number's two digits; None when it can be none.

    >>> number_region("11").name, number_region("95").name, number_region("92").name
    ('北京', '深圳', '地区未知')
    >>> number_region("78") is None
    True
    """
    if digits in _OWN_PAIRS:
        return code_region(_OWN_PAIRS[digits])
    return UNKNOWN if digits.startswith("9") else code_region(f"{digits}00")


def id_region(tax_id: str) -> Region | None:
    """Return where a company with an 18-character id was registered.

    That is the place of registration: companies move, have branches and chains, so a
    difference from the invoice's region is worth a note, never a verdict.

    >>> id_region("91440300MA5DEMO01X").name
    '深圳'
    """
    is_company = len(tax_id) == 18  # noqa: PLR2004 - 统一社会信用代码
    return code_region(tax_id[2:6]) if is_company and tax_id[2:6].isdecimal() else None


def same_province(one: Region | None, other: Region | None) -> bool | None:
    """Whether two places lie in one province; None when either is not known.

    >>> same_province(code_region("4403"), code_region("4400"))
    True
    """
    if one is None or other is None or one.code is None or other.code is None:
        return None
    return one.code[:2] == other.code[:2]
