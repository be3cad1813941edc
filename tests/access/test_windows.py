"""Every limit by itself, on rows at and beyond its edges: the database and the words agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.access.made import Made
from tests.access.model import DEPARTMENTS, KINDS, NUMBERS, OPEN, Limit, Row, World

from chapiao.store import access
from chapiao.store.queries.exact import exact
from chapiao.store.why import item_of_row, why

PLAIN = Row(
    tail=0, pair="11", entity=0, owner=0, kind=KINDS[0], department="", total=1, day=1, filed=0
)
ROWS = (
    *(replace(PLAIN, tail=tail) for tail in range(3)),
    *(replace(PLAIN, tail=3 + i, pair=pair) for i, pair in enumerate(NUMBERS)),
    *(replace(PLAIN, tail=10 + i, kind=kind) for i, kind in enumerate(KINDS)),
    *(replace(PLAIN, tail=20 + i, department=one) for i, one in enumerate(DEPARTMENTS)),
    *(replace(PLAIN, tail=30 + i, total=one) for i, one in enumerate((None, -3, -2, 0, 2, 3))),
    *(replace(PLAIN, tail=40 + i, day=one) for i, one in enumerate((None, 0, 2, 3, 4))),
    replace(PLAIN, tail=50, entity=1),
    replace(PLAIN, tail=51, owner=1),
)
MINE = replace(OPEN, person=1)
LIMITS = {
    "none": MINE,
    "own only": replace(MINE, own_only=True),
    "one invoice": replace(MINE, tail=1),
    "ceiling": replace(MINE, total=2),
    "ceiling of nothing": replace(MINE, total=0),
    "kinds": replace(MINE, kinds=(KINDS[0],)),
    "no kinds": replace(MINE, kinds=()),
    "departments": replace(MINE, departments=("财务部",)),
    "without a department": replace(MINE, departments=("",)),
    "province": replace(MINE, pairs=("11",)),
    "province with a city's own digits": replace(MINE, pairs=("44",)),
    "from": replace(MINE, first=2),
    "to": replace(MINE, last=3),
    "days": replace(MINE, first=2, last=3),
    "not yet": replace(MINE, starts=1),
    "begun": replace(MINE, starts=-1, ends=1),
    "ended": replace(MINE, ends=-1),
}


@pytest.mark.django_db
@pytest.mark.parametrize("member", [True, False], ids=["member", "guest"])
@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_a_limit_opens_exactly_what_it_says(limit: Limit, *, member: bool) -> None:
    members = frozenset({(1, 0)} if member else set())
    made = Made(World(members, (replace(limit, extra=not member),), ROWS))
    person, expected = made.people[1], set(made.seen_by(1))
    seen = access.reach(person)
    keys = [f"{one.number}-{one.code}" if one.code else one.number for one in ROWS]

    assert len(made.rows) == len(ROWS)
    assert {row[0] for row in exact(keys, seen)} == expected
    found = access.invoices_for(person)
    assert set(found.values_list("pk", flat=True)) == expected
    told = {
        row.pk
        for row in access.invoices_for(made.people[0])
        if why(person, item_of_row(row), made.now).visible
    }
    assert told == expected


@pytest.mark.django_db
def test_a_file_is_opened_through_a_window_only_when_all_of_it_may_be_seen() -> None:
    small = replace(PLAIN, tail=1, total=1)
    big = replace(PLAIN, tail=2, total=3)
    alone = replace(PLAIN, tail=3, total=1, filed=1)
    limit = replace(MINE, total=2)
    made = Made(World(frozenset({(1, 0)}), (limit,), (small, big, alone)))

    seen = access.documents_for(made.people[1])

    assert set(seen) == {made.files[1]}
