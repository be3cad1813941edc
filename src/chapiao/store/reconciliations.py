"""Which comparisons and claims a person may see.

A comparison is seen by who made it, as long as they may still see what it drew on. A claim is
seen by its holder and by the people of its company; that there is one is told to the group.
"""

from __future__ import annotations

from django.db.models import QuerySet

from chapiao.store import access
from chapiao.store.models import Claim, Person, Reconciliation, ReconciliationGap
from chapiao.store.reach import Reach, reach


def reconciliations_for(person: Person) -> QuerySet[Reconciliation]:
    """Return the comparisons this person made; a superuser's are all."""
    if reach(person).everything:
        return Reconciliation.objects.all()
    return Reconciliation.objects.filter(made_by=person)


def reconciliation_for(person: Person, pk: int) -> Reconciliation:
    """Return one comparison.

    Raises:
        access.Withheld: this person's rights have shrunk since it was made.
        access.NotSeen: there is none for this person.
    """
    found = reconciliations_for(person).select_related("made_by", "report").filter(pk=pk).first()
    if found is None:
        raise access.NotSeen
    if not bears(found, reach(person)):
        raise access.Withheld
    return found


def bears(one: Reconciliation, seen: Reach) -> bool:
    """Whether the rows of the 台账 that a comparison drew on may be shown still."""
    return all(seen.bears(given.get("rests_on", ())) for given in one.lists)


def gaps_for(person: Person, pk: int) -> QuerySet[ReconciliationGap]:
    """Return the findings of one comparison, or raise NotSeen."""
    return ReconciliationGap.objects.filter(reconciliation=reconciliation_for(person, pk))


def claims_for(person: Person) -> QuerySet[Claim]:
    """Return the claims this person may see: their own, and those of their companies."""
    seen = reach(person)
    if seen.everything:
        return Claim.objects.all()
    return Claim.objects.filter(seen.q("person"))


def claim_for(person: Person, pk: int) -> Claim:
    """Return one claim, or raise NotSeen."""
    found = claims_for(person).select_related("person", "entity").filter(pk=pk).first()
    if found is None:
        raise access.NotSeen
    return found
