"""From drafts to windows: summaries, what is over, and what was never named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chapiao.notices.clauses import STOPS
from chapiao.notices.draft import Draft
from chapiao.notices.model import Kind, Service, Window
from chapiao.notices.sentences import FINISHED
from chapiao.notices.services import OF_PUBLISHER, Field

SHOWN = 120  # characters of the sentence kept with a window


def kept_of(drafts: Sequence[Draft], text: str, published: datetime) -> list[Draft]:
    """Return the drafts without summaries and without upgrades that are over."""
    over = bool(FINISHED.search(text))
    kept = [one for one in drafts if not (over and _is_over(one, published))]
    parts = {at: _details(one, kept[at + 1 :]) for at, one in enumerate(kept)}
    told: list[Draft] = []
    for at, one in enumerate(kept):
        if parts[at]:
            continue
        above = [kept[n] for n in range(at) if one in parts[n]]
        if one.is_bare and above:
            named = above[-1].stopped | above[-1].worked_on
            told.append(replace(one, stopped=named) if named else one)
        else:
            told.append(one)
    return _without_bare_copies(told)


def _is_over(one: Draft, published: datetime) -> bool:
    end = one.change.end
    planned = one.change.kind is Kind.PLANNED and not one.fault
    return planned and end is not None and end <= published


def _details(one: Draft, later: Sequence[Draft]) -> list[Draft]:
    """Return the later periods that a general sentence only sums up."""
    if one.change.kind is not Kind.PLANNED:
        return []
    inside = [other for other in later if other.order > one.order and _within(other, one)]
    if one.summary:
        return inside
    firm = [other for other in inside if other.stopped]
    return inside if one.is_bare and len(firm) > 1 else []


def _within(other: Draft, one: Draft) -> bool:
    start, end = one.change.start, one.change.end
    begins, ends = other.change.start, other.change.end
    if start is None or begins is None or begins < start:
        return False
    return end is None or (begins < end if ends is None else ends <= end)


def _without_bare_copies(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out a period without services that another draft states with them."""
    named = {(one.change.start, one.change.end) for one in drafts if not one.is_bare}
    return [
        one for one in drafts if not one.is_bare or (one.change.start, one.change.end) not in named
    ]


def window_of(
    draft: Draft,
    field: Field,
    regions: frozenset[str],
    earlier: Sequence[Window],
    *,
    nameless: bool,
) -> Window | None:
    """Return the window; None where nothing says that anything stops."""
    services = draft.stopped or draft.worked_on or draft.context
    if draft.silent and not services:
        return None
    if not services and field in OF_PUBLISHER:
        services = frozenset({OF_PUBLISHER[field]})
    if not services and not nameless and (draft.another or not STOPS.search(draft.says)):
        return None
    optional = (draft.optional | draft.worked_on) - services
    start, end = draft.change.start, draft.change.end
    before = _told_before(draft, services, earlier) if start is None else None
    if before is not None:
        start, end = before.start, end or before.end
    return Window(
        start=start,
        end=end,
        services=services,
        services_optional=optional,
        kind=draft.change.kind,
        regions=regions,
        says=draft.shown[:SHOWN],
    )


def _told_before(
    draft: Draft, services: frozenset[Service], earlier: Sequence[Window]
) -> Window | None:
    """Return the window of an earlier notice that is meant: by its end, its day, or the last."""
    change = draft.change
    for one in reversed(earlier):
        if one.start is None or one.end is None or not one.services & services:
            continue
        if change.old_end is not None:
            meant = one.end == change.old_end
        elif change.day is not None:
            meant = one.start.date() == change.day
        else:
            meant = change.end is not None and one.start < change.end and one.end <= change.end
        if meant:
            return one
    return None
