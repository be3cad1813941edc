"""A window in the making."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from chapiao.notices.changes import Change
from chapiao.notices.clauses import Said, Says
from chapiao.notices.model import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A window in the making. `order` is the number of its sentence."""

    change: Change
    stopped: frozenset[Service] = frozenset()
    worked_on: frozenset[Service] = frozenset()
    optional: frozenset[Service] = frozenset()
    context: frozenset[Service] = frozenset()  # what was spoken of before
    order: int = 0
    fault: bool = False
    another: bool = False  # tells of a system that is none of our services
    silent: bool = False  # says of nothing that it stops; a later sentence may
    summary: bool = False
    says: str = ""  # the sentence with signs
    shown: str = ""  # as it was written

    @property
    def is_bare(self) -> bool:
        return not self.stopped and not self.worked_on

    @property
    def only_upkeep(self) -> bool:
        """Whether something is worked on, and nothing is said to stop."""
        return bool(self.worked_on) and not self.stopped

    def with_services(self, named: Iterable[Said]) -> Draft:
        """Add what a sentence names."""
        named = list(named)
        firm = [one for one in named if not one.place_only]
        stopped = {one.mention.service for one in firm if one.says is not Says.UPKEEP}
        worked_on = {one.mention.service for one in firm if one.says is Says.UPKEEP}
        places = {one.mention.service for one in named if one.place_only}
        return replace(
            self,
            stopped=self.stopped | stopped,
            worked_on=self.worked_on | worked_on,
            optional=self.optional | places,
        )
