"""The rows of a list of invoices, a block at a time: columns of values, and what is odd of them.

A row that says neither a number nor a sum is no row; one whose sum makes no sense is refused
with a reason. Everything else stays: an odd number is shown as odd by the comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import Any, Final

from chapiao.formats.spreadsheet import Value, text_of
from chapiao.invoice.damage import DamageKind, code_damage, number_damage
from chapiao.invoice.money import plain as shown
from chapiao.invoice.number import DIGITAL, PLAIN
from chapiao.invoice.status import TaxStatus
from chapiao.readers.lists import cells
from chapiao.readers.lists.head import Head, head_of
from chapiao.readers.lists.model import DAYS, MONEY, Noted, no_columns

BLOCK: Final = 8192
SUM_LABEL: Final = re.compile(
    r"(?:本页|第\d+页|本[月期年次]|累计|全部|金额|发票|总|凭证|[借贷]方|收入|支出|合计|过次页|承前页)?"
    r"(?:合计|总计|小计|汇总|共计|累计|承前页|过次页)(?:[:：(（\d共].*)?|共\d+[张笔条行份户家]"
)
_LEAST_DIGITS: Final = 5  # what has fewer is a word, or a count
_TITLES: Final = {"amount": "金额", "tax": "税额", "total": "价税合计"}
_KNOWN: Final = {
    "seller_name": cells.parties,
    "buyer_name": cells.parties,
    "seller_tax_id": cells.tax_ids,
    "buyer_tax_id": cells.tax_ids,
    "kind": cells.texts,
    "voucher": cells.texts,
    "remark": cells.texts,
}


@dataclass(slots=True)
class Taken:
    """What has been taken of a list so far."""

    columns: dict[str, list[Any]] = field(default_factory=no_columns)
    refused: list[Noted] = field(default_factory=list)
    damaged: list[Noted] = field(default_factory=list)
    doubted: list[Noted] = field(default_factory=list)


def take(rows: Iterator[Sequence[Value]], head: Head, sheet: int, taken: Taken) -> None:
    """Take the rows below the headings into `taken`."""
    number = head.row
    while block := list(islice(rows, BLOCK)):
        _Block(block, head, number + 1, sheet).into(taken)
        number += len(block)


class _Block:
    """Some rows, seen column by column."""

    def __init__(self, rows: Sequence[Sequence[Value]], head: Head, first: int, sheet: int) -> None:
        self.rows, self.head, self.first, self.sheet = rows, head, first, sheet
        even = len(set(map(len, rows))) == 1
        self.across = (
            list(zip(*rows, strict=True)) if even else list(zip_longest(*rows, fillvalue=""))
        )
        self.doubts: dict[int, list[str]] = {}
        self.damaged: dict[int, tuple[str, str]] = {}

    def raw(self, name: str) -> Sequence[Any]:
        """Return the cells of a field, blank ones where there is no such column."""
        columns = [
            self.across[at] for at in self.head.columns.get(name, ()) if at < len(self.across)
        ]
        if not columns:
            return ("",) * len(self.rows)
        if len(columns) == 1:
            return columns[0]
        return [
            next((one for one in row if cells.bare(one)), "") for row in zip(*columns, strict=True)
        ]

    def into(self, taken: Taken) -> None:
        """Put what can be compared into `taken`."""
        out, wrong = self._read()
        left = self._left(out, wrong)
        taken.refused += [self._noted(at, why) for at, why in left.items() if why]
        taken.damaged += [
            self._noted(at, says, seen)
            for at, (seen, says) in self.damaged.items()
            if at not in left
        ]
        taken.doubted += [
            self._noted(at, "；".join(says)) for at, says in self.doubts.items() if at not in left
        ]
        for name, column in taken.columns.items():
            values = out[name]
            if left:
                values = [one for at, one in enumerate(values) if at not in left]
            column.extend(values)

    def _read(self) -> tuple[dict[str, list[Any]], dict[int, str]]:
        """Return the columns, and by place what is no money."""
        out: dict[str, list[Any]] = {}
        out["code"], out["number"], out["second_number"] = self._identities()
        for name, known in _KNOWN.items():
            out[name] = cells.many(known, self.raw(name))
        out["status"] = self._statuses()
        for name in DAYS:
            out[name] = self._days(name)
        wrong = self._money(out)
        count = len(self.rows)
        out["row"] = list(range(self.first, self.first + count))
        out["sheet"] = [self.sheet] * count
        return out, wrong

    def _noted(self, at: int, says: str, seen: str = "") -> Noted:
        return Noted(row=self.first + at, says=says, sheet=self.sheet, seen=seen)

    def _identities(self) -> tuple[list[str], list[str], list[str]]:
        count = len(self.rows)
        blank = [""] * count
        raw, digital, code = self.raw("number"), self.raw("digital"), self.raw("code")
        if not any(code):
            for one, other in ((raw, digital), (digital, raw)):
                whole = None if any(other) else cells.whole_numbers(one)
                if whole is not None:
                    return blank, whole, blank
        found = [self._identity(*one) for one in zip(range(count), code, raw, digital, strict=True)]
        return tuple(map(list, zip(*found, strict=True))) or (blank, blank, blank)  # type: ignore[return-value]

    def _identity(self, at: int, code: Value, raw: Value, digital: Value) -> tuple[str, str, str]:
        """Return code, number and second number of one row; a damaged number is left blank."""
        glued, number = cells.number(raw)
        code = cells.code(code) or glued
        _, twenty = cells.number(digital)
        number = self._whole(at, number, code, raw)
        twenty = self._whole(at, twenty, "", digital) if twenty != number else ""
        if len(number) == DIGITAL and not twenty:
            return "", number, ""
        if len(twenty) == DIGITAL and (not number or not code):
            self.damaged.pop(at, None)
            return "", twenty, ""
        damage = code_damage(code) if code and len(number) == PLAIN else None
        if damage is not None:
            self.doubts.setdefault(at, []).append(damage.says)
        return code, number or twenty, twenty if number else ""

    def _whole(self, at: int, number: str, code: str, raw: Value) -> str:
        """Return a number that is whole; "" for one that a spreadsheet damaged."""
        if not number or (len(number) == DIGITAL and not number.endswith("00000")):
            return number
        if len(number) == PLAIN and number.isdigit():
            return number
        if sum(map(str.isdigit, number)) < _LEAST_DIGITS and not cells.is_number_cell(raw):
            self.doubts.setdefault(at, []).append(f"号码「{number[:20]}」不是发票号码，当作没有填")
            return ""
        damage = number_damage(cells.bare(raw), code)
        if damage is None or (
            damage.kind is DamageKind.LEADING_ZEROS and not cells.is_number_cell(raw)
        ):
            if several := cells.several(raw):
                says = f"一格里有{len(several)}个号码：{'、'.join(several)[:120]}"
                self.doubts.setdefault(at, []).append(says)
                return ""
            return number
        self.damaged[at] = (damage.seen, damage.says)
        return ""

    def _statuses(self) -> list[str]:
        found = cells.many(cells.statuses, self.raw("status"))
        marked = any("作废" in self.head.texts[at] for at in self.head.columns.get("status", ()))
        if marked:
            yes = cells.many(cells.said_yes, self.raw("status"))
            found = [
                TaxStatus.VOIDED.value if said or one == TaxStatus.VOIDED.value else ""
                for one, said in zip(found, yes, strict=True)
            ]
        return found

    def _days(self, name: str) -> list[Any]:
        found = cells.many(cells.days, self.raw(name))
        for at, one in enumerate(found):
            if type(one) is str:
                self.doubts.setdefault(at, []).append(f"日期认不出，当作没有填：{one}")
                found[at] = None
        return found

    def _money(self, out: dict[str, list[Any]]) -> dict[int, str]:
        wrong: dict[int, str] = {}
        for name in MONEY:
            if self.head.has(name):
                out[name], bad = cells.money(self.raw(name))
                wrong |= {at: f"{_TITLES[name]}「{text}」不是金额" for at, text in bad.items()}
            else:
                out[name] = [None] * len(self.rows)
        self._add_up(out)
        return wrong

    def _add_up(self, out: dict[str, list[Any]]) -> None:
        """Fill in the third sum of two; say where three do not add up."""
        if sum(map(self.head.has, MONEY)) < 2:  # noqa: PLR2004 - two of the three
            return
        amounts, taxes, totals = (out[name] for name in MONEY)
        for at, (amount, tax, total) in enumerate(zip(amounts, taxes, totals, strict=True)):
            if total is None:
                if amount is not None and tax is not None:
                    totals[at] = amount + tax
            elif amount is None:
                if tax is not None:
                    amounts[at] = total - tax
            elif tax is None:
                taxes[at] = total - amount
            elif amount + tax != total:
                says = f"金额{shown(amount)}加税额{shown(tax)}不等于价税合计{shown(total)}"
                self.doubts.setdefault(at, []).append(says)

    def _left(self, out: dict[str, list[Any]], wrong: dict[int, str]) -> dict[int, str]:
        """Return the places of the rows that are left out, and why; "" for no row at all."""
        left = dict(wrong)
        numbers, totals, amounts = out["number"], out["total"], out["amount"]
        for at, number in enumerate(numbers):
            if len(number) == DIGITAL and totals[at] is not None and at not in left:
                continue
            why = self._why_left(at, number, left.get(at, ""), (totals[at], amounts[at]))
            if why is not None:
                left[at] = why
        return left

    def _why_left(
        self, at: int, number: str, wrong: str, sums: tuple[int | None, int | None]
    ) -> str | None:
        row = [text for one in self.rows[at] if (text := "".join(text_of(one).split()))]
        numbered = _has_digit(number) or at in self.damaged
        if not numbered and self._is_beside(at, row, wrong):
            return ""
        if sums != (None, None) or wrong:
            return wrong or None
        if numbered:
            return None
        return "" if len(row) <= 2 else "既没有发票号码，也没有金额"  # noqa: PLR2004 - a note of one or two cells

    def _is_beside(self, at: int, row: Sequence[str], wrong: str) -> bool:
        """Whether a row without a number is blank, a sum, or the headings once more."""
        if not row or any(SUM_LABEL.fullmatch(one) for one in row):
            return True
        if head_of(tuple(map(text_of, self.rows[at])), 1, {}) is not None:
            return True
        return bool(wrong) and not any(map(_has_digit, row))


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)
