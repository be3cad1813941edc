"""Ask a look-up again now, because somebody pressed the button; its address stays."""

from __future__ import annotations

from datetime import datetime

from chapiao.actions import questions
from chapiao.actions.look_up import ask
from chapiao.actions.renewal import renew
from chapiao.store import access
from chapiao.store.models import Lookup, Person
from chapiao.store.records import BEIJING


class JustRenewed(Exception):
    """Somebody else renewed it in this moment. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("这次查询刚被另一处更新，下面就是最新的结论")


def ask_again(person: Person, pk: int, now: datetime) -> Lookup:
    """Answer the same question with what is known now; the old answer stays in the trace.

    Raises:
        access.NotSeen: it is not this person's own look-up.
        JustRenewed: the worker was quicker.
    """
    lookup = access.lookups_for(person).select_related("asker").filter(pk=pk).first()
    if lookup is None:
        raise access.NotSeen
    now = now.astimezone(BEIJING)
    question = questions.from_json(lookup.question)
    renewed = renew(lookup, question, ask(lookup.asker, question, now), now, act="再查", by=person)
    if renewed is None:
        raise JustRenewed
    return renewed
