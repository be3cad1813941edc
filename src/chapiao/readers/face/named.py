"""Papers from the same drawer that are no invoices, by the title they bear.

Only a title counts: a short line in the upper part of the page, in letters no smaller than
the text, that ends with the word. A contract that speaks of invoices is a contract; an
invoice whose remark speaks of a contract never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chapiao.formats.layout import Page, Words, words

_LONGEST = 30  # characters of a title
_TOP = 0.4  # of the page's height
_PLAIN = "不是发票，请确认交对了文件"
# The first that fits decides; what follows the name is what to do.
_TITLES: tuple[tuple[str, str, str], ...] = (
    (
        r"(?:税收)?完税证明|税收(?:电子)?缴款书|税收通用(?:完税证|缴款书)",
        "税收完税证明",
        "不是发票；要核实，请到电子税务局查验税收票证",
    ),
    (
        r"海关[一-龥]{0,10}缴款书",
        "海关缴款书",
        "不是发票；要抵扣，请在电子税务局的税务数字账户里核对和勾选",
    ),
    (
        r"红字(?:增值税(?:专用)?)?发票信息(?:确认单|表)",
        "红字发票信息确认单",
        "不是发票；请交红字发票，或用上面的蓝字发票号码查票",
    ),
    (r"查验(?:结果|明细)(?:明细)?", "发票查验结果", "不是发票；请交发票原件，或用上面的号码查票"),
    (
        r"航空运输电子客票行程单|机票行程单",
        "航空运输电子客票行程单（纸质）",
        "发票查验平台查不到它；请凭印刷序号和电子客票号向填开单位核实",
    ),
    (r"申报表", "纳税申报表", _PLAIN),
    (r"(?:合同|协议)(?:书)?", "合同", _PLAIN),
    (r"(?:[运提]|托运|派送)单", "运单", _PLAIN),
    (r"(?:报价|询价|比价)[单表]", "报价单", _PLAIN),
    (r"(?:工资|薪资|薪酬)[一-龥]{0,4}[条单表]", "工资单", _PLAIN),
    (r"(?:收款)?收据", "收据", _PLAIN),
    (r"(?:送货|发货|出库|入库|验收|签收)单", "货物单据", _PLAIN),
    (r"(?:报销|请款|付款申请|借款|支出)[一-龥]{0,4}[单表]", "内部报销或付款单据", _PLAIN),
    (r"(?:结算|结账|消费|费用)[一-龥]{0,4}(?:单|明细)|水单", "结算单", _PLAIN),
    (r"订单|采购单", "订单", _PLAIN),
    (r"营业执照", "营业执照", _PLAIN),
    (r"(?:保险单|保单)", "保险单", "不是发票；请交保险公司开的发票"),
)
_KNOWN = [
    (re.compile(rf"(?:{title})(?:[(（][^()（）]{{1,12}}[)）])?$"), name, advice)
    for title, name, advice in _TITLES
]


def other_name(pages: Iterable[Page]) -> str | None:
    """Return what a paper is and what to do, "合同，不是发票 …"; None when no title is known."""
    titles = [text for page in pages for text in _titles(page)]
    for pattern, name, advice in _KNOWN:
        if any(pattern.search(text) for text in titles):
            return f"{name}，{advice}"
    return None


def _titles(page: Page) -> Iterator[str]:
    """Yield the lines that may be a title: short, in the upper part, in no small letters."""
    heights = sorted(glyph.height for glyph in page.glyphs)
    usual = heights[len(heights) // 2] if heights else 0.0
    for row in page.rows:
        if row.y0 > page.height * _TOP:
            return
        for line in (row, *words(row, 3.0)):
            if len(line.text) <= _LONGEST and _letters(line) >= usual:
                yield line.text


def _letters(line: Words) -> float:
    heights = sorted(glyph.height for glyph in line.glyphs)
    return heights[len(heights) // 2]
