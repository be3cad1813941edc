"""Which messages their person may still read: what they are about can go out of one's sight.

A message is kept as it was told. Where the answer or the row that it leads to may be seen
no more, what it says is shown no more either, and it is not sent out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from chapiao.store import access
from chapiao.store.models import Lookup, Message, Person

_LEADS = re.compile(r"^/(look-ups|ledger|import)/(\d+)/$")


def hidden(person: Person, messages: Iterable[Message]) -> set[int]:
    """Return which of a person's messages are about what they may see no more, by their ids."""
    about: defaultdict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in messages:
        if leads := _LEADS.match(one.link):
            about[leads[1]][int(leads[2])].append(one.pk)
    seen = {name: _SEEN[name](person, list(rows)) for name, rows in about.items()}
    return {
        pk
        for name, rows in about.items()
        for row, pks in rows.items()
        if row not in seen[name]
        for pk in pks
    }


def _lookups(person: Person, pks: list[int]) -> set[int]:
    reach = access.reach(person)
    found = Lookup.objects.filter(pk__in=pks).only("asker_id", "scope")
    return {one.pk for one in found if access.bears(one, reach, mine=one.asker_id == person.pk)}


def _invoices(person: Person, pks: list[int]) -> set[int]:
    return set(access.invoices_for(person).filter(pk__in=pks).values_list("pk", flat=True))


def _imports(person: Person, pks: list[int]) -> set[int]:
    return set(access.snapshots_for(person).filter(pk__in=pks).values_list("pk", flat=True))


_SEEN: dict[str, Callable[[Person, list[int]], set[int]]] = {
    "look-ups": _lookups,
    "ledger": _invoices,
    "import": _imports,
}
