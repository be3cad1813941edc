"""What the answer page says of rights: no, or not for you; why, for who holds the invoice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chapiao.actions import ask_access
from chapiao.actions.prove import Hidden
from chapiao.store.models import AccessRequest, Lookup, Person, RequestState


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What is shown. `hidden` only for who proved to hold the invoice."""

    hidden: Hidden | None
    request: AccessRequest | None
    may_ask: bool
    shown: bool

    @property
    def granted(self) -> bool:
        """Whether somebody was let in by their request."""
        return self.request is not None and self.request.state == RequestState.GRANTED


def panel(lookup: Lookup, person: Person, now: datetime) -> Panel | None:
    """Return what rights have to do with this answer; None for other people's look-ups.

    Without proof it is the same whether the invoice is there or not.
    """
    if lookup.asker_id != person.pk or person.is_superuser:
        return None
    last = ask_access.requests_of(person).filter(lookup=lookup).first()
    unseen = lookup.invoice_id is None and bool(lookup.key)
    waits = last is not None and last.state == RequestState.OPEN
    return Panel(
        hidden=ask_access.hidden_of(lookup, person, now) if unseen else None,
        request=last,
        may_ask=unseen and not waits,
        shown=unseen,
    )
