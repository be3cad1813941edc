"""Of a told world: who we are, who asks, under which account and with which grants."""

from __future__ import annotations

from datetime import datetime, timedelta

from chapiao.diagnosis.record import OurEntity
from chapiao.diagnosis.scenario.fields import Fields
from chapiao.diagnosis.world.people import Asker, Grant, Profile, Scopes, Session


def our_entities(world: Fields) -> tuple[OurEntity, ...] | None:
    """Return the group's companies; None where none is told."""
    us = world.one("us")
    rows = us.many("entities") if us is not None else None
    return None if rows is None else tuple(_entity(row) for row in rows)


def _entity(row: Fields) -> OurEntity:
    earlier = row.many("former_tax_ids") or ()
    names = [one.words("name") for one in (*(row.many("former_names") or ()), *earlier)]
    return OurEntity(
        name=row.words("name"),
        tax_id=row.words("tax_id"),
        former_names=tuple(dict.fromkeys(name for name in names if name)),
        former_tax_ids=tuple(one.words("tax_id") for one in earlier if one.words("tax_id")),
    )


def asker_of(world: Fields) -> Asker | None:
    """Return the person who asks."""
    row = world.one("asker")
    if row is None:
        return None
    return Asker(
        name=row.words("name"),
        role=row.words("role"),
        entities=row.texts("entities") or (),
        scopes=_scopes(row.one("scopes")),
        profile=_profile(row.one("profile")),
    )


def _scopes(row: Fields | None) -> Scopes:
    if row is None:
        return Scopes()
    return Scopes(
        gross_max=row.money("gross_max"),
        kinds=row.texts("kinds"),
        own_only=row.flag("own_only") or False,
        regions=row.texts("regions"),
        departments=row.texts("departments"),
        until=_end_of(row.moment("until")),
    )


def _end_of(until: datetime | None) -> datetime | None:
    """Return the end of the day where only a day is told: it still counts."""
    if until is None or (until.hour, until.minute) != (0, 0):
        return until
    return until + timedelta(days=1)


def _profile(row: Fields | None) -> Profile:
    if row is None:
        return Profile()
    return Profile(
        account=row.words("name"),
        name=row.flag("name_matches"),
        identity=row.flag("id_matches"),
        company=row.flag("company_matches"),
        tax_id=row.flag("tax_id_matches"),
    )


def sessions_of(world: Fields) -> tuple[Session, ...] | None:
    """Return the sign-ins of the account."""
    row = world.one("asker")
    rows = row.many("sessions") if row is not None else None
    return None if rows is None else tuple(_session(one) for one in rows)


def _session(row: Fields) -> Session:
    ended = row.given.get("ended")
    return Session(
        at=row.moment("at"),
        typed_name=row.words("typed_name"),
        device=row.words("device"),
        ip=row.words("ip"),
        as_entity=row.words("as_entity"),
        ended=bool(ended),
    )


def grants_of(known: Fields) -> tuple[Grant, ...] | None:
    """Return the permissions that somebody set."""
    rows = known.many("grants")
    return None if rows is None else tuple(_grant(row) for row in rows)


def _grant(row: Fields) -> Grant:
    detail = row.given.get("detail")
    return Grant(
        system=row.words("system"),
        what=row.words("what"),
        who=row.words("who"),
        detail=detail if isinstance(detail, dict) else {"说明": detail} if detail else {},
        start=row.day("from"),
        until=row.day("until"),
        set_by=row.words("set_by"),
    )
