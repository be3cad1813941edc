"""体检: keep what a person's browser told, show it in words, pass it on to an administrator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from chapiao.actions import fitness_told, probe
from chapiao.actions.fitness_judge import Beside, Item, judge
from chapiao.actions.fitness_told import Told
from chapiao.store import audit, own_rows
from chapiao.store.models import ClientCheck, Person, TargetKind
from chapiao.store.queries.health import looked_at_since
from chapiao.store.text import storable

FRESH = timedelta(minutes=30)  # how old what our server saw may be
MOST_KEPT = 50  # of one person


def official_addresses() -> Mapping[str, str]:
    """Return the addresses that anybody may be asked to try."""
    return probe.official_addresses()


def addresses() -> Mapping[str, str]:
    """Return the entries' addresses for who is signed in: the operator's own ones too."""
    return probe.entry_addresses()


def control() -> str:
    """Return the address that tells whether the rest of the internet answers; "" for none."""
    return str(settings.PROBE_CONTROL)


def keep(person: Person, told: Told, now: datetime) -> ClientCheck:
    """Keep a report; the oldest of many go."""
    kept = ClientCheck.objects.create(person=person, at=now, told=told.as_json())
    mine = ClientCheck.objects.filter(person=person).order_by("-at", "-pk")
    old = list(mine.values_list("pk", flat=True)[MOST_KEPT:])
    ClientCheck.objects.filter(pk__in=old, sent_at=None).delete()
    return kept


def items_of(check: ClientCheck) -> tuple[Item, ...]:
    """Return a report in words, beside what our server saw of the entries at that time."""
    seen = looked_at_since(check.at - FRESH, check.at)
    beside = {
        one.target.name: Beside(whose=one.whose, says=one.says)
        for one in seen
        if one.target.kind == TargetKind.ENTRY
    }
    return judge(fitness_told.from_json(check.told), beside)


def checks_of(person: Person) -> QuerySet[ClientCheck]:
    """Return a person's own reports, newest first."""
    return ClientCheck.objects.filter(person=person).order_by("-at", "-pk")


def received(person: Person) -> QuerySet[ClientCheck]:
    """Return the reports passed on to this person as an administrator, newest first."""
    found = own_rows.received_checks(person).filter(handled_at=None)
    return found.select_related("person").order_by("-sent_at", "-pk")


def send(person: Person, pk: int, note: str, now: datetime) -> None:
    """Pass one's own report on to the administrators.

    Raises:
        access.NotSeen: it is not this person's own.
    """
    check = own_rows.my_check(person, pk)
    changed = {"sent_at": now, "note": storable(note).strip()[:300], "handled_at": None}
    ClientCheck.objects.filter(pk=check.pk).update(**changed)
    audit.append(at=now, person_id=person.pk, act="交体检结果", subject=f"client_check:{pk}")


def handle(person: Person, pk: int, now: datetime) -> None:
    """Note that an administrator has dealt with a report.

    Raises:
        access.NotSeen: none such was passed on to this person.
    """
    check = own_rows.received_check(person, pk)
    ClientCheck.objects.filter(pk=check.pk).update(handled_at=now)
    audit.append(at=now, person_id=person.pk, act="处理体检结果", subject=f"client_check:{pk}")
