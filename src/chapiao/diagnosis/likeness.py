"""How like two numbers are, and where they differ, in words a person can check."""

from __future__ import annotations

import re
from functools import lru_cache

from chapiao.invoice.model import Invoice
from chapiao.invoice.names import normal_name

LONG_ENOUGH = 16  # digits among which a shift is no chance
MANY = 4  # more wrong digits than this and it is another invoice, not a slip


def alike(left: str, right: str) -> bool:
    """Whether one may be a slip of the other: a few digits, or the same digits moved about.

    >>> alike("25112000000012345678", "25112000000012345687")
    True
    >>> alike("12345678", "1234567")
    True
    >>> alike("12345678", "87650000")
    False
    """
    if not left or not right:
        return False
    if len(left) == len(right):
        wrong = sum(a != b for a, b in zip(left, right, strict=True))
        return wrong <= min(MANY, len(left) // 4) or _is_shifted(left, right)
    short, long = sorted((left, right), key=len)
    return len(long) - len(short) <= MANY and _is_within(short, long)


def may_be_of(number: str, invoice: Invoice) -> bool:
    """Whether an invoice may be the one asked for by this number, give or take a slip."""
    known = [one for one in (invoice.number, invoice.second_number) if one]
    return not known or any(alike(number, one) for one in known)


def _is_shifted(left: str, right: str) -> bool:
    """Whether a digit came in at one place and one fell out at another."""
    if len(left) < LONG_ENOUGH:
        return False
    at = next(n for n, (a, b) in enumerate(zip(left, right, strict=True)) if a != b)
    return _is_within(left[:at] + left[at + 1 :], right) or _is_within(
        right[:at] + right[at + 1 :], left
    )


def _is_within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(digit in rest for digit in short)


def is_exchange(left: str, right: str) -> bool:
    """Whether two neighbouring digits stand the other way round, and nothing else differs.

    >>> is_exchange("25112000000012345678", "25112000000012345687")
    True
    >>> is_exchange("12345678", "12345679")
    False
    """
    wrong = [at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b]
    if len(left) != len(right) or len(wrong) != 2 or wrong[1] != wrong[0] + 1:  # noqa: PLR2004
        return False
    first, last = wrong
    return left[first] + left[last] == right[last] + right[first]


def difference(typed: str, right: str) -> str:
    """Say where two numbers differ.

    >>> difference("25112000000012345678", "25112000000012345878")
    '第18位应为8，填成了6'
    >>> difference("25112000000012345678", "25112000000012345687")
    '第19、20位颠倒了'
    >>> difference("2511200000001234567", "25112000000012345678")
    '少了第20位的8'
    >>> difference("251120000000123456788", "25112000000012345678")
    '多了第21位的8'
    """
    if len(typed) == len(right):
        return _replaced(typed, right)
    if len(typed) < len(right):
        return f"少了{_extra(right, typed)}"
    return f"多了{_extra(typed, right)}"


def _replaced(typed: str, right: str) -> str:
    wrong = [at for at, (a, b) in enumerate(zip(typed, right, strict=True)) if a != b]
    if not wrong:
        return "没有不同"
    if is_exchange(typed, right):
        return f"第{wrong[0] + 1}、{wrong[-1] + 1}位颠倒了"
    return "；".join(f"第{at + 1}位应为{right[at]}，填成了{typed[at]}" for at in wrong)


def _extra(long: str, short: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(long, short, strict=False)) if a != b), len(short))
    much = len(long) - len(short)
    if long[:at] + long[at + much :] != short:
        return f"{much}位"
    return f"第{at + 1}位的{long[at : at + much]}"


def same_name(one: str, other: str) -> bool:
    """Whether two names differ at most in how they are written.

    >>> same_name("北京云杉科技（集团）有限公司", "北京雲杉科技(集团)有限公司")
    True
    >>> same_name("北京云杉科技有限公司", "北京映川商贸有限公司")
    False
    """
    if one == other:
        return True
    for a, b in zip(one, other, strict=False):  # nearly always told by the first letters
        if a in _WRITTEN or b in _WRITTEN or not ("一" <= a <= "鿿" and "一" <= b <= "鿿"):
            break
        if a != b:
            return False
    return _same_plainly(one, other)


@lru_cache(maxsize=4096)
def _same_plainly(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


# 繁体 letters that names of companies are written with, and 简体 for them; a full stop between
# letters is a dot.
_SIMPLE = str.maketrans(
    "雲華國東發龍廣豐興業電車門開關馬鳥魚麗寶貝貿資產實驗醫藥農機械設計書報飲館廳樓莊園灣島灘滙匯錦銀鐵鋼鑫鑄"
    "鍾鐘長張陳陽陸際隆雙雞難雜靈靜韓頂順顧風飛養騰驛體鷹麥齊齋齒衛術職聯聲聖縣繡經紡紅級約純納維綠線編織縱總結"
    "給絲統繼續義羅習偉傳優儀億價倉個們倫備傑剛創劉劃動務勝勞區協單嚴喬團圓場塊壩塵壯壺壽夢夾奮嬌學寧審寫寬將專尋對導",
    "云华国东发龙广丰兴业电车门开关马鸟鱼丽宝贝贸资产实验医药农机械设计书报饮馆厅楼庄园湾岛滩汇汇锦银铁钢鑫铸"
    "钟钟长张陈阳陆际隆双鸡难杂灵静韩顶顺顾风飞养腾驿体鹰麦齐斋齿卫术职联声圣县绣经纺红级约纯纳维绿线编织纵总结"
    "给丝统继续义罗习伟传优仪亿价仓个们伦备杰刚创刘划动务胜劳区协单严乔团圆场块坝尘壮壶寿梦夹奋娇学宁审写宽将专寻对导",
)


# Each letter that is written in two ways: 简体, 繁体.
WRITTEN_TWICE = tuple((chr(plain), chr(written)) for written, plain in _SIMPLE.items())
_WRITTEN = frozenset(map(chr, _SIMPLE))  # letters that are written in two ways


def _plain(name: str) -> str:
    """Return a name as it is compared here: also in the letters of the mainland."""
    return re.sub(r"(?<=[一-鿿])\.(?=[一-鿿])", "·", normal_name(name)).translate(_SIMPLE)
