"""Build the demo world: fill an empty database with everything a visitor meets.

The command that calls this has marked the data folder as a demo before; a database
that holds anybody or anything is refused, whatever the mark says.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from chapiao.actions.look_up import look_up
from chapiao.demo import made as making
from chapiao.demo import samples
from chapiao.demo.archive import fill_archive
from chapiao.demo.exported import import_export_of
from chapiao.demo.group import COLLEAGUES
from chapiao.demo.ledger import fill_ledger
from chapiao.demo.people import make_people
from chapiao.demo.platform import fill_platform
from chapiao.demo.stories import STORIES
from chapiao.demo.world import World, world_of
from chapiao.invoice.dates import BEIJING
from chapiao.store import audit
from chapiao.store.models import Document, Entity, Invoice, Lookup, Person, Snapshot

# What 王敏 asked before the visitor came, oldest first, and how many minutes ago.
_ASKED = (
    ("entry-amount-basis", 190),
    ("status-red-full", 150),
    ("entry-number-neighbour", 75),
    ("timing-source-older", 40),
    ("found-number", 12),
)


class NotEmpty(Exception):
    """There is something in the database. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("数据库里已有数据，演示数据只能建在空的数据库里")


def build(now: datetime) -> World:
    """Fill the database and the data folder; return the world that was made.

    Raises:
        NotEmpty: the database holds something; nothing was changed.
    """
    now = now.astimezone(BEIJING)
    if any(one.objects.exists() for one in (Person, Entity, Invoice, Document, Snapshot, Lookup)):
        raise NotEmpty
    made = world_of(now.date())
    with transaction.atomic():
        entities, people = make_people(made)
        clerk = people[COLLEAGUES[0].login]
        documents = fill_archive(made, entities, clerk)
        fill_ledger(made, entities, people, documents)
        import_export_of(made, clerk)
        _ask(made, clerk, now)
        audit.append(at=now, person_id=None, act="建立演示数据", subject="demo")
    data = Path(settings.DATA)
    fill_platform(made, now)
    samples.write(data / samples.FOLDER, made)
    making.note(data, made.made_on)
    return made


def _ask(made: World, clerk: Person, now: datetime) -> None:
    by_id = {story.id: story for story in STORIES}
    for story_id, minutes in _ASKED:
        at = now - timedelta(minutes=minutes)
        look_up(asker=clerk, question=by_id[story_id].question(made.made_on, at), now=at)
