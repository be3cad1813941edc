"""合计 and 价税合计: amount, tax, total and the total in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chapiao.formats.layout import Page, Words, words
from chapiao.readers import said
from chapiao.readers.face import labels

_SUM = re.compile(r"(?<!税)合计(?!金额|税额|[(（]?大写)")
_TOTAL = re.compile(r"[(（]?小[.·]?写[)）]?[:：]?")
_CAPITAL = re.compile(
    r"大写[)）]?[:：]?[⊗ⓧ○×xX⊠\s]*([^(（:：]*?(?:[(（]负数[)）])?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿圆元角分整正负]+)"
)
_MONEY = re.compile(r"^(?:CN[Y¥])?[¥￥]?(-?)[¥￥]?(\d[\d,]*(?:\.\d{1,2})?)$")
_STARS = re.compile(r"^[*＊×]{2,}$")
_RUN_TOGETHER = re.compile(r"-?[¥￥]?-?\d[\d,]*\.\d{2}|[*＊]{2,}")
_PLAIN_TOTAL = re.compile(r"^[:：]?(?:CN[Y¥])?([¥￥]?-?[¥￥]?\d[\d,]*(?:\.\d{1,2})?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums of a face, in fen."""

    amount: int | None = None
    tax: int | None = None
    total: int | None = None
    capital: str | None = None


def read_totals(page: Page) -> Totals:
    """Return the sums at the foot of the page's table."""
    total, capital, foot = _total(page)
    amount, tax = _sums(page, foot)
    if amount is None and total is not None:
        amount, tax = _pair(page, foot, total)
    return Totals(amount=amount, tax=tax, total=total, capital=capital)


def _total(page: Page) -> tuple[int | None, str | None, float]:
    """Return the total, its words, and how far down the page they stand."""
    for label in labels.find(page, _TOTAL, "写"):
        capital = _CAPITAL.search(label.row.text)
        found = _PLAIN_TOTAL.match(label.after) or _PLAIN_TOTAL.match(_loose(page, label))
        value = said.money(_unsigned(found[1])) if found else None
        if value is not None:
            return value, capital[1] if capital else None, label.words.y0
    return None, None, page.height


def _loose(page: Page, label: labels.Label) -> str:
    """Look a little above and below the row as well."""
    [text] = labels.beside(page, [label], page.width)
    return text.replace(" ", "")


def _sums(page: Page, foot: float) -> tuple[int | None, int | None]:
    """Return amount and tax: the last 合计 above the total in words."""
    rows = [label for label in labels.find(page, _SUM, "合计") if label.words.y0 < foot - 1]
    for label in reversed(rows):
        after = label.row.part(label.match.end())
        if after is None:
            continue
        values = _values(after)
        if values:
            return values[0], values[1] if len(values) > 1 else None
    return None, None


def _pair(page: Page, foot: float, total: int) -> tuple[int | None, int | None]:
    """Return two amounts in one row that make up the total, where no 合计 is to be read."""
    for row in reversed([row for row in page.rows if row.y1 < foot + row.height / 2]):
        values = _values(row)
        if row.text.count("¥") == len(values) == 2 and sum(values) == total:  # noqa: PLR2004
            return values[0], values[1]
    return None, None


def _values(row: Words) -> list[int]:
    """Cut a row into its columns and read each as money; anything else ends the reading."""
    cells: list[int] = []
    for cell in words(row, 1.2):
        for piece in _pieces(cell.text):
            value = said.money(_unsigned(piece))
            if value is not None and (_MONEY.match(_unsigned(piece)) or _STARS.match(piece)):
                cells.append(value)
    return cells


def _pieces(text: str) -> Sequence[str]:
    """Take two amounts apart that were printed without a gap; "¥" alone is no amount."""
    found = _RUN_TOGETHER.findall(text)
    return found or [text.strip("¥￥")]


def _unsigned(text: str) -> str:
    """Put the minus before the sign of the currency: "¥-1.00" and "-¥1.00" are the same."""
    return re.sub(r"[¥￥\s]", "", text).removeprefix("CNY")
