"""A world of the model, put into the tables."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.access.model import ENTITIES, PEOPLE, Limit, Row, World

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.store import models, rows
from chapiao.store.rows import Item, Origin, State

FILES = 4


class Made:
    """People, entities, files and rows, by their place in the model."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = timezone.localtime()
        self.people = [
            models.Person.objects.create(username=f"p{i}", is_superuser=i == 0)
            for i in range(PEOPLE)
        ]
        self.entities = [
            models.Entity.objects.create(name=f"企业{i}", tax_id=f"T{i}") for i in range(ENTITIES)
        ]
        for person, entity in world.members:
            models.Membership.objects.create(
                person=self.people[person], entity=self.entities[entity], role=models.Role.VIEWER
            )
        for limit in world.limits:
            self._limit(limit)
        self.files = [
            models.Document.objects.create(
                sha256=f"{i:064d}", size=1, name=f"{i}.xml", received_at=self.now, received_by=None
            )
            for i in range(FILES)
        ]
        self.rows: dict[int, Row] = {}
        for one in world.rows:
            self._put(one)

    def _limit(self, one: Limit) -> None:
        def moment(hours: int | None) -> object:
            return None if hours is None else self.now + timedelta(hours=hours)

        def day(place: int | None) -> object:
            return (
                None if place is None else Row(0, "", None, 0, None, "", None, place, 0).issued_on
            )

        models.Scope.objects.create(
            person=self.people[one.person],
            entity=self.entities[one.entity],
            extra=one.extra,
            own_only=one.own_only,
            key="" if one.tail is None else f"251120000000123456{one.tail:02d}",
            gross_max=one.total,
            kinds=one.kinds,
            departments=one.departments,
            regions=one.pairs,
            first_day=day(one.first),
            last_day=day(one.last),
            starts_at=moment(one.starts),
            ends_at=moment(one.ends),
            made_at=self.now,
        )

    def _put(self, one: Row) -> None:
        entity = None if one.entity is None else self.entities[one.entity]
        invoice = Invoice(
            number=one.number,
            code=one.code,
            kind=None if one.kind is None else Kind(one.kind),
            issued_on=one.issued_on,
            total=one.total,
            seller_name="云杉" if one.tail % 2 else "青禾",
        )
        origin = Origin(
            source="文件",
            entity=entity,
            owner=self.people[one.owner],
            at=self.now,
            document=self.files[one.filed],
        )
        [put] = rows.put_many(
            [Item(invoice=invoice, state=State(department=one.department))], origin
        )
        if put.created:
            self.rows[put.row.pk] = one

    def seen_by(self, person: int) -> dict[int, Row]:
        """Return what the model lets this person see."""
        return {pk: one for pk, one in self.rows.items() if self.world.sees(person, one)}
