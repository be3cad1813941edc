"""电子税务局的权限: write down what a person may see there, and explain by it what they do not.

The bureau tells nobody what it hides. What its administrator configured can be noted
here, and then "电子税务局里看不到" has a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from chapiao.actions.set_scope import NotAllowed
from chapiao.diagnosis.world.people import Grant
from chapiao.invoice.money import plain
from chapiao.store import audit
from chapiao.store.kin import stewarded
from chapiao.store.models import BureauRight, Entity, Person

SYSTEM, CONFIGURED, ROLE = "电子税务局", "发票查询权限配置", "发票业务"


@transaction.atomic
def note_right(
    *,
    by: Person,
    person: Person,
    entity: Entity,
    has_role: bool | None,
    gross_max: int | None,
    places: tuple[str, ...] | None,
    ends_on: date | None,
    now: datetime,
) -> BureauRight:
    """Keep what was configured for a person; it replaces what was noted before.

    Raises:
        NotAllowed: `by` does not look after the company.
    """
    if not stewarded(by).filter(pk=entity.pk).exists():
        raise NotAllowed
    right, _ = BureauRight.objects.update_or_create(
        person=person,
        entity=entity,
        defaults={
            "has_role": has_role,
            "gross_max": gross_max,
            "places": places,
            "ends_on": ends_on,
            "noted_by": by,
            "noted_at": now,
        },
    )
    audit.append(
        at=now,
        person_id=by.pk,
        act="登记税局权限",
        subject=f"person:{person.pk}",
        detail={"entity": entity.pk},
    )
    return right


def rights_of(person: Person) -> list[BureauRight]:
    """Return what is noted of a person, by company."""
    found = BureauRight.objects.filter(person=person).select_related("entity", "noted_by", "person")
    return list(found.order_by("entity_id"))


def says(right: BureauRight) -> str:
    """Say what is noted, in one line."""
    told = [] if right.has_role is None else [f"{ROLE}角色：{'有' if right.has_role else '没有'}"]
    if right.gross_max is not None:
        told.append(f"价税合计不超过 ¥{plain(right.gross_max)}（不分正负）")
    if right.places is not None:
        told.append(f"受票地：{'、'.join(right.places) or '无'}")
    if right.ends_on is not None:
        told.append(f"有效期至 {right.ends_on}")
    return "；".join(told) or "没有登记限制"


def grants_of(rights: Sequence[BureauRight]) -> tuple[Grant, ...]:
    """Return noted rights as facts that a rule can think with."""
    return tuple(one for right in rights for one in _grants(right))


def _grants(right: BureauRight) -> Iterator[Grant]:
    detail: dict[str, object] = {}
    if right.gross_max is not None:
        detail["gross_abs_over_hidden"] = plain(right.gross_max)
    if right.places is not None:
        detail["places"] = list(right.places)
    if detail:
        yield _grant(right, CONFIGURED, detail, None)
    if right.has_role is not None or right.ends_on is not None:
        has: dict[str, object] = {"业务": "无" if right.has_role is False else ROLE}
        yield _grant(right, f"{ROLE}角色", has, right.ends_on)


def _grant(right: BureauRight, what: str, detail: dict[str, object], until: date | None) -> Grant:
    return Grant(
        system=SYSTEM,
        what=what,
        who=str(right.person),
        detail=detail,
        until=until,
        set_by="" if right.noted_by is None else str(right.noted_by),
    )
