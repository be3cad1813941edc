"""Named addresses are fetched over real HTTP; what is new waits, and nothing inside is gone to."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from chapiao.actions import notice_feeds
from chapiao.outside.guarded_http import Door
from chapiao.store.models import Maintenance, Notice, NoticeFeed, NoticeState, Person

pytestmark = pytest.mark.django_db
INSIDE = Door(inside=(ipaddress.ip_network("127.0.0.0/8"),), whole=5)
ITEM = (
    "<item><title>停机公告</title><link>https://example.com/{n}</link>"
    "<pubDate>Mon, 23 Nov 2026 09:00:00 +0800</pubDate>"
    "<description>查验平台定于11月28日2{n}:00至次日6:00停机。</description></item>"
)
NEWS = "<item><title>便民办税春风行动启动</title><description>欢迎参加。</description></item>"


class Site(HTTPServer):
    """A site that answers what it is told to."""

    status, body = 200, ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/rss"


class _Answer(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        data = self.server.body.encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site(("127.0.0.1", 0), _Answer)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    made.body = f"<rss><channel>{ITEM.format(n=2)}{NEWS}</channel></rss>"
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def feed(admin: Person, site: Site, now: datetime) -> NoticeFeed:
    return notice_feeds.add(
        by=admin, name="省局", url=site.address, publisher="税务局", every=60, now=now
    )


def test_what_is_new_waits_and_what_states_nothing_is_left(feed: NoticeFeed, now: datetime) -> None:
    assert notice_feeds.waiting(now) == [feed.pk]

    assert notice_feeds.work(feed.pk, now, INSIDE) == 1

    notice = Notice.objects.get()
    assert (notice.state, notice.source) == (NoticeState.WAITING, "https://example.com/2")
    assert notice.windows.count() == 1
    assert not Maintenance.objects.exists()


def test_it_is_looked_at_again_after_its_while_and_takes_nothing_twice(
    feed: NoticeFeed, site: Site, now: datetime
) -> None:
    notice_feeds.work(feed.pk, now, INSIDE)
    assert notice_feeds.waiting(now + timedelta(minutes=59)) == []
    later = now + timedelta(minutes=60)
    site.body = f"<rss><channel>{ITEM.format(n=1)}{ITEM.format(n=2)}</channel></rss>"

    notice_feeds.work(feed.pk, later, INSIDE)

    assert Notice.objects.count() == 2


def test_an_address_inside_is_not_gone_to_unless_allowed(feed: NoticeFeed, now: datetime) -> None:
    assert notice_feeds.work(feed.pk, now, Door()) == 0

    feed.refresh_from_db()
    assert "内网" in feed.problem
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [(500, "", "状态 500"), (302, "", "状态 302"), (200, "no feed", "不是 RSS")],
)
def test_a_failure_is_told_and_tried_again_later(
    feed: NoticeFeed, site: Site, now: datetime, status: int, body: str, told: str
) -> None:
    site.status, site.body = status, body

    notice_feeds.work(feed.pk, now, INSIDE)

    feed.refresh_from_db()
    assert told in feed.problem
    assert notice_feeds.waiting(now + timedelta(minutes=4)) == []
    assert notice_feeds.waiting(now + timedelta(minutes=5)) == [feed.pk]


def test_a_feed_killed_in_the_middle_is_due_again(feed: NoticeFeed, now: datetime) -> None:
    NoticeFeed.objects.filter(pk=feed.pk).update(lease_until=now + notice_feeds.LEASE, attempt=1)

    assert notice_feeds.waiting(now) == []
    assert notice_feeds.work(feed.pk, now, INSIDE) == 0
    assert notice_feeds.waiting(now + notice_feeds.LEASE) == [feed.pk]


def test_only_administrators_name_addresses_and_only_web_ones(
    admin: Person, clerk: Person, now: datetime
) -> None:
    with pytest.raises(notice_feeds.NotAllowed):
        notice_feeds.add(by=clerk, name="", url="https://a", publisher="", every=60, now=now)
    with pytest.raises(notice_feeds.BadFeed):
        notice_feeds.add(by=admin, name="", url="file:///etc", publisher="", every=60, now=now)
    with pytest.raises(notice_feeds.BadFeed):
        notice_feeds.add(by=admin, name="", url="https://a", publisher="", every=1, now=now)
