"""What stands after all notices: extended windows with their new end, cancelled ones gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from chapiao.notices.model import Kind, Window


@dataclass(frozen=True, slots=True)
class Held:
    """A window that holds; `at` is its place among those told."""

    at: int
    window: Window


def standing(told: Iterable[Window]) -> tuple[Window, ...]:
    """Return the windows that hold, from the windows of all notices in the order of time.

    A cancellation takes away what it names, an extension moves its end; both know the
    earlier window by a service and its hours. What is neither is added.
    """
    return tuple(one.window for one in holding(told))


def holding(told: Iterable[Window]) -> tuple[Held, ...]:
    """Return what holds as `standing` does, each with its place among the windows told.

    A window told twice in the same words is held once, by the notice that told it first.
    """
    held: list[Held] = []
    for at, one in enumerate(told):
        if one.kind is Kind.PLANNED:
            if not any(_same(other.window, one) for other in held):
                held.append(Held(at, one))
            continue
        held = [Held(other.at, rest) for other in held if (rest := _without(other.window, one))]
        if one.kind is Kind.EXTENDED and one.start is not None:
            held.append(Held(at, one))
    return tuple(held)


def _same(held: Window, one: Window) -> bool:
    """Whether a window says nothing that another did not say already."""
    return (
        held.start == one.start
        and held.end == one.end
        and held.services >= one.services
        and held.regions == one.regions
    )


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
