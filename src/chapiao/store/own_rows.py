"""Rows that belong to one person, and to whom that person passed them on: who may fetch which."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from chapiao.store.access import NotSeen
from chapiao.store.kin import administered
from chapiao.store.models import ClientCheck, OfflineCheck, Person
from chapiao.store.reach import reach

T = TypeVar("T", bound=Model)


def my_check(person: Person, pk: int) -> ClientCheck:
    """Return one's own report of a browser.

    Raises:
        NotSeen: there is none for this person.
    """
    return _one(ClientCheck.objects.filter(person=person, pk=pk))


def received_checks(person: Person) -> QuerySet[ClientCheck]:
    """Return the reports that people passed on, to the administrators of their companies."""
    sent = ClientCheck.objects.filter(sent_at__isnull=False)
    if person.is_superuser:
        return sent
    return sent.filter(person__memberships__entity__in=administered(person)).distinct()


def received_check(person: Person, pk: int) -> ClientCheck:
    """Return one report that was passed on to this person, or raise NotSeen."""
    return _one(received_checks(person).filter(pk=pk))


def check_for(person: Person, pk: int) -> ClientCheck:
    """Return a report that is one's own or was passed on to one, or raise NotSeen."""
    either = Q(person=person) | Q(pk__in=received_checks(person).values("pk"))
    return _one(ClientCheck.objects.filter(either, pk=pk).select_related("person"))


def offline_for(person: Person) -> QuerySet[OfflineCheck]:
    """Return the hand-ins of this person, and those of the companies whose rows one sees whole."""
    seen = reach(person)
    if seen.everything:
        return OfflineCheck.objects.all()
    return OfflineCheck.objects.filter(Q(made_by=person) | Q(entity__in=seen.entities))


def offline_check(person: Person, pk: int) -> OfflineCheck:
    """Return one hand-in, or raise NotSeen."""
    found = offline_for(person).filter(pk=pk)
    return _one(found.select_related("lookup", "entity", "made_by", "result_by"))


def _one(found: QuerySet[T]) -> T:
    row = found.first()
    if row is None:
        raise NotSeen
    return row
