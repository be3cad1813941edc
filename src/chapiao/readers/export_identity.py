"""Code and number of one row of an export: three columns, filled in several ways.

A 税控 row fills 发票代码 and 发票号码; a 数电 row fills 数电发票号码 alone, or puts the
twenty digits into 发票号码 too; a 数电纸票 fills all three. Any of them may have been
damaged by a spreadsheet, and another column may still have it whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.damage import Damage, DamageKind, code_damage, could_be, number_damage
from chapiao.invoice.number import BadNumber, parse_number
from chapiao.readers.export_model import DamagedField

DIGITAL, PLAIN, FISCAL, FISCAL_CODE = 20, 8, 10, 8
_PADDED: Final = "只有这一种可能：补上被表格去掉的0"


class Refused(Exception):
    """The row cannot be taken. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row is filed under; what is None among `damaged` fields was damaged."""

    code: str | None = None
    number: str | None = None
    second_number: str | None = None
    damaged: tuple[DamagedField, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str = ""
    value: str | None = None
    damage: Damage | None = None


def identity(code_text: str, number_text: str, digital_text: str) -> Identity:
    """Return the identity of a row from its three columns, "" for a blank one.

    Raises:
        Refused: there is no number, or the columns contradict one another.
    """
    code = _code(code_text)
    number = _number(number_text, code.value or "")
    digital = _number(digital_text, "")
    if digital.value is None and digital.damage is None:
        return _by_number(code, number)
    if digital.value is None:
        return _by_damaged_digital(code, number, digital)
    return _by_digital(code, number, digital.value)


def _by_digital(code: _Cell, number: _Cell, digital: str) -> Identity:
    """Take the digital number that is whole; with code and number it is on paper too."""
    if len(digital) != DIGITAL:
        return _by_number(code, _Cell(digital, digital) if not number.text else number)
    if number.value and len(number.value) == DIGITAL and number.value != digital:
        msg = f"「发票号码」{number.value}和「数电发票号码」{digital}两列不同"
        raise Refused(msg)
    if number.damage is not None and could_be(number.damage, digital):
        return Identity("", digital)
    has_paper = bool(code.text) and (number.damage is not None or len(number.value or "") == PLAIN)
    if not has_paper:
        return Identity("", digital)
    return Identity(code.value, number.value, digital, _fields(code=code, number=number))


def _by_damaged_digital(code: _Cell, number: _Cell, digital: _Cell) -> Identity:
    if number.value and len(number.value) == DIGITAL:
        return Identity("", number.value)
    if number.value and code.value:
        return Identity(code.value, number.value)
    return Identity("", None, None, _fields(number=digital))


def _by_number(code: _Cell, number: _Cell) -> Identity:
    if number.damage is not None:
        if number.damage.kind is not DamageKind.LEADING_ZEROS:
            return Identity("", None, None, _fields(number=number))
        if not code.text:
            msg = f"{number.damage.says}；8位号码还要有发票代码，这一行没有"
            raise Refused(msg)
        return Identity(code.value, None, None, _fields(code=code, number=number))
    if number.value is None:
        msg = "没有发票号码"
        raise Refused(msg)
    length = len(number.value)
    if length == DIGITAL:
        return Identity("", number.value)
    if length not in (PLAIN, FISCAL):
        msg = f"号码是{length}位，不是发票号码（20位，或8位加代码）"
        raise Refused(msg)
    if not code.text:
        msg = f"{length}位号码要有发票代码，这一行没有"
        raise Refused(msg)
    return Identity(code.value, number.value, None, _fields(code=code))


def _fields(**cells: _Cell) -> tuple[DamagedField, ...]:
    return tuple(
        DamagedField(
            field=name,
            seen=cell.text,
            damage=cell.damage,
            suggested=cell.damage.only,
            suggested_from=_PADDED if cell.damage.only else "",
        )
        for name, cell in cells.items()
        if cell.damage is not None
    )


def _number(text: str, code: str) -> _Cell:
    if not text:
        return _Cell()
    damage = number_damage(text, code)
    if damage is not None:
        return _Cell(text, None, damage)
    try:
        return _Cell(text, parse_number(text).text)
    except BadNumber as error:
        raise Refused(str(error)) from error


def _code(text: str) -> _Cell:
    if not text:
        return _Cell()
    try:
        return _Cell(text, parse_code(text).text)
    except BadCode as error:
        damage = code_damage(text)
        if damage is None:
            raise Refused(str(error)) from error
        return _Cell(text, None, damage)
