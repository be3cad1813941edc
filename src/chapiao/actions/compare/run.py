"""Compare lists in an engine, and tell every gap with its cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from chapiao.actions.compare import causes, relation, scan
from chapiao.actions.compare.gaps import Gap, gaps
from chapiao.actions.compare.inputs import Given, Side
from chapiao.actions.compare.own_words import Pair, Why
from chapiao.invoice.dates import BEIJING
from chapiao.readers.lists import Noted
from chapiao.reconcile.engine import Engine
from chapiao.reconcile.model import Done, Listed, Options
from chapiao.reconcile.run import reconcile

Progress = Callable[[float, str], None]
LOADED, COMPARED = 0.3, 0.6  # shares of the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How to compare: only what was known on `asof`, with amounts within `tolerance` fen."""

    asof: date | None = None
    tolerance: int = 0
    window_days: int = 31
    job: str = "cp"

    def options(self) -> Options:
        """Return it as the comparison has it."""
        return Options(
            job=self.job,
            tolerance=self.tolerance,
            window_days=self.window_days,
            asof=self.asof,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is to be said of a list beside its comparison."""

    refused: tuple[Noted, ...] = ()
    damaged: tuple[Noted, ...] = ()
    doubted: tuple[Noted, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    decided: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A row that was not known yet on the day asked for (补到)."""

    list: int
    at: int
    known_on: date | None
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A finished comparison. Lists and pairs count from 0."""

    given: tuple[Given, ...]
    wanted: Wanted
    done: Done
    beside: tuple[Beside, ...]
    pairs: tuple[Pair, ...]
    now: datetime
    engine: Engine = field(repr=False)

    def gaps(self) -> Iterator[tuple[Gap, Why | None]]:
        """Yield every finding that is not an exact match.

        With its cause, where it is open or a number is damaged.
        """
        seen = [{(one.sheet, one.row): one.seen for one in b.damaged} for b in self.beside]
        for gap in gaps(self.engine, self.done):
            summary, pair = self.done.pairs[gap.pair], self.pairs[gap.pair]
            sides = ((summary.left, gap.left), (summary.right, gap.right))
            if pair.left_proves:
                sides = sides[::-1]
            damaged = next(
                (
                    text
                    for at, rows in sides
                    for row in rows
                    if not row.number and (text := seen[at].get(self._place(at, row.at), ""))
                ),
                "",
            )
            known = gap.is_open or damaged
            yield gap, causes.why(gap, pair, self.now, damaged) if known else None

    def late(self) -> Iterator[Late]:
        """Yield the rows that were not known yet (补到)."""
        asked = f"select list, row, known_on, total from {self.done.late} order by list, row"  # noqa: S608 - a name of ours
        for rows in self.engine.stream(asked):
            for at, row, known_on, total in rows:
                yield Late(list=at - 1, at=row, known_on=known_on, total=total)

    def row_of(self, at: int, row: int) -> int:
        """Return the row that the spreadsheet shows for a row of a list."""
        listing = self.given[at].listing
        if listing is None:
            return row + self.given[at].heading_rows
        return int(listing.columns["row"][row - 1])

    def _place(self, at: int, row: int) -> tuple[int, int]:
        """Return sheet and row of a row of a list."""
        listing = self.given[at].listing
        if listing is None:
            return 0, self.row_of(at, row)
        return listing.columns["sheet"][row - 1], listing.columns["row"][row - 1]

    def where(self, at: int, row: int) -> str:
        """Return where a row of a list stands, as a person finds it again."""
        listing = self.given[at].listing
        if listing is None:
            return f"第{self.row_of(at, row)}行"
        return listing.where(*self._place(at, row))


def compare(
    engine: Engine,
    given: Sequence[Given],
    wanted: Wanted,
    now: datetime,
    progress: Progress = lambda share, what: None,  # noqa: ARG005
) -> Compared:
    """Compare two to four lists, each with each other one.

    Raises:
        NotAList: one of them cannot be taken.
        reconcile.model.BadLists: they cannot be compared.
        reconcile.engine.Cancelled: somebody stopped it.
    """
    listings = [one.listing for one in given if one.listing is not None]
    decided = iter(relation.settle_sums(listings))
    numbers = relation.numbers_of(listings)
    listed, beside = [], []
    for at, one in enumerate(given):
        progress(LOADED * at / len(given), f"装入「{one.name}」")
        name = f"{wanted.job}_in{at + 1}"
        if one.listing is None:
            made, refused, damaged = scan.scanned(engine, one, name)
            listed.append(made)
            beside.append(Beside(refused=refused, damaged=damaged))
            continue
        listed.append(relation.put(engine, one, name, numbers))
        beside.append(
            Beside(
                refused=one.listing.refused,
                damaged=one.listing.damaged,
                doubted=one.listing.doubted,
                left_out=one.listing.left_out,
                decided=next(decided),
            )
        )
    share = COMPARED - LOADED
    done = reconcile(
        engine,
        listed,
        wanted.options(),
        progress=lambda part, what: progress(LOADED + share * part, what),
    )
    newest = [_newest(engine, made, one) for made, one in zip(listed, given, strict=True)]
    pairs = tuple(
        Pair(
            given[one.left].name,
            given[one.right].name,
            given[one.left].side,
            given[one.right].side,
            newest[one.left] if given[one.left].side is Side.BUREAU else newest[one.right],
            given[one.left].layout,
            given[one.right].layout,
        )
        for one in done.pairs
    )
    return Compared(
        given=tuple(given),
        wanted=wanted,
        done=done,
        beside=tuple(beside),
        pairs=pairs,
        now=now.astimezone(BEIJING),
        engine=engine,
    )


def _newest(engine: Engine, made: Listed, given: Given) -> datetime | None:
    """Return up to when a list of the bureau's knows: the end of its newest day of issue."""
    if given.side is not Side.BUREAU or "issued_on" not in made.columns:
        return None
    [(day,)] = engine.rows(f"select max(issued_on) from {made.relation}")  # noqa: S608 - a name of ours
    return None if day is None else datetime.combine(day, time(23, 59), BEIJING)
