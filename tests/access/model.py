"""The rules of who sees what, once more and on their own: nothing here is shared with the store.

Rows, scopes and people are plain values; `sees` is the whole of the law.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

PEOPLE, ENTITIES = 3, 2
KINDS = ("数电票（普通发票）", "增值税专用发票", None)
DEPARTMENTS = ("财务部", "销售部", "")
PAIRS = ("11", "37", "44")
# How a row is numbered, by the province whose digits it carries; "" where it carries none.
NUMBERS = {
    "11": ("", "251120000000123456{:02d}"),
    "37": ("037002500111", "123456{:02d}"),
    "44": ("", "259520000000123456{:02d}"),  # Shenzhen has digits of its own
    "": ("11223344", "12345678{:02d}"),
}
FIRST_DAY = date(2025, 1, 1)


@dataclass(frozen=True)
class Row:
    """An invoice in a pool: of an entity, or of the person who brought it."""

    tail: int
    pair: str
    entity: int | None
    owner: int
    kind: str | None
    department: str
    total: int | None
    day: int | None
    filed: int  # by which of a few files it is shown

    @property
    def code(self) -> str:
        return NUMBERS[self.pair][0]

    @property
    def number(self) -> str:
        return NUMBERS[self.pair][1].format(self.tail)

    @property
    def issued_on(self) -> date | None:
        return None if self.day is None else FIRST_DAY + timedelta(days=self.day)


@dataclass(frozen=True)
class Limit:
    """A scope of one person in one entity. Hours are from now; None is open."""

    person: int
    entity: int
    extra: bool
    own_only: bool
    tail: int | None
    total: int | None
    kinds: tuple[str, ...] | None
    departments: tuple[str, ...] | None
    pairs: tuple[str, ...] | None
    first: int | None
    last: int | None
    starts: int | None
    ends: int | None

    def opens(self, row: Row) -> bool:
        here = not self.own_only and row.entity == self.entity
        return here and self.is_open and self.names(row) and self.dates(row)

    @property
    def is_open(self) -> bool:
        begun = self.starts is None or self.starts < 0
        return begun and (self.ends is None or self.ends > 0)

    def names(self, row: Row) -> bool:
        if self.tail is not None and (row.pair, row.tail) != ("11", self.tail):
            return False
        if self.total is not None and (row.total is None or abs(row.total) > self.total):
            return False
        return (
            (self.kinds is None or row.kind in self.kinds)
            and (self.departments is None or row.department in self.departments)
            and (self.pairs is None or row.pair in self.pairs)
        )

    def dates(self, row: Row) -> bool:
        if row.day is None:
            return self.first is None and self.last is None
        return (self.first is None or self.first <= row.day) and (
            self.last is None or row.day <= self.last
        )


@dataclass(frozen=True)
class World:
    """Who is where, with which limits, and the rows there are. Person 0 sees everything."""

    members: frozenset[tuple[int, int]]
    limits: tuple[Limit, ...]
    rows: tuple[Row, ...]

    def sees(self, person: int, row: Row) -> bool:
        if person in {0, row.owner}:
            return True
        if row.entity is None:
            return False
        here = [one for one in self.limits if (one.person, one.entity) == (person, row.entity)]
        member = (person, row.entity) in self.members
        if member and all(one.extra for one in here):
            return True
        return any(one.opens(row) for one in here)

    def sees_whole(self, person: int, entity: int | None) -> bool:
        here = [one for one in self.limits if (one.person, one.entity) == (person, entity)]
        return person == 0 or ((person, entity) in self.members and all(one.extra for one in here))


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


# Few people and few limits at a time, or every row is hidden for many reasons at once and
# a rule that is wrong changes nothing.
people = st.integers(1, PEOPLE - 1)
entities = st.integers(0, ENTITIES - 1)
LIMITS: dict[str, st.SearchStrategy[object]] = {
    "own_only": st.just(True),  # noqa: FBT003
    "tail": st.integers(0, 2),
    "total": st.integers(0, 3),
    "kinds": some(("数电票（普通发票）", "增值税专用发票")),
    "departments": some(DEPARTMENTS),
    "pairs": some(PAIRS),
    "first": st.integers(0, 5),
    "last": st.integers(0, 5),
    "starts": st.sampled_from((-48, -1, 1, 48)),
    "ends": st.sampled_from((-48, -1, 1, 48)),
}
OPEN = Limit(
    person=0,
    entity=0,
    extra=False,
    own_only=False,
    tail=None,
    total=None,
    kinds=None,
    departments=None,
    pairs=None,
    first=None,
    last=None,
    starts=None,
    ends=None,
)
rows = st.builds(
    Row,
    tail=st.integers(0, 2),
    pair=st.sampled_from(tuple(NUMBERS)),
    entity=st.none() | entities,
    owner=st.sampled_from((0, 0, 0, 1, 2)),
    kind=st.sampled_from(KINDS),
    department=st.sampled_from(DEPARTMENTS),
    total=st.none() | st.integers(-3, 3),
    day=st.none() | st.integers(0, 5),
    filed=st.integers(0, 3),
)


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    """Return a scope with up to two limits."""
    named = draw(st.lists(st.sampled_from(sorted(LIMITS)), unique=True, max_size=2))
    told = {name: draw(LIMITS[name]) for name in named}
    where = {"person": draw(people), "entity": draw(entities), "extra": draw(st.booleans())}
    return replace(OPEN, **where, **told)


worlds = st.builds(
    World,
    members=st.frozensets(st.tuples(people, entities), min_size=1, max_size=4),
    limits=st.lists(limits(), min_size=1, max_size=4).map(tuple),
    rows=st.lists(rows, min_size=6, max_size=14).map(tuple),
)
