"""How values look on a page: money, days, states with their dot, differing digits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from chapiao.diagnosis.engine import all_rules
from chapiao.invoice.tax_id import mask_id
from chapiao.web.words import CERTAINTY, WHO

register = template.Library()
ALIKE = 0.6
# Region, day of birth, serial and check character; a company's id has letters or opens with 9.
_IDENTITY = re.compile(
    r"([1-8]\d{5})(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(\d{3}[\dXx])"
)
_IN_WORDS = re.compile(rf"(?<![0-9A-Za-z]){_IDENTITY.pattern}(?:\d\d)?(?![0-9A-Za-z])")
_MONEY = frozenset({"amount", "tax", "total"})
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")

# ui.md §3; a word that is not here gets the grey dot.
_DOTS: dict[str, str] = {
    **dict.fromkeys(("一致", "正常", "已查到", "查得到", "已读取", "已导入", "新增"), "green"),
    **dict.fromkeys(("完整", "已核对", "通过", "属实", "入库"), "green"),
    **dict.fromkeys(("不一致", "已作废", "红字", "已拒绝", "拒绝", "异常", "失败"), "red"),
    **dict.fromkeys(("失控", "异常凭证", "读取失败", "查验异常", "格式错误", "不通过"), "red"),
    **dict.fromkeys(("查无此票", "底账无此票", "与底账不一致"), "red"),
    **dict.fromkeys(("已红冲-全额", "已红冲-部分", "红字锁定", "疑点发票", "有疑问"), "orange"),
    **dict.fromkeys(("被改动", "证书不受信", "需人工核对", "抬头不符", "留意"), "orange"),
    **dict.fromkeys(
        ("待确认", "需人工", "未提交", "待审核", "当天票", "次数超限", "超五年"), "orange"
    ),
    **dict.fromkeys(("已递交", "已出结果"), "blue"),
    **dict.fromkeys(("更新", "跟进中", "读取中", "导入中", "撤销中", "待读取", "已提交"), "blue"),
    **dict.fromkeys(("已完成", "已核销"), "green"),
    **dict.fromkeys(("没有完成", "查验未通过"), "red"),
    **dict.fromkeys(("字段不同", "已作废/红冲", "待定", "待指定列", "占用"), "orange"),
    **dict.fromkeys(("排队中", "比对中"), "blue"),
    **dict.fromkeys(("重复", "重复发票"), "outlined"),
}


@register.filter
def state(word: object) -> SafeString:
    """Show a status as a dot and a word; never the colour alone.

    >>> state("已作废")
    '<span class="state state-red">已作废</span>'
    """
    if not word:
        return mark_safe('<span class="muted">未知</span>')
    return format_html(
        '<span class="state state-{}">{}</span>', _DOTS.get(str(word), "grey"), str(word)
    )


@register.filter
def dot(word: object) -> str:
    """Return the colour of a status's dot."""
    return _DOTS.get(str(word), "grey")


@register.filter
def state_as(word: str, colour: str) -> SafeString:
    """Show a word with a dot of a colour that was decided elsewhere."""
    return format_html('<span class="state state-{}">{}</span>', colour, word)


@register.filter
def on_side(evidence: list[dict[str, str]], side: str) -> list[dict[str, str]]:
    """Return the evidence for or against."""
    return [one for one in evidence if one["side"] == side]


@register.filter
def rule_title(rule_id: str) -> str:
    """Say what a rule looks at."""
    return _titles().get(rule_id, rule_id)


@cache
def _titles() -> dict[str, str]:
    return {one.id: one.title for one in all_rules()}


@register.filter
def count_of(counts: dict[str, int], word: str) -> int | str:
    """Show a count that may not be known yet."""
    return counts.get(word, "–")


@register.filter
def first_of(names: Iterable[str]) -> str:
    """Say the first name, and how many more there are."""
    every = list(names)
    return "" if not every else every[0] + (f" 等 {len(every)} 家" if len(every) > 1 else "")


@register.filter
def fen(value: int | None) -> SafeString | str:
    """Fen as ¥1,234.50; a negative in red with its minus; unknown as a dash.

    >>> fen(123450)
    '¥1,234.50'
    """
    if value is None:
        return "–"
    yuan, rest = divmod(abs(value), 100)
    text = f"¥{yuan:,}.{rest:02d}"
    return format_html('<span class="negative">-{}</span>', text) if value < 0 else text


@register.filter
def count(number: int) -> str:
    """Show a count with its thousands apart."""
    return f"{number:,}"


