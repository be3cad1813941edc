"""What has to hold after the kills: counted from the database and from the servers' side."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator

from tests.kill.world import TABLE_ROWS, World
from tests.outside.mail_server import Post
from tests.outside.robot_server import A_MINUTE, Vendors

from chapiao.actions import due
from chapiao.actions.message_text import AGAIN
from chapiao.store import audit
from chapiao.store.models import (
    Check,
    Collected,
    Face,
    FileState,
    Follow,
    IntakeFile,
    Invoice,
    Lookup,
    Message,
    MessageKind,
    Snapshot,
)
from chapiao.store.queries.collection import handed_in_by, tallies

LINK = re.compile(r"(/(?:look-ups|ledger|import|collection)/\d+/)")


def told(world: World, post: Post, vendors: Vendors) -> str:
    """Return the figures in one line."""
    again = sum(subject(mail).startswith(AGAIN) for mail in post.mails)
    repeats = sum(text.startswith(AGAIN) for text in vendors.texts)
    given_up = IntakeFile.objects.filter(state=FileState.FAILED).count()
    return (
        f"{IntakeFile.objects.count()} files ({given_up} given up),"
        f" {Invoice.objects.count()} invoices,"
        f" {len(world.tables)} tables, {len(world.asked)} look-ups, {Check.objects.count()} checks,"
        f" {Message.objects.filter(robot=None).count()} messages in the app,"
        f" {len(post.mails)} mails ({again} again), {len(vendors.texts)} posts ({repeats} again)"
    )


def wrong(world: World, post: Post, vendors: Vendors, kills: int) -> list[str]:
    """Return what does not hold, each in a sentence."""
    return [
        *_files(world),
        *_imports(world),
        *_look_ups(world),
        *_checks(world),
        *_mails(post, kills),
        *_posts(vendors, kills),
        *([] if audit.verify() is None else ["the audit log is broken"]),
    ]


def _files(world: World) -> Iterator[str]:
    tally = handed_in_by(world.clerk)
    if (tally.pieces, tally.difference, tally.waiting) != (world.handed, 0, 0):
        yield f"{world.handed} files handed in, but {tally}"
    given_up = IntakeFile.objects.filter(state=FileState.FAILED)
    if given_up.filter(attempt__lte=due.MOST_ATTEMPTS).exists():
        yield "a file was given up of which the worker had not died again and again"
    found = tallies([world.source.pk])[world.source.pk]
    sums = (found.found, found.filed + found.refused, found.difference)
    if sums != (world.lying, world.lying, 0) or found.refused > given_up.count():
        yield f"{world.lying} files in the folder, but {found}"
    doubled = Collected.objects.count() - Collected.objects.values("name").distinct().count()
    if doubled:
        yield f"{doubled} files were collected twice"
    keys = Counter(Invoice.objects.values_list("key", flat=True))
    if max(keys.values()) > 1:
        yield "an invoice stands in the ledger twice"
    faces = set(Face.objects.values_list("key", flat=True))
    if faces - set(keys):
        yield "an invoice that was read is not in the ledger"


def _imports(world: World) -> Iterator[str]:
    for pk in world.tables:
        counts = Snapshot.objects.get(pk=pk).counts
        if (counts.get("新增"), counts.get("handled")) != (TABLE_ROWS, TABLE_ROWS):
            yield f"table {pk}: {counts}"
        if Invoice.objects.filter(snapshot=pk).count() != TABLE_ROWS:
            yield f"table {pk} is not wholly in the ledger"


def _look_ups(world: World) -> Iterator[str]:
    for lookup in Lookup.objects.filter(pk__in=world.asked):
        messages = Message.objects.filter(person=world.clerk, link=f"/look-ups/{lookup.pk}/")
        found = messages.filter(kind__in=[MessageKind.FOUND, MessageKind.CHANGED]).count()
        if lookup.follow == Follow.WATCHING:
            spent = Check.objects.filter(lookup=lookup).count()
            if spent < 4:  # killed over it again and again: the day's checks are used
                yield f"look-up {lookup.pk} waits with {spent} checks"
        elif found != 1:
            yield f"look-up {lookup.pk} was told of {found} times"


def _checks(world: World) -> Iterator[str]:
    with sqlite3.connect(world.data / "sandbox.sqlite3") as platform:
        spent = dict(platform.execute("select number, sum(checks) from spent group by number"))
    booked = Counter(Check.objects.exclude(ordinal=None).values_list("key", flat=True))
    for number, count in spent.items():
        if count > booked[number]:
            yield f"{number} was checked {count} times, and {booked[number]} were booked"
        if count > 5:
            yield f"{number} was checked {count} times in a day"


def subject(mail: object) -> str:
    """Return a mail's subject without the blanks of its folding."""
    return str(mail["Subject"]).strip()  # type: ignore[index]


def _mails(post: Post, kills: int) -> Iterator[str]:
    ids = Counter(str(mail["Message-ID"]) for mail in post.mails)
    repeats = sum(ids.values()) - len(ids)
    if repeats > kills:
        yield f"{repeats} mails came again after {kills} kills"
    met: set[str] = set()
    for mail in post.mails:
        one = str(mail["Message-ID"])
        if one in met and not subject(mail).startswith(AGAIN):
            yield f"mail {one} came again without saying so"
        met.add(one)
    links: dict[str, set[str]] = {}
    for mail in post.mails:
        for link in LINK.findall(mail.get_content()):
            links.setdefault(link, set()).add(str(mail["Message-ID"]))
    for message in Message.objects.filter(robot=None):
        if not links.get(message.link):
            yield f"message {message.pk} was never mailed"
    once = Message.objects.filter(robot=None, link__startswith="/look-ups/")
    for link in once.values_list("link", flat=True):
        if len(links[link]) > once.filter(link=link).count():
            yield f"{link} came in more mails than there are messages"


def _posts(vendors: Vendors, kills: int) -> Iterator[str]:
    again = [text for text in vendors.texts if text.startswith(AGAIN)]
    if len(again) > kills:
        yield f"{len(again)} posts came again after {kills} kills"
    plain = Counter(text for text in vendors.texts if not text.startswith(AGAIN))
    if any(count > 1 for count in plain.values()):
        yield "a post came again without saying so"
    shown = "\n".join(vendors.texts)
    for message in Message.objects.filter(robot__isnull=False):
        if message.link + "\n" not in shown + "\n":
            yield f"message {message.pk} was never posted"
    times = vendors.times
    for place, at in enumerate(times):
        if sum(1 for one in times[place:] if one - at < 60) > A_MINUTE:
            yield "more posts in a minute than the vendor takes"
            return
