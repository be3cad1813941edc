"""公告来源: fetch the addresses that the operator named; what is new there waits for a person.

A feed is a due row. Nothing it says is in force by itself, and no link in it is followed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from chapiao.actions import due
from chapiao.actions.take_notice import BadNotice, take
from chapiao.notices.feed import Item, NotAFeed, items
from chapiao.notices.windows import windows
from chapiao.outside.guarded_http import AddressRefused, Door, NoReply, NotSent, Request
from chapiao.store import audit
from chapiao.store.models import NoticeFeed, Person
from chapiao.store.records import BEIJING

LEASE = timedelta(minutes=2)
MOST_FEEDS = 50
SHORTEST, LONGEST = 5, 7 * 24 * 60  # minutes between two looks
OLD = timedelta(days=60)  # what was published longer ago is no news
OK = 200
AFTER_TROUBLE = (5, 30, 120, 720)  # minutes
_ASKS = {"Accept": "application/rss+xml, application/atom+xml, text/calendar, text/html;q=0.5"}


class NotAllowed(Exception):
    """Whoever asks may not name addresses. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("只有系统管理员可以设公告来源")


class BadFeed(ValueError):
    """The address cannot be a feed. The message can be shown to the user."""


@transaction.atomic
def add(
    *, by: Person, name: str, url: str, publisher: str, every: int, now: datetime
) -> NoticeFeed:
    """Name an address; it is looked at at once, and then every so many minutes.

    Raises:
        NotAllowed: not an administrator of the system.
        BadFeed: no web address, known already, or looked at too often.
    """
    if not by.is_superuser:
        raise NotAllowed
    url = url.strip()
    if not url.startswith(("https://", "http://")) or len(url) > 500:  # noqa: PLR2004 - the column
        msg = "地址要以 https:// 开头（内网地址可用 http://）"
        raise BadFeed(msg)
    if not SHORTEST <= every <= LONGEST:
        msg = f"间隔应在{SHORTEST}到{LONGEST}分钟之间"
        raise BadFeed(msg)
    if NoticeFeed.objects.count() >= MOST_FEEDS:
        msg = f"最多设{MOST_FEEDS}个公告来源"
        raise BadFeed(msg)
    if NoticeFeed.objects.filter(url=url).exists():
        msg = "这个地址已经在列了"
        raise BadFeed(msg)
    feed = NoticeFeed.objects.create(
        name=name.strip()[:60] or "未命名",
        url=url,
        publisher=publisher.strip()[:100],
        every=every,
        made_by=by,
        made_at=now,
        due_at=now,
    )
    audit.append(at=now, person_id=by.pk, act="添加公告来源", subject=f"feed:{feed.pk}")
    return feed


@transaction.atomic
def drop(*, by: Person, pk: int, now: datetime) -> None:
    """Name an address no more; the notices found there stay.

    Raises:
        NotAllowed: not an administrator of the system.
    """
    if not by.is_superuser:
        raise NotAllowed
    if NoticeFeed.objects.filter(pk=pk).delete()[0]:
        audit.append(at=now, person_id=by.pk, act="删除公告来源", subject=f"feed:{pk}")


@transaction.atomic
def look_now(*, by: Person, pk: int, now: datetime) -> None:
    """Let an address be looked at at once.

    Raises:
        NotAllowed: not an administrator of the system.
    """
    if not by.is_superuser:
        raise NotAllowed
    NoticeFeed.objects.filter(pk=pk).update(due_at=now, lease_until=None, attempt=0)


def waiting(now: datetime) -> list[int]:
    """Return the feed that is due, if one is: fetching takes seconds."""
    return due.ids(NoticeFeed.objects, now, 1)


def work(pk: int, now: datetime, door: Door | None = None) -> int:
    """Fetch a due feed and take in what is new; return how many notices it had."""
    if not due.claim(NoticeFeed.objects, pk, now, LEASE):
        return 0
    feed = NoticeFeed.objects.get(pk=pk)
    try:
        found = items(_fetched(feed.url, door or Door(inside=tuple(settings.INSIDE))))
    except (AddressRefused, NotSent, NoReply, NotAFeed) as error:
        _trouble(feed, str(error), now)
        return 0
    taken = sum(_take(feed, one, now) for one in found)
    again = now + timedelta(minutes=feed.every)
    NoticeFeed.objects.filter(pk=pk).update(
        ran_at=now, problem="", due_at=again, lease_until=None, attempt=0
    )
    return taken


def put_off(pk: int, now: datetime) -> None:
    """Look again later, after a failure that nobody foresaw."""
    later = now + timedelta(minutes=AFTER_TROUBLE[0])
    NoticeFeed.objects.filter(pk=pk).update(due_at=later, lease_until=None)


def give_back(pk: int) -> None:
    """Put a claimed feed down: the worker is told to stop."""
    due.give_back(NoticeFeed.objects, pk)


def _fetched(url: str, door: Door) -> bytes:
    reply = door.send(Request(method="GET", url=url, headers=_ASKS))
    if reply.status != OK:
        msg = f"对方回答了状态 {reply.status}"
        raise NoReply(msg)
    return reply.body


def _take(feed: NoticeFeed, item: Item, now: datetime) -> int:
    """Take one item in, where it states a period or speaks of one; return how many."""
    at = item.published_at or now.astimezone(BEIJING)
    if at < now - OLD or not windows(item.text, at, feed.publisher):
        return 0
    try:
        take(
            text=item.text,
            published_at=min(at, now),
            publisher=feed.publisher,
            source=item.link or feed.url,
            now=now,
            person=None,
            feed=feed,
        )
    except BadNotice:  # longer than any notice: a page that is none
        return 0
    return 1


def _trouble(feed: NoticeFeed, why: str, now: datetime) -> None:
    pause = AFTER_TROUBLE[min(feed.attempt, len(AFTER_TROUBLE)) - 1]
    NoticeFeed.objects.filter(pk=feed.pk).update(
        ran_at=now, problem=why[:200], due_at=now + timedelta(minutes=pause), lease_until=None
    )
