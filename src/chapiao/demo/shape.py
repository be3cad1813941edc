"""What the identity of each kind looks like: number, code, check code, title on its face."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from chapiao.demo.ids import Numbers, code_10, code_12, code_local
from chapiao.invoice.kind import Kind
from chapiao.invoice.region import code_region

_SHENZHEN = "4403"
_CHANNELS = {Kind.RAIL: "9", Kind.AIR: "8"}
_LONG_CODES = {  # the last two digits of a 12-digit code that opens with 0
    Kind.E_ORDINARY: "11",
    Kind.E_SPECIAL: "13",
    Kind.ORDINARY: "04",
    Kind.ROLL: "06",
    Kind.TOLL: "12",
    Kind.USED_VEHICLE: "17",
    Kind.PAPER_DIGITAL_ORDINARY: "04",
    Kind.PAPER_DIGITAL_USED_VEHICLE: "17",
}
_SHORT_CODES = {Kind.SPECIAL: "1", Kind.FREIGHT: "7", Kind.PAPER_DIGITAL_SPECIAL: "1"}
_LOCAL_CODES = {
    Kind.VEHICLE: "20531",
    Kind.PAPER_DIGITAL_VEHICLE: "20532",
    Kind.MACHINE: "73210",
    Kind.QUOTA: "00531",
    Kind.MANUAL: "30117",
    Kind.TAXI: "86051",
}
_CHECKED = frozenset({Kind.E_ORDINARY, Kind.E_SPECIAL, Kind.ORDINARY, Kind.ROLL, Kind.TOLL})
_WITH_MACHINE = _CHECKED | {Kind.SPECIAL, Kind.FREIGHT, Kind.VEHICLE, Kind.MACHINE}
_TITLES = {
    Kind.DIGITAL_SPECIAL: "电子发票（增值税专用发票）",
    Kind.DIGITAL_ORDINARY: "电子发票（普通发票）",
    Kind.DIGITAL_VEHICLE: "电子发票（机动车销售统一发票）",
    Kind.DIGITAL_USED_VEHICLE: "电子发票（二手车销售统一发票）",
    Kind.RAIL: "电子发票（铁路电子客票）",
    Kind.AIR: "电子发票（航空运输电子客票行程单）",
    Kind.FISCAL: "非税收入统一票据（电子）",
    Kind.VEHICLE: "机动车销售统一发票",
    Kind.USED_VEHICLE: "二手车销售统一发票",
    Kind.PAPER_DIGITAL_VEHICLE: "机动车销售统一发票",
    Kind.PAPER_DIGITAL_USED_VEHICLE: "二手车销售统一发票",
}
_PROVINCIAL = {
    Kind.SPECIAL: "增值税专用发票",
    Kind.PAPER_DIGITAL_SPECIAL: "增值税专用发票",
    Kind.ORDINARY: "增值税普通发票",
    Kind.PAPER_DIGITAL_ORDINARY: "增值税普通发票",
    Kind.ROLL: "增值税普通发票（卷票）",
    Kind.E_SPECIAL: "增值税电子专用发票",
    Kind.E_ORDINARY: "增值税电子普通发票",
    Kind.TOLL: "增值税电子普通发票",
    Kind.FREIGHT: "货物运输业增值税专用发票",
    Kind.BLOCKCHAIN: "电子普通发票",
    Kind.MACHINE: "通用机打发票",
    Kind.QUOTA: "通用定额发票",
    Kind.MANUAL: "通用手工发票",
    Kind.TAXI: "出租汽车专用发票",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Everything of an invoice that says which one it is."""

    number: str
    code: str
    second_number: str | None
    check_code: str
    machine_no: str
    title: str


def shape(
    kind: Kind, day: date, region: str, numbers: Numbers, chance: Random, *, machine: str = ""
) -> Shape:
    """Return a new identity for an invoice of that kind, day and region."""
    year = day.year - (chance.random() < 0.4 and kind not in _LOCAL_CODES)  # noqa: PLR2004 - rolls of last year
    digital = numbers.digital(day.year, _pair(region), _CHANNELS.get(kind, "2"))
    short = numbers.short()
    return Shape(
        number=digital if kind.is_digital else numbers.fiscal() if kind is Kind.FISCAL else short,
        code=_code(kind, region, year, chance),
        second_number=digital if kind.is_paper_digital else None,
        check_code=_check_code(kind, numbers),
        machine_no=machine if kind in _WITH_MACHINE else "",
        title=_TITLES.get(kind) or _province(region) + _PROVINCIAL[kind],
    )


def _pair(region: str) -> str:
    return "95" if region == _SHENZHEN else region[:2]


def _province(region: str) -> str:
    place = code_region(region)
    return place.name if place else ""


def _code(kind: Kind, region: str, year: int, chance: Random) -> str:
    if kind in _LONG_CODES:
        return code_12(region, year, chance.randint(1, 7), _LONG_CODES[kind])
    if kind in _SHORT_CODES:
        return code_10(region, year, _SHORT_CODES[kind])
    if kind in _LOCAL_CODES:
        return code_local(region, year, _LOCAL_CODES[kind])
    if kind is Kind.BLOCKCHAIN:
        return f"1{_SHENZHEN}{year % 100:02d}09110"
    if kind is Kind.FISCAL:
        return f"{region[:2]}0601{year % 100:02d}"
    return ""


def _check_code(kind: Kind, numbers: Numbers) -> str:
    if kind in _CHECKED:
        return numbers.digits(20)
    if kind is Kind.BLOCKCHAIN:
        return numbers.hexadecimal(5).lower()
    return numbers.hexadecimal(6).lower() if kind is Kind.FISCAL else ""
