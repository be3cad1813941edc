"""Faces with sums of their own: rail tickets, air itineraries, vehicle invoices."""

from __future__ import annotations

import re

from chapiao.formats.layout import Page, Words, words
from chapiao.readers import said
from chapiao.readers.face.totals import Totals

_MONEY = r"[:：]?(?:CNY|[¥￥])?(-?\d[\d,]*(?:\.\d{1,2})?)"
_FARE = re.compile(rf"(?:票价|退票费|改签费|补票费|差额|退票手续费){_MONEY}")
_NET = re.compile(rf"(?<![合总])金额{_MONEY}")
_TAX = re.compile(rf"税额{_MONEY}")
_AIR_COLUMNS = {
    "fare": re.compile(r"票价|FARE"),
    "fuel": re.compile(r"燃油附加费"),
    "rate": re.compile(r"税率"),
    "tax": re.compile(r"税额"),
    "fund": re.compile(r"民航发展基金"),
    "other": re.compile(r"其他税费"),
    "total": re.compile(r"合计"),
}
_AMOUNT = re.compile(r"(?:CN[Y¥]|[¥￥])?(-?\d[\d,]*\.\d{2})$")
_NET_LABELS = re.compile(rf"(?:不含税价|不含税价格)(?:小写)?{_MONEY}")
_VEHICLE_TAX = re.compile(rf"(?:增值税税额|增值税额){_MONEY}")
_VEHICLE_TOTAL = re.compile(rf"(?:车价合计|价税合计)[^小]{{0,40}}小写[)）]?{_MONEY}")


def rail(page: Page) -> Totals:
    """Return fare, and amount and tax where the ticket prints them."""
    text = "".join(page.text.split("\n"))
    return Totals(amount=_money(_NET, text), tax=_money(_TAX, text), total=_money(_FARE, text))


def air(page: Page) -> Totals:
    """Return the sums of an itinerary: a row of labels over a row of figures.

    The amount without tax is fare and fuel; the total holds funds and fees besides.
    """
    got = _air_columns(page)
    fare, fuel = got.get("fare"), got.get("fuel")
    amount = fare + (fuel or 0) if fare is not None else None
    return Totals(amount=amount, tax=got.get("tax"), total=got.get("total"))


def vehicle(page: Page) -> Totals:
    """Return the sums of a vehicle invoice, whose labels are its own."""
    text = "".join(page.text.split("\n"))
    return Totals(
        amount=_money(_NET_LABELS, text),
        tax=_money(_VEHICLE_TAX, text),
        total=_money(_VEHICLE_TOTAL, text),
    )


def _money(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return said.money(found[1]) if found else None


def _air_columns(page: Page) -> dict[str, int]:
    for place, row in enumerate(page.rows):
        heads = _heads(row)
        if not {"fare", "total"} <= heads.keys():
            continue
        for below in page.rows[place + 1 : place + 4]:
            figures = [cell for cell in words(below, 0.9) if _AMOUNT.search(cell.text)]
            if figures:
                return _matched(heads, figures)
    return {}


def _heads(row: Words) -> dict[str, Words]:
    heads: dict[str, Words] = {}
    for name, pattern in _AIR_COLUMNS.items():
        for _, covered in row.find(pattern):
            heads.setdefault(name, covered)
    return heads


def _matched(heads: dict[str, Words], figures: list[Words]) -> dict[str, int]:
    """Give each figure to the label whose column it stands in: the nearest one."""
    got: dict[str, int] = {}
    for figure in figures:
        name = min(heads, key=lambda one: abs(heads[one].x0 - figure.x0))
        found = _AMOUNT.search(figure.text)
        value = said.money(found[1]) if found else None
        if value is not None:
            got.setdefault(name, value)
    return got
