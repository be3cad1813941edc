"""What stands after all notices: extended windows with their new end, cancelled ones gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chapiao.notices.model import Kind, Window


def standing(told: Iterable[Window]) -> tuple[Window, ...]:
    """Return the windows that hold, from the windows of all notices in the order of time.

    A cancellation takes away what it names, an extension moves its end; both know the
    earlier window by a service and its hours. What is neither is added.
    """
    held: list[Window] = []
    for one in told:
        if one.kind is Kind.PLANNED:
            held.append(one)
            continue
        kept = [_without(other, one) for other in held]
        held = [other for other in kept if other is not None]
        if one.kind is Kind.EXTENDED and one.start is not None:
            held.append(one)
    return tuple(held)


def _without(held: Window, change: Window) -> Window | None:
    """Return what a change leaves of a window: all of it, some services, or nothing."""
    if not held.services & change.services or not _same_hours(held, change):
        return held
    rest = held.services - change.services
    return replace(held, services=rest) if rest else None


def _same_hours(held: Window, change: Window) -> bool:
    if change.start is None or held.start is None:
        return False
    if held.start == change.start:
        return True
    return held.start.date() == change.start.date() and held.end == change.end
