"""试试这些: one ready story per rule, and a few that end with the invoice found."""

from __future__ import annotations

from typing import Final

from chapiao.demo.stories import (
    found,
    ours,
    places,
    records,
    states,
    systems,
    typed_fields,
    typed_numbers,
    waiting,
)
from chapiao.demo.stories.story import Shelf, Story

__all__ = ["STORIES", "Shelf", "Story"]

STORIES: Final[tuple[Story, ...]] = (
    *found.STORIES,
    *typed_numbers.STORIES,
    *typed_fields.STORIES,
    *places.STORIES,
    *states.STORIES,
    *waiting.STORIES,
    *systems.STORIES,
    *records.STORIES,
    *ours.STORIES,
)
