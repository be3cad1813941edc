"""A rule: one file, one check, and the facts it needs are its parameters' names."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from dataclasses import dataclass

from chapiao.diagnosis.facts import Heard
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
    needs: tuple[str, ...]  # facts; what is heard is one where it counts
    takes: tuple[str, ...]  # those of them that are handed to the check
    check: Check
    hears: frozenset[Heard] = frozenset()  # what an entry said, where it counts; empty: anything
    of_misses: bool = False  # it doubts the number, which is right where our 台账 has it

    def applies(self, heard: Heard | None) -> bool:
        """Whether it has anything to say about what was heard."""
        return not self.hears or heard in self.hears


def rule(
    *,
    cause: str | None,
    title: str,
    source: str,
    hears: Collection[Heard] = (),
    of_misses: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a check; its id is its module, its needs are its parameters.

    One that only explains certain answers of an entry names them in `hears`, and is
    asked about no others.
    """

    def make(check: Check) -> Rule:
        takes = tuple(inspect.signature(check).parameters)
        return Rule(
            id=check.__module__.removeprefix(f"{ROOT}."),
            cause=cause,
            title=title,
            source=source,
            needs=takes if not hears or "heard" in takes else (*takes, "heard"),
            takes=takes,
            check=check,
            hears=frozenset(hears),
            of_misses=of_misses,
        )

    return make
