"""What anybody sees equals what a small independent model says they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus
from chapiao.invoice.variants import one_edit_variants
from chapiao.store import access, models, rows
from chapiao.store.queries import ledger
from chapiao.store.queries.exact import exact
from chapiao.store.queries.holdings import StoreHoldings
from chapiao.store.queries.ledger import Filters, State
from chapiao.store.rows import Item, Origin

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
STEM = "251120000000123456"
PEOPLE, ENTITIES = 4, 3
STATUSES = (None, TaxStatus.NORMAL, TaxStatus.VOIDED, TaxStatus.RED_PART, TaxStatus.DOUBTFUL)


@dataclass(frozen=True)
class Held:
    """A row of the model: a two-digit tail of the number, its pool, who brought it."""

    tail: int
    entity: int | None
    owner: int | None
    status: TaxStatus | None
    total: int
    day: int


held = st.builds(
    Held,
    tail=st.integers(0, 99),
    entity=st.none() | st.integers(0, ENTITIES - 1),
    owner=st.integers(0, PEOPLE - 1),
    status=st.sampled_from(STATUSES),
    total=st.integers(-1000, 1000),
    day=st.integers(1, 28),
)
worlds = st.tuples(
    st.sets(st.tuples(st.integers(1, PEOPLE - 1), st.integers(0, ENTITIES - 1))),
    st.lists(held, max_size=14),
)


def number(tail: int) -> str:
    return f"{STEM}{tail:02d}"


class World:
    """The model's rows, put into the database; person 0 is the superuser."""

    def __init__(self, members: set[tuple[int, int]], wanted: list[Held]) -> None:
        self.members = members
        self.people = [
            models.Person.objects.create(username=f"p{i}", is_superuser=i == 0)
            for i in range(PEOPLE)
        ]
        self.entities = [
            models.Entity.objects.create(name=f"企业{i}", tax_id=f"T{i}") for i in range(ENTITIES)
        ]
        for person, entity in members:
            models.Membership.objects.create(
                person=self.people[person], entity=self.entities[entity], role=models.Role.VIEWER
            )
        self.rows: dict[int, Held] = {}
        for one in wanted:
            self._put(one)

    def _put(self, one: Held) -> None:
        entity = None if one.entity is None else self.entities[one.entity]
        owner = None if one.owner is None else self.people[one.owner]
        invoice = Invoice(
            number=number(one.tail),
            code="",
            seller_name="云杉" if one.tail % 2 else "青禾",
            issued_on=date(2025, 1, one.day),
            total=one.total,
        )
        state = rows.State(tax_status=one.status)
        origin = Origin(source="文件", entity=entity, owner=owner, at=NOW)
        [put] = rows.put_many([Item(invoice=invoice, state=state)], origin)
        if put.created:
            self.rows[put.row.pk] = one

    def seen_by(self, person: int) -> dict[int, Held]:
        return {
            pk: one
            for pk, one in self.rows.items()
            if person in {0, one.owner} or (person, one.entity) in self.members
        }


@pytest.mark.django_db
@given(world=worlds, asked=st.integers(0, 99))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_everybody_sees_exactly_what_the_model_says(
    db: None, world: tuple[set[tuple[int, int]], list[Held]], asked: int
) -> None:
    with transaction.atomic():
        made = World(*world)
        for index, person in enumerate(made.people):
            seen = made.seen_by(index)
            _agree_on_rows(made, person, seen)
            _agree_on_numbers(made, person, seen, asked)
            _agree_on_the_ledger(person, seen)
        transaction.set_rollback(True)


def _agree_on_rows(made: World, person: models.Person, seen: dict[int, Held]) -> None:
    assert set(access.invoices_for(person).values_list("pk", flat=True)) == set(seen)
    for pk in made.rows:
        if pk in seen:
            assert access.invoice_for(person, pk).pk == pk
        else:
            with pytest.raises(access.NotSeen):
                access.invoice_for(person, pk)


def _agree_on_numbers(
    made: World, person: models.Person, seen: dict[int, Held], asked: int
) -> None:
    here = {pk for pk, one in seen.items() if one.tail == asked}
    assert {row[0] for row in exact([number(asked)], access.reach(person))} == here

    holdings = StoreHoldings(person)
    assert {pk_of(one.ref) for one in holdings.by_keys([number(asked)])} == here
    assert {pk_of(one.ref) for one in holdings.by_numbers([number(asked)])} == here
    assert holdings.private == any(
        not person.is_superuser and one.entity not in memberships(person)
        for pk, one in seen.items()
        if pk in here
    )
    near = one_edit_variants(number(asked), "")
    expected = {pk for pk, one in seen.items() if number(one.tail) in near}
    assert {pk_of(one.ref) for one in holdings.by_keys(near)} == expected

    opens = number(asked)[:19]
    expected = {pk for pk, one in seen.items() if number(one.tail).startswith(opens)}
    assert {pk_of(one.ref) for one in holdings.by_prefix(opens)} == expected

    for meant in [*seen.values(), *made.rows.values()][:4]:
        expected = {
            pk for pk, one in seen.items() if (one.day, one.total) == (meant.day, meant.total)
        }
        found = holdings.by_day_and_sum(date(2025, 1, meant.day), meant.total)
        assert {pk_of(one.ref) for one in found} == expected


