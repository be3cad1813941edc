"""Faces as lists of texts with their places, in points from the top left.

The places are those of the tax bureau's own forms, so a reader that reads these
reads by the form and not by a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.readers.made_up import (
    BUYER,
    BUYER_ID,
    CHECK_CODE,
    CIPHER,
    CODE,
    MACHINE,
    NUMBER,
    PLAIN_NUMBER,
    SELLER,
    SELLER_ID,
)


@dataclass(frozen=True)
class Text:
    """Words, where they begin, and how far down their foot stands."""

    x: float
    y: float
    words: str
    size: float = 9


Page = list[Text]


@dataclass(frozen=True)
class Row:
    """One line of goods."""

    name: str = "*信息技术服务*技术服务费"
    spec: str = ""
    unit: str = "项"
    quantity: str = "1"
    price: str = "100"
    amount: str = "100.00"
    rate: str = "6%"
    tax: str = "6.00"


@dataclass(frozen=True, kw_only=True)
class Digital:
    """A 数电票."""

    title: str = "电子发票（普通发票）"
    number: str = NUMBER
    day: str = "2025年01月04日"
    buyer: tuple[str, str] = (BUYER, BUYER_ID)
    seller: tuple[str, str] = (SELLER, SELLER_ID)
    rows: tuple[Row, ...] = (Row(),)
    sums: tuple[str, str, str] = ("¥100.00", "¥6.00", "¥106.00")
    capital: str = "壹佰零陆圆整"
    remark: tuple[str, ...] = ()
    with_total: bool = True
    wrap: int = 26

    def page(self) -> Page:
        """Return the texts of the page."""
        page = [
            Text(165, 40, self.title, 19),
            Text(438, 40, "发票号码："),
            Text(482, 40, self.number),
            Text(438, 57, "开票日期："),
            Text(482, 57, self.day),
            *_upright(17, 101, "购买方信息", 10),
            *_upright(302, 101, "销售方信息", 10),
        ]
        for left, (name, tax_id) in ((33, self.buyer), (318, self.seller)):
            page += [
                Text(left, 104, "名称："),
                Text(left, 134, "统一社会信用代码/纳税人识别号：", 7.5),
                Text(left + 122, 134, tax_id, 12),
            ]
            page += [
                Text(left + 25, 104 + 9.5 * at, piece)
                for at, piece in enumerate(_cut(name, self.wrap))
            ]
        page += _columns((45, 119, 190, 264, 335, 407, 447, 551), "税率/征收率")
        page += _goods(self.rows, (13, 119, 195, 288, 378, 434, 478, 582))
        if self.with_total:
            page += [
                Text(58, 270, "合"),
                Text(104, 270, "计"),
                right(434, 269, self.sums[0]),
                right(582, 269, self.sums[1]),
                Text(48, 288, "价税合计（大写）"),
                Text(178, 287, self.capital),
                Text(412, 288, "（小写）"),
                Text(441, 287, self.sums[2]),
            ]
        page += _upright(17, 318, "备注", 17)
        page += [Text(31, 304 + 9.5 * at, words) for at, words in enumerate(self.remark)]
        return [*page, Text(55, 376, "开票人："), Text(91, 376, "周青")]


def digital(**changes: Any) -> Page:  # noqa: ANN401 - any field
    """Return one page of a 数电票."""
    return Digital(**changes).page()


@dataclass(frozen=True, kw_only=True)
class TaxControl:
    """A 税控 invoice; `apart` is what stands inside spaced labels."""

    title: str = "北京增值税电子普通发票"
    code: str = CODE
    number: str = PLAIN_NUMBER
    day: str = "2023年06月25日"
    check_code: str = CHECK_CODE
    buyer: tuple[str, str] = (BUYER, BUYER_ID)
    seller: tuple[str, str] = (SELLER, SELLER_ID)
    rows: tuple[Row, ...] = (Row(),)
    sums: tuple[str, str, str] = ("¥100.00", "¥6.00", "¥106.00")
    capital: str = "壹佰零陆圆整"
    remark: tuple[str, ...] = ()
    cipher: tuple[str, ...] = CIPHER
    apart: str = "    "
    wrap: int = 26

    def page(self) -> Page:
        """Return the texts of the page."""
        grouped = " ".join(self.check_code[at : at + 5] for at in range(0, len(self.check_code), 5))
        page = [
            Text(190, 45, self.title, 19),
            Text(421, 35, "发票代码:"),
            Text(463, 35, self.code),
            Text(421, 49, "发票号码:"),
            Text(463, 49, self.number),
            Text(421, 64, "开票日期:"),
            Text(463, 64, self.day),
            Text(421, 78, "校 验 码:"),
            Text(463, 78, grouped),
            Text(15, 81, "机器编号:"),
            Text(58, 81, MACHINE),
            *_upright(20, 104, "购买方", 16),
            *_upright(340, 104, "密码区", 16),
            *_upright(20, 314, "销售方", 14),
            *_upright(341, 314, "备注", 29),
            *(Text(369, 95 + 15 * at, words, 11) for at, words in enumerate(self.cipher)),
        ]
        for top, (name, tax_id) in ((97, self.buyer), (306, self.seller)):
            labels = (f"名{self.apart}称:", "纳税人识别号:", "地址、电话:", "开户行及账号:")
            page += [Text(38, top + 14.5 * at, label) for at, label in enumerate(labels)]
            pieces = _cut(name, self.wrap)
            start = top - 3.2 * (len(pieces) - 1)
            size = 9 if len(pieces) == 1 else 7
            page += [Text(98, start + 7 * at, words, size) for at, words in enumerate(pieces)]
            page += [
                Text(99, top + 15, tax_id, 12),
                Text(98, top + 29, "本市某区松林路7号3层 010-60001234"),
                Text(98, top + 43.5, "建设银行松林支行 11001234000012345678"),
            ]
        page += _columns((28, 180, 242, 283, 341, 405, 473, 522), "税率")
        page += _goods(self.rows, (14, 180, 246, 323, 380, 465, 495, 580))
        page += [
            Text(64, 270, "合"),
            Text(92, 270, "计"),
            right(463, 270, self.sums[0]),
            right(580, 270, self.sums[1]),
            Text(52, 288, "价税合计(大写)"),
            Text(175, 287, self.capital),
            Text(444, 288, "(小写)"),
            Text(480, 288, self.sums[2]),
        ]
        page += [Text(355, 303 + 10 * at, words) for at, words in enumerate(self.remark)]
        return [
            *page,
            Text(23, 364, "收 款 人:"),
            Text(69, 364, "林一"),
            Text(181, 364, "复 核:"),
            Text(210, 364, "林二"),
            Text(300, 364, "开 票 人:"),
            Text(344, 364, "林三"),
            Text(436, 364, "销售方 : (章)"),
        ]


def tax_control(**changes: Any) -> Page:  # noqa: ANN401 - any field
    """Return one page of a 税控 invoice; `apart` is what stands inside spaced labels."""
    return TaxControl(**changes).page()


def _columns(places: tuple[float, ...], rate: str) -> Page:
    names = ("项目名称", "规格型号", "单 位", "数 量", "单 价", "金 额", rate, "税 额")
    return [Text(x, 159, name) for x, name in zip(places, names, strict=True)]


def _goods(rows: tuple[Row, ...], places: tuple[float, ...]) -> Page:
    """Names stand left, figures right in their columns; long names go on below."""
    page: Page = []
    foot = 170.0
    for row in rows:
        pieces = _cut(row.name, 11)
        page += [Text(places[0], foot + 12 * at, words) for at, words in enumerate(pieces)]
        page += [Text(places[1], foot, row.spec), Text(places[2], foot, row.unit)]
        for x, words in zip(
            places[3:], (row.quantity, row.price, row.amount, row.rate, row.tax), strict=True
        ):
            page.append(right(x, foot, words))
        foot += 12 * len(pieces)
    return [text for text in page if text.words]


def right(x: float, y: float, words: str) -> Text:
    """Return words that end at a place."""
    return Text(x - sum(9 if char > "\u2e80" else 4.6 for char in words), y, words)


def _upright(x: float, y: float, words: str, step: float) -> Page:
    return [Text(x, y + step * at, char) for at, char in enumerate(words)]


def _cut(words: str, wide: int) -> list[str]:
    return [words[at : at + wide] for at in range(0, len(words), wide)] or [""]