@register.filter
def money(text: str | None) -> SafeString | str:
    """Money as the contracts write it ("-1234.50"), shown as `fen` shows it."""
    if not text:
        return "–"
    try:
        whole, _, rest = text.partition(".")
        value = int(whole.lstrip("-") or "0") * 100 + int((rest + "00")[:2])
    except ValueError:
        return text
    return fen(-value if text.startswith("-") else value)


@register.filter
def day(value: date | str | None) -> str:
    """Show a day as 2025-01-04."""
    return "–" if not value else str(value)[:10]


@register.filter
def moment(value: datetime | str | None) -> str:
    """Show a time in Beijing as 2025-01-04 09:30; what is no time is shown as it came."""
    if not value:
        return "–"
    at = value
    if isinstance(at, str):
        if len(at) == len("2025-01-04"):
            return at
        try:
            at = datetime.fromisoformat(at)
        except ValueError:
            return str(value)
    return f"{localtime(at) if at.tzinfo else at:%Y-%m-%d %H:%M}"


@register.filter
def known(value: str | None) -> str:
    """Show a text: what is known to be absent is 无, what is not known a dash."""
    return "–" if value is None else value or "无"


@register.filter
def tax_id(text: str | None) -> str:
    """Show a tax id; a person's identity number only by its first six and last four.

    >>> tax_id("91110108MA01YXKJ05")
    '91110108MA01YXKJ05'
    >>> tax_id("110101199003078515")
    '110101********8515'
    """
    return "" if not text else _IDENTITY.sub(r"\1********\2", text)


@register.filter
def masked(said: str) -> str:
    """Show a sentence; identity numbers in it only by their first six and last four.

    >>> masked("购方税号是110101199003078515，号码25112000000012345678")
    '购方税号是110101********8515，号码25112000000012345678'
    """
    return _IN_WORDS.sub(lambda found: mask_id(found[0]), said)


@register.filter
def number_and_code(key: str) -> str:
    """Show what an invoice is filed under, its number and code each by its name.

    >>> number_and_code("12345678-011001900211"), number_and_code("25112000000012345678")
    ('12345678（代码 011001900211）', '25112000000012345678')
    """
    number, _, code = key.partition("-")
    return f"{number}（代码 {code}）" if code else number


@register.filter
def as_field(text: str, name: str) -> SafeString | str:
    """Show a value of a reading's field, as the pages show it."""
    if name in _MONEY and text:
        return money(text)
    return tax_id(text) if name.endswith("_tax_id") else text


@register.filter
def who(word: str) -> str:
    """Who takes a step."""
    return WHO.get(word, word)


@register.filter
def certainty(word: str) -> str:
    """How sure a cause is."""
    return CERTAINTY.get(word, word)


@register.filter
def rule_titles(rule_ids: Iterable[str]) -> str:
    """Say what these rules look at."""
    return "、".join(dict.fromkeys(rule_title(one) for one in rule_ids))


@register.filter
def unbroken(said: str) -> SafeString:
    """Keep every day in one piece where a line ends: browsers break after a hyphen.

    >>> unbroken("<b>2025-01-04")
    '&lt;b&gt;<span class="nowrap">2025-01-04</span>'
    """
    pieces = _DAY.split(str(said))  # by turns: words, a day
    return format_html_join(
        "",
        "{}{}{}",
        (
            (mark_safe('<span class="nowrap">'), text, mark_safe("</span>"))
            if place % 2
            else ("", text, "")
            for place, text in enumerate(pieces)
        ),
    )


@register.simple_tag
def differ(value: str, typed: str) -> SafeString:
    """Show the value with every character marked that the typed one does not have there.

    Two that are not alike are different altogether: nothing is marked.

    >>> differ("1234", "1243")
    '12<mark>34</mark>'
    """
    matcher = SequenceMatcher(None, str(typed), str(value), autojunk=False)
    if matcher.ratio() < ALIKE:
        return format_html("{}", value)
    if len(value) == len(typed):  # place by place: of two changed over, both are marked
        runs = groupby(zip(value, typed, strict=True), key=lambda both: both[0] != both[1])
        pieces = [(other, "".join(one for one, _ in run)) for other, run in runs]
    else:
        pieces = [
            (tag != "equal", str(value)[start:end])
            for tag, _, _, start, end in matcher.get_opcodes()
            if start < end
        ]
    return format_html_join(
        "", "{}{}{}", ((_open(other), text, _close(other)) for other, text in pieces)
    )


def _open(tag: str) -> SafeString:
    return mark_safe("<mark>" if tag else "")  # noqa: S308 - constants


def _close(tag: str) -> SafeString:
    return mark_safe("</mark>" if tag else "")  # noqa: S308 - constants


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """Return the page's address with some of its filters changed; None and "" drop one."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    text = query.urlencode()
    return f"?{text}" if text else "?"
