"""到哪一步了: the steps as they are, or as they stood at the end of a past day (`?at=`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from chapiao.actions.replay import replay
from chapiao.invoice.dates import BadDate, parse_date
from chapiao.store.models import Lookup, Person
from chapiao.store.records import BEIJING


def timeline_at(text: str, lookup: Lookup, person: Person, now: datetime) -> dict[str, Any]:
    """Return the steps to show, the past day they are of (None: now), and the newest day."""
    today = now.astimezone(BEIJING).date()
    day = _day(text)
    if day is None or day >= today:
        return {"steps": lookup.said.get("timeline", ()), "steps_day": None, "today": today}
    return {"steps": replay(lookup, person, day, now), "steps_day": day, "today": today}


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except BadDate:
        return None