def _agree_on_the_ledger(person: models.Person, seen: dict[int, Held]) -> None:
    page = ledger.page(person, Filters())
    newest_first = sorted(seen, key=lambda pk: (seen[pk].day, pk), reverse=True)
    assert [row.pk for row in page.rows] == newest_first
    assert page.totals.count == len(seen)
    assert page.totals.total == sum(one.total for one in seen.values())
    for tab in page.tabs:
        under = [one for one in seen.values() if tab.id.holds(one.status)]
        assert (tab.count, tab.total) == (len(under), sum(one.total for one in under))

    narrow = Filters(
        text="云杉",
        state=State.NORMAL,
        first_day=date(2025, 1, 5),
        last_day=date(2025, 1, 20),
        least=-500,
        most=500,
    )
    expected = [
        pk
        for pk in newest_first
        if seen[pk].tail % 2
        and seen[pk].status is TaxStatus.NORMAL
        and 5 <= seen[pk].day <= 20
        and -500 <= seen[pk].total <= 500
    ]
    assert [row.pk for row in ledger.page(person, narrow).rows] == expected
    assert [row.pk for row in ledger.each(person, narrow)] == expected


def pk_of(ref: str) -> int:
    return int(ref.removeprefix("invoice:"))


def memberships(person: models.Person) -> set[int]:
    return {
        int(one.entity.tax_id[1:])
        for one in models.Membership.objects.filter(person=person).select_related("entity")
    }


@pytest.mark.django_db
def test_a_lookup_is_seen_by_its_asker_and_by_colleagues_who_see_as_much(
    clerk: models.Person, other_clerk: models.Person, admin: models.Person, entity: models.Entity
) -> None:
    colleague = models.Person.objects.create(username="zhaolei")
    models.Membership.objects.create(person=colleague, entity=entity, role=models.Role.VIEWER)
    shared = lookup(clerk, scope=[entity.pk])
    private = lookup(clerk, scope=None)

    assert access.lookup_for(clerk, private.pk) == private
    assert access.lookup_for(colleague, shared.pk) == shared
    assert access.lookup_for(admin, private.pk) == private
    for person, one in ((colleague, private), (other_clerk, shared)):
        with pytest.raises(access.NotSeen):
            access.lookup_for(person, one.pk)
    assert list(access.lookups_for(colleague)) == []


@pytest.mark.django_db
def test_what_never_was_and_what_may_not_be_seen_are_told_alike(
    clerk: models.Person, other_clerk: models.Person
) -> None:
    hidden = lookup(clerk, scope=None)

    with pytest.raises(access.NotSeen) as one:
        access.lookup_for(other_clerk, hidden.pk)
    with pytest.raises(access.NotSeen) as other:
        access.lookup_for(other_clerk, hidden.pk + 999)

    assert str(one.value) == str(other.value)


@pytest.mark.django_db
def test_a_file_is_opened_by_who_gave_it_and_by_the_people_whose_invoice_it_shows(
    clerk: models.Person,
    other_clerk: models.Person,
    stranger: models.Person,
    entity: models.Entity,
    now: datetime,
) -> None:
    def document(sha: str, by: models.Person | None = None) -> models.Document:
        return models.Document.objects.create(
            sha256=sha * 64, size=1, name="a.pdf", received_at=now, received_by=by
        )

    mine = document("a", stranger)
    shown = document("b")
    models.Face.objects.create(document=shown, key="k", reading={}, entity=entity)
    used = document("c")
    rows.put(
        Invoice(number=number(7)), source="文件", entity=entity, owner=None, at=now, document=used
    )
    given_again = document("d", clerk)
    intake = models.Intake.objects.create(given_by=other_clerk, given_at=now)
    models.IntakeFile.objects.create(intake=intake, position=1, path="a.pdf", document=given_again)

    def may_open(person: models.Person) -> set[models.Document]:
        return set(access.documents_for(person))

    assert may_open(stranger) == {mine}
    assert may_open(clerk) == {shown, used, given_again}
    assert may_open(other_clerk) == {given_again}
    with pytest.raises(access.NotSeen):
        access.document_for(stranger, shown.pk)


def lookup(asker: models.Person, scope: list[int] | None) -> models.Lookup:
    return models.Lookup.objects.create(
        asker=asker,
        asked_at=NOW,
        question={},
        cause="insufficient",
        headline="",
        said={},
        answered_at=NOW,
        scope=scope,
    )
