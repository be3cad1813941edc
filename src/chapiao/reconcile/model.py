"""What goes into a comparison and what comes out.

In: two to four `Listed` lists and `Options`. A list is a relation in the engine (table or
view) with `row` (BIGINT, 1 and up, the same row the same number for ever) and any of
`COLUMNS`. NULL is "not known", '' is "known to be absent". A column a list does not have
is not known: it is never compared.

Out: `Done`: a `Summary` for every pair of lists, and relations in the engine:

`lines`: one line for every two rows that belong together one to one, otherwise one line
for every row; so every row of a list is on exactly one line of each of its pairs, and
`left_total` and `right_total` add up. Rows that agree one to one at the surest level are
only counted, unless `Options.keep_matched`.
    pair       INTEGER  which two lists: `Done.pairs[pair - 1]`
    knot       BIGINT   lines with the same (pair, knot) are one finding
    outcome    VARCHAR  an `Outcome`
    level      VARCHAR  the `Level` that put them together; NULL for a row alone
    shape      VARCHAR  how many rows left and right: 1-1, 1-n, n-1, n-n, 1-0, 0-1, n-0, 0-n
    left_row   BIGINT   row of the left list; NULL where the line has none
    right_row  BIGINT
    key        VARCHAR  the identity of the left row, or of the right row where it has none
    fields     VARCHAR  what differs, comma-separated names out of COLUMNS; '' is nothing
    left_total, right_total  BIGINT  fen of the rows of this line
`candidates`: what a row that is pending might belong to: pair, level, left_row, right_row.
`late`: rows that were not known yet on `Options.asof` (补到): list INTEGER (1 and up), row,
    known_on, total. They are on no line.
All three are made anew on every run, and are the same to the byte for the same rows when
they are read in the order of all their columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# The columns a list may have, and their SQL types. Money is fen.
COLUMNS = {
    "row": "BIGINT",
    "key": "VARCHAR",  # invoice.model.identity: the 20 digits, or number-code; NULL when not known
    "number": "VARCHAR",
    "code": "VARCHAR",
    "issued_on": "DATE",  # 开票日期; a payment's or a voucher's day goes in `booked_on`
    "seller_id": "VARCHAR",
    "seller_name": "VARCHAR",
    "buyer_id": "VARCHAR",
    "buyer_name": "VARCHAR",
    "net": "BIGINT",
    "tax": "BIGINT",
    "total": "BIGINT",
    "status": "VARCHAR",  # the tax side's word, as invoice.status.TaxStatus has them
    "booked_on": "DATE",  # the day of the voucher, payment or claim
    "voucher": "VARCHAR",  # number of the voucher, payment or claim the row belongs to
    "remark": "VARCHAR",
    "known_on": "DATE",  # when the row came to be known here; NULL: from the start
}
MONEY = ("net", "tax", "total")
# Words of the tax side (and of the exports) for an invoice that is no longer good.
VOID_WORDS = ("已作废", "作废", "已红冲", "红冲", "已红冲-全额", "已红冲-部分")


class Outcome(StrEnum):
    """What became of a row in a comparison of two lists."""

    MATCHED = "一致"
    DIFFERS = "字段不同"
    ONLY_LEFT = "只在甲"  # the left list of the pair
    ONLY_RIGHT = "只在乙"
    DUPLICATE = "重复"
    VOID = "已作废/红冲"
    PENDING = "待定"


class Level(StrEnum):
    """What put two rows together, surest first."""

    IDENTITY = "同一号码"
    ONE_EDIT = "号码差一处"  # same total and day (or seller), the number one slip away
    SAME_DAY = "金额日期销售方相同"
    WINDOW = "销售方金额相同且日期相近"
    SUM = "合计相等"  # one row against several of the same seller


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list in the engine."""

    name: str  # as people call it: 税局导出
    relation: str  # table or view in the engine; a plain SQL name
    columns: frozenset[str]  # which of COLUMNS it has; `row` always, and `key` or `total`


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to compare."""

    job: str = "job"  # relations that are made begin with it; a plain SQL name
    levels: tuple[Level, ...] = tuple(Level)
    compare: tuple[str, ...] = ("issued_on", "seller_id", "net", "tax", "total")
    tolerance: int = 0  # fen by which amounts may part and still be the same
    window_days: int = 31  # Level.WINDOW and Level.SUM: how far the days may lie apart
    asof: date | None = None  # only what was known on this day; the rest is late
    void_words: tuple[str, ...] = VOID_WORDS
    keep_matched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One outcome of one pair of lists: how many, and how much."""

    outcome: Outcome
    findings: int  # knots
    left_rows: int
    right_rows: int
    left_total: int  # fen, of the rows whose total is known
    right_total: int
    left_unknown: int  # rows whose total is not known
    right_unknown: int

    @property
    def gap(self) -> int:
        """Left less right, in fen."""
        return self.left_total - self.right_total


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What a list holds: of all rows (late ones left out), and of the late ones."""

    rows: int
    total: int  # fen
    unknown: int  # rows without a total
    late_rows: int
    late_total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One pair of lists. Its counts add up to both sizes, to the row and to the fen."""

    left: int  # which lists: index into what `reconcile` was given
    right: int
    counts: tuple[Count, ...]  # every Outcome once, in its order
    levels: tuple[tuple[Level, int], ...]  # findings made by each level

    def count(self, outcome: Outcome) -> Count:
        """Return the count of one outcome."""
        return next(one for one in self.counts if one.outcome is outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A finished comparison."""

    lists: tuple[Listed, ...]
    sizes: tuple[Size, ...]  # one for each list
    pairs: tuple[Summary, ...]
    lines: str  # names of relations, see the module
    candidates: str
    late: str


class Unbalanced(Exception):
    """Counts or amounts of a comparison do not add up to its lists: a fault of ours."""


class BadLists(Exception):
    """The lists cannot be compared. The message is fit to show a user."""
