"""Tags that warn of a stopped entry, where somebody is about to use one."""

from __future__ import annotations

from typing import Any

from django import template

from chapiao.actions.near_stops import near
from chapiao.invoice.entry import Entry, places
from chapiao.web.person import now

register = template.Library()
# What the asker may go to next, whatever they ask for; the rest is told by its own card.
USUAL = (Entry.PLATFORM, Entry.ETAX)


@register.inclusion_tag("web/parts/near_stops.html")
def near_stops(entry: str = "") -> dict[str, Any]:
    """Warn of the stops of an entry, by its name or id; without one, of the usual entries."""
    if not entry:
        return {"stops": near(USUAL, now())}
    named = [one for one in Entry if entry in {one.value, places()[one.value]["name"]}]
    return {"stops": near(named, now()) if named else ()}
