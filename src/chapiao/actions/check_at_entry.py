"""Check an invoice at the entry that can be asked from here, once, and think again."""

from __future__ import annotations

from datetime import datetime

from chapiao.actions import at_platform
from chapiao.actions.check_ledger import SHARED, Tally, tally
from chapiao.actions.look_up import ask
from chapiao.actions.one_check import CannotCheck
from chapiao.actions.renewal import renew
from chapiao.store import access
from chapiao.store.models import Lookup, Person
from chapiao.store.records import BEIJING

__all__ = ["CannotCheck", "check", "checks_today"]


def check(asker: Person, lookup_pk: int, now: datetime, *, insist: bool = False) -> Lookup:
    """Spend one of the invoice's five checks of today; the words lead to a new answer.

    `insist`: send it although something looks wrong, or only the reserve is left.

    Raises:
        access.NotSeen: it is not this person's own look-up.
        CannotCheck: no entry can be asked here, a field is missing or looks wrong, or
            today's checks are used: says which, and no check was spent.
    """
    now = now.astimezone(BEIJING)
    lookup = access.lookups_for(asker).select_related("asker").filter(pk=lookup_pk).first()
    if lookup is None:
        raise access.NotSeen
    asked = at_platform.spend(lookup, lookup.asker, now, asker, insist=insist)
    given = ask(lookup.asker, asked.question, now)
    renewed = renew(
        lookup, asked.question, given, now, act="查验", by=asker, moments=(asked.moment,)
    )
    if renewed is None:
        msg = "这次查询刚被另一处更新；查验结果已记下，请刷新页面看最新的结论"
        raise CannotCheck(msg)
    return renewed


def checks_today(lookup: Lookup, now: datetime) -> Tally | None:
    """Return how many checks of the invoice were used today; None where another entry has it."""
    card = lookup.said.get("fill_card")
    if not lookup.key or card is None or card["entry"] not in SHARED:
        return None
    return tally(lookup.key, now)
