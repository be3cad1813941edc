"""The workbook of a comparison: 汇总, 差异, 原因, and what else a person has to know.

Rows are written as they come and never held. Numbers, codes and tax ids are text, so that no
spreadsheet eats their digits; a text that begins like a formula is written with a mark before
it, for a file that is saved as CSV later would run it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO, Final

from chapiao.actions.compare.gaps import Gap, Row
from chapiao.actions.compare.own_words import Why
from chapiao.actions.compare.run import Compared
from chapiao.actions.compare.told import CERTAINTIES, FIELDS, OWNERS, Causes, at_stake, value

MOST_ROWS: Final = 1_048_576 - 1
LONGEST: Final = 32_000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_SIDE: Final = ("行", "发票号码", "开票日期", "销方名称", "价税合计")
_WIDTHS: Final = {"说明": 60, "下一步": 48, "发票号码": 24, "销方名称": 28, "不同的地方": 40,
                  "原因": 22, "清单": 24, "候选": 24, "证据": 50}  # fmt: skip
GAP_HEAD: Final = (
    "比对", "结果", "配上的依据", "几对几", "不同的地方",
    *(f"甲·{one}" for one in _SIDE), *(f"乙·{one}" for one in _SIDE),
    "相差金额", "原因", "把握", "说明", "下一步", "谁来办", "何时", "候选",
)  # fmt: skip

Cell = str | int | date | None  # text, money in fen, or a day


class Fen(int):
    """Money in a cell; a plain int is a count."""


class Report:
    """A workbook that is written gap by gap; `close` puts the sums on it."""

    def __init__(self, compared: Compared, out: BinaryIO) -> None:
        import xlsxwriter

        self._compared = compared
        self._book = xlsxwriter.Workbook(
            out,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        made = compared.now.replace(tzinfo=None)
        self._book.set_properties({"title": "比对结果", "created": made})
        self._summary = _Sheet(self._book, "汇总", ())
        self._gaps = _Sheet(self._book, "差异", GAP_HEAD)
        self._parts = 1
        self._why = _Sheet(self._book, "原因", ("原因", "件数", "占比", "累计占比", "涉及金额"))
        self._causes = Causes()
        self._open = 0

    def add(self, gap: Gap, why: Why | None) -> None:
        """Write one finding."""
        if self._gaps.is_full:
            self._parts += 1
            self._gaps = _Sheet(self._book, f"差异{self._parts}", GAP_HEAD)
        if why is not None:
            self._causes.add(gap, why)
            self._open += 1
        self._gaps.add(self._cells(gap, why))

    def close(self) -> Causes:
        """Write the other sheets and end the file; return the causes counted."""
        self._sum_up()
        done = 0
        for _, title, count, fen in self._causes.ranked():
            done += count
            share = (f"{one * 100 / self._open:.1f}%" for one in (count, done))
            self._why.add((title, count, *share, Fen(fen)))
        self._told()
        self._book.close()
        return self._causes

    def _cells(self, gap: Gap, why: Why | None) -> Iterator[Cell]:
        compared = self._compared
        summary, pair = compared.done.pairs[gap.pair], compared.pairs[gap.pair]
        yield f"{pair.left} ↔ {pair.right}"
        yield named(gap, pair.left, pair.right)
        yield "" if gap.level is None else gap.level.value
        yield gap.shape
        yield "；".join(_differs(gap, one) for one in gap.fields)
        yield from self._side(summary.left, gap.left)
        yield from self._side(summary.right, gap.right)
        yield Fen(at_stake(gap))
        if why is None:
            yield from ("", "", "已按上列依据配上", "", "", "")
        else:
            yield from (why.title, CERTAINTIES[why.certainty], why.says, why.step)
            yield OWNERS.get(why.owner, why.owner)
            yield "" if why.by is None else f"{why.by:%Y-%m-%d %H:%M}"
        other = summary.right if gap.left else summary.left
        yield "、".join(compared.where(other, at) for at in gap.candidates[:20])

    def _side(self, at: int, rows: Sequence[Row]) -> Iterator[Cell]:
        yield "、".join(self._compared.where(at, one.at) for one in rows[:20])
        yield value(tuple(rows), "number")
        first = rows[0] if rows else None
        yield None if first is None else first.issued_on or first.booked_on
        yield value(tuple(rows), "seller_name")
        totals = [one.total if one.total is not None else one.net for one in rows]
        known = [one for one in totals if one is not None]
        yield Fen(sum(known)) if known else None

    def _sum_up(self) -> None:
        compared, out = self._compared, self._summary
        out.add(("比对结果", f"{compared.now:%Y-%m-%d %H:%M:%S} 生成"), bold=True)
        asof = compared.wanted.asof
        out.add(("时点", "按全部已知" if asof is None else f"按 {asof} 当天已知的情况"))
        out.add(())
        out.add(("清单", "文件", "版式", "行数", "价税合计", "补到行数", "补到金额", "没有取用",
                 "号码损坏", "不参与比对"), bold=True)  # fmt: skip
        for given, size, beside in zip(
            compared.given, compared.done.sizes, compared.beside, strict=True
        ):
            beside_it = "、".join(f"{what}{count}行" for what, count in beside.left_out)
            counts = (len(beside.refused), len(beside.damaged))
            late = (size.late_rows, Fen(size.late_total))
            source = (given.name, given.source, given.layout)
            out.add((*source, size.rows, Fen(size.total), *late, *counts, beside_it))
        for summary, pair in zip(compared.done.pairs, compared.pairs, strict=True):
            out.add(())
            out.add((f"甲：{pair.left}", f"乙：{pair.right}"), bold=True)
            out.add(("结果", "件数", "甲行数", "甲金额", "乙行数", "乙金额", "甲减乙"), bold=True)
            for one in summary.counts:
                left, right = (one.left_rows, Fen(one.left_total)), (
                    one.right_rows, Fen(one.right_total))  # fmt: skip
                out.add((one.outcome.value, one.findings, *left, *right, Fen(one.gap)))
            sums = [
                sum(getattr(one, name) for one in summary.counts)
                for name in ("findings", "left_rows", "left_total", "right_rows", "right_total")
            ]
            both = (sums[1], Fen(sums[2]), sums[3], Fen(sums[4]), Fen(sums[2] - sums[4]))
            out.add(("合计", sums[0], *both), bold=True)
            out.add(("配上的依据", "件数"), bold=True)
            for level, count in summary.levels:
                out.add((level.value, count))

    def _told(self) -> None:
        compared = self._compared
        late = list(compared.late())
        if late:
            sheet = _Sheet(self._book, "补到", ("清单", "行", "得知日期", "价税合计"))
            for one in late:
                where = compared.where(one.list, one.at)
                fen = None if one.total is None else Fen(one.total)
                sheet.add((compared.given[one.list].name, where, one.known_on, fen))
        noted = list(self._noted())
        if noted:
            sheet = _Sheet(self._book, "需核对的行", ("清单", "行", "怎么了", "原样", "说明"))
            for cells in noted:
                sheet.add(cells)

    def _noted(self) -> Iterator[tuple[Cell, ...]]:
        for given, beside in zip(self._compared.given, self._compared.beside, strict=True):
            kinds = (("没有取用", beside.refused), ("号码损坏", beside.damaged),
                     ("有疑问", beside.doubted))  # fmt: skip
            for what, rows in kinds:
                for one in rows:
                    listing = given.listing
                    where = (
                        f"第{one.row}行" if listing is None else listing.where(one.sheet, one.row)
                    )
                    yield given.name, where, what, one.seen, one.says
            if beside.decided:
                yield given.name, "", "取舍", "", beside.decided


def _differs(gap: Gap, name: str) -> str:
    left, right = (value(rows, name) or "空" for rows in (gap.left, gap.right))
    return f"{FIELDS.get(name, name)}：{left} → {right}"


class _Sheet:
    """A sheet that is written row by row."""

    def __init__(self, book: Any, name: str, heads: Sequence[str]) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self._sheet = book.add_worksheet(name)
        self._money = book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00"})
        self._bold = book.add_format({"bold": True})
        self._bold_money = book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00", "bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._row = -1
        if heads:
            self._sheet.freeze_panes(1, 2)
            for column, head in enumerate(heads):
                self._sheet.set_column(column, column, _WIDTHS.get(head.split("·")[-1], 14))
            self.add(heads, bold=True)
            self._sheet.autofilter(0, 0, MOST_ROWS, len(heads) - 1)
        else:
            self._sheet.set_column(0, 9, 20)

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another row."""
        return self._row >= MOST_ROWS

    def add(self, cells: Iterable[Cell], *, bold: bool = False) -> None:
        """Write the next row."""
        self._row += 1
        for column, cell in enumerate(cells):
            if isinstance(cell, Fen):
                style = self._bold_money if bold else self._money
                self._sheet.write_number(self._row, column, cell / 100, style)
            elif isinstance(cell, int):
                self._sheet.write_number(self._row, column, cell, self._bold if bold else None)
            elif isinstance(cell, date):
                day = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a spreadsheet's day
                self._sheet.write_datetime(self._row, column, day, self._day)
            elif cell:
                style = self._bold if bold else None
                self._sheet.write_string(self._row, column, escaped(cell), style)


def escaped(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, whatever it begins with.

    >>> escaped("=HYPERLINK(1)"), escaped("北京云杉")
    ("'=HYPERLINK(1)", '北京云杉')
    """
    short = text[:LONGEST]
    return f"'{short}" if short.startswith(_FORMULA) else short


def named(gap: Gap, left: str, right: str) -> str:
    """Return an outcome with the lists' own names in it."""
    words = {"只在甲": f"只在「{left}」", "只在乙": f"只在「{right}」"}
    return words.get(gap.outcome.value, gap.outcome.value)
