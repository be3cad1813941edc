"""A rule: one file, one check, and the facts it needs are its parameters' names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from chapiao.diagnosis.model import Finding, RuledOut

ROOT = "chapiao.diagnosis.rules"

# None: does not apply. An exception is caught by the engine and becomes "not run".
Check = Callable[..., Finding | RuledOut | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """A check with what it supports and what it needs. There is one of each, so `is` compares."""

    id: str  # the file's place: "entry.number_year"; the two cannot part
    cause: str | None  # from the closed list; None: a note, which explains nothing
    title: str
    source: str
    needs: tuple[str, ...]
    check: Check


def rule(*, cause: str | None, title: str, source: str) -> Callable[[Check], Rule]:
    """Make a rule of a check; its id is its module, its needs are its parameters."""

    def make(check: Check) -> Rule:
        return Rule(
            id=check.__module__.removeprefix(f"{ROOT}."),
            cause=cause,
            title=title,
            source=source,
            needs=tuple(inspect.signature(check).parameters),
            check=check,
        )

    return make
