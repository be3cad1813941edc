"""Title, code, number, date, check code and machine number: the head of a face."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chapiao.formats.layout import Page, Words, rows_of, words
from chapiao.invoice.code import BadCode, parse_code
from chapiao.readers.face import labels

# Not the number of another invoice that this one names: 原发票号码, 对应正数发票号码.
_OWN = r"(?<![原数字联属])"
_NUMBER = re.compile(
    rf"{_OWN}(?:发票号码|票据号码)[:：]?(?:NO[.:]?)?(\d{{20}}|\d{{19}}|\d{{10}}|\d{{8}})(?!\d)"
)
_CODE = re.compile(rf"{_OWN}(?:发票代码|票据代码)[:：]?(\d{{12}}|\d{{10}}|\d{{8}})(?!\d)")
_DATE = re.compile(
    r"(?:开票|填开|开具)日期[:：]?((?:19|20)\d{2})[年./-]?(\d{1,2})[月./-]?(\d{1,2})日?"
)
# Paper has no labels: the code stands top left, "№" and the number top right.
_PAPER_NUMBER = re.compile(r"(?:N[oO0°º]|№)[.:]?(\d{8})(\d{10}|\d{12})?(?!\d)")
_PAPER_CODE = re.compile(r"(?<!\d)(\d{12}|\d{10})(?!\d)")
_TOP = 0.3  # of the page's height: where paper has its code
_CHECK = re.compile(r"校验码[:：]?(\d{20}|[0-9A-Za-z]{5,6}(?![0-9A-Za-z]))")
_MACHINE = re.compile(r"(?:机器编号|机器号码)[:：]?(\d{12})(?!\d)")
_SECOND = re.compile(r"(?:数电|全电|电子)(?:发票|票)号码[:：]?(\d{20})(?!\d)")
_BARE_SECOND = re.compile(r"(?<!\d)(2[1-9]\d{18})(?!\d)")  # a year, or it is cipher
_DRAWER = re.compile(r"开票人[:：]?([^:：]{1,12}?)(?:销售方|收款|复核|$|[(（])")
_TITLES = (
    r"电子发票[(（][^()（）]{2,22}[)）]",
    r"[一-龥]{0,12}?增值税(?:电子)?(?:专用|普通)发票(?:[(（][^()（）]{1,6}[)）])?",
    r"机动车销售统一发票",
    r"二手车销售统一发票",
    r"[一-龥]{2,4}电子普通发票",
    r"[一-龥]{0,12}?通用(?:机打|定额|手工|电子)?发票",
    r"[一-龥]{0,8}?出租(?:汽)?车[一-龥]{0,6}发票",
    r"[一-龥]{0,20}?(?:收费|往来|结算|捐赠|非税收入|通行费)[一-龥]{0,6}票据(?:[(（]电子[)）])?",
    r"[一-龥]{0,12}?财政[一-龥]{0,6}票据(?:[(（]电子[)）])?",
)
_TITLE = re.compile("|".join(_TITLES))
_NOT_A_TITLE = re.compile(r"所属|对应|红字|蓝字|开具|查验|附|备注")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The head of a face, as printed."""

    title: str | None = None
    code: str | None = None
    number: str | None = None
    second_number: str | None = None
    date: str | None = None
    check_code: str | None = None
    machine_no: str | None = None
    drawer: str | None = None


def read_header(page: Page) -> Header:
    """Return what the head of the page says."""
    number = _first(page, _NUMBER, "号码")
    code = _first(page, _CODE, "代码")
    if number is None:
        number, code = _paper_identity(page)
    return Header(
        title=find_title(page),
        code=code,
        number=number,
        second_number=_second_number(page) if code and number and len(number) == 8 else None,  # noqa: PLR2004
        date=_date(page),
        check_code=_first(page, _CHECK, "校验码"),
        machine_no=_first(page, _MACHINE, "机器"),
        drawer=_first(page, _DRAWER, "开票人"),
    )


def find_title(page: Page) -> str | None:
    """Return the title: of all that read like one, that in the largest letters."""
    found = sorted(_titles(page), key=lambda one: (-round(one[0]), one[1]))
    return found[0][2] if found else None


def number_places(page: Page) -> Iterator[tuple[str, float]]:
    """Yield each invoice number printed as the page's own, and how far down it stands."""
    for label in labels.find(page, _NUMBER, "号码"):
        yield label.match[1], label.words.y0


def title_places(page: Page) -> Iterator[float]:
    """Yield how far down the page each title in large letters stands."""
    found = list(_titles(page, lowest=1.0))
    largest = max((size for size, _, _ in found), default=0.0)
    for size, y, _ in found:
        if size > 0.8 * largest:
            yield y


def _titles(page: Page, lowest: float = 0.6) -> Iterator[tuple[float, float, str]]:
    # As drawn first: in a row, the letters of a seal stand between those of the title.
    for row in (*page.runs, *page.rows, *_large(page)):
        if "票" not in row.text:
            continue
        for match, covered in row.find(_TITLE):
            before = row.text[: match.start()]
            if _NOT_A_TITLE.search(before[-6:]) or covered.y0 > page.height * lowest:
                continue
            size = sorted(glyph.height for glyph in covered.glyphs)[len(covered.glyphs) // 2]
            yield size, covered.y0, match[0]


def _large(page: Page) -> tuple[Words, ...]:
    """Return the rows of large letters alone: a title, without a seal's and its neighbours'."""
    heights = [bottom - top for _, _, top, _, bottom, _ in page.glyphs]
    if not heights:
        return ()
    large = 1.35 * sorted(heights)[len(heights) // 2]
    return rows_of(
        tuple(glyph for glyph, own in zip(page.glyphs, heights, strict=True) if own > large)
    )


def _first(page: Page, pattern: re.Pattern[str], word: str) -> str | None:
    return next((label.match[1] for label in labels.find(page, pattern, word)), None)


def _paper_identity(page: Page) -> tuple[str | None, str | None]:
    """Return number and code as paper prints them: both, or neither."""
    for label in labels.find(page, _PAPER_NUMBER):
        if label.words.y0 > page.height * _TOP:
            break
        joined = label.match[2]  # code and number printed again, so close that they run together
        for row in page.rows:
            codes = [match[1] for cell in words(row) for match in _PAPER_CODE.finditer(cell.text)]
            code = next((one for one in codes if _is_code(one)), joined)
            if code is not None and row.y0 < page.height * _TOP:
                return label.match[1], code
    return None, None


def _is_code(text: str) -> bool:
    try:
        return parse_code(text).kind is not None
    except BadCode:
        return False


def _date(page: Page) -> str | None:
    for label in labels.find(page, _DATE, "日期"):
        year, month, day = label.match.groups()
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}"
    return None


def _second_number(page: Page) -> str | None:
    """Return the 20 digits that a paper digital invoice prints beside the cipher."""
    named = _first(page, _SECOND, "号码")
    if named:
        return named
    for row in page.rows:
        if "校验码" in row.text or row.y0 > page.height / 2:
            continue
        for match, covered in row.find(_BARE_SECOND):
            if covered.x0 > page.width / 2:
                return match[1]
    return None
