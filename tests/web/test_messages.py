"""消息, 通知设置 and 群机器人, as a person uses them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from tests.actions.telling import mail_to, said, send_all, tell_some
from tests.outside import mail_server, robot_server
from tests.outside.mail_server import Post
from tests.outside.robot_server import KEY, Vendors
from tests.web.desk import browse, text

from chapiao.actions.tell import tell
from chapiao.store.models import Entity, Invoice, Lookup, Membership, Message, Person, Robot, Role
from chapiao.web.account_enter import PROVED

pytestmark = pytest.mark.django_db
Work = Callable[[], None]


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server.running() as one:
        yield one


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    with robot_server.running() as one:
        yield one


@pytest.fixture
def steward(clerk: Person) -> Client:
    """The browser of somebody who administers the company, right after signing in."""
    Membership.objects.filter(person=clerk).update(role=Role.ADMIN)
    client = browse(clerk)
    session = client.session
    session[PROVED] = timezone.localtime().timestamp()
    session.save()
    return client


def test_a_message_is_counted_until_it_is_opened(page: Client, clerk: Person) -> None:
    tell_some(2, [clerk], timezone.localtime())

    listed = text(page.get("/messages/"))
    gone = page.get(f"/messages/{Message.objects.earliest('pk').pk}/")

    assert '<span class="top-count">2</span>' in listed
    for part in ("查到了 …0001", "¥264.00", "现在查到了", "打开答案看这张票"):
        assert part in listed
    assert gone["Location"] == "/collection/1/"
    assert '<span class="top-count">1</span>' in text(page.get("/"))
    assert text(page.get("/messages/?unread=1")).count("现在查到了") == 1
    page.post("/messages/read/")
    assert "top-count" not in text(page.get("/"))


def test_a_page_counts_them_once(page: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        page.get("/messages/preferences/")

    counts = [one for one in asked.captured_queries if '"store_message"' in one["sql"]]
    assert len(counts) == 1


def test_the_answer_a_message_leads_to_makes_it_read(page: Client, clerk: Person) -> None:
    page.post("/", {"text": "25112000000012345678"})
    lookup = Lookup.objects.get()
    tell(
        said(1, link=f"/look-ups/{lookup.pk}/"), people=[clerk], entity=None,
        now=timezone.localtime(),
    )  # fmt: skip
    page.get(f"/look-ups/{lookup.pk}/")

    assert "top-count" not in text(page.get("/"))


def test_somebody_elses_message_is_not_there(page: Client, other_clerk: Person) -> None:
    tell_some(1, [other_clerk], timezone.localtime())

    assert page.get(f"/messages/{Message.objects.get().pk}/").status_code == 404
    page.post("/messages/read/")
    assert Message.objects.get().read_at is None


def test_what_has_gone_out_of_sight_is_neither_shown_nor_sent(
    page: Client, clerk: Person, entity: Entity, held: Invoice, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    at = timezone.localtime()
    tell(said(1, link=f"/ledger/{held.pk}/"), people=[clerk], entity=None, now=at)
    tell(said(2, link="/messages/"), people=[clerk], entity=None, now=at)
    Membership.objects.filter(person=clerk).delete()
    Invoice.objects.filter(pk=held.pk).update(owner=None)

    shown = text(page.get("/messages/"))
    send_all(at)

    assert "您的权限在这之后变了，内容不再显示" in shown
    assert "…0001" not in shown
    assert "…0002" in shown
    [mail] = post.mails
    assert "…0001" not in mail.get_content()
    assert Message.objects.get(once="test:1").problem == "权限已变，没有发出"


def test_an_address_is_used_once_its_owner_has_opened_the_link(
    page: Client, clerk: Person, other_clerk: Person, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    page.post("/messages/address/", {"email": "new@example.com"})
    send_all(timezone.localtime() + timedelta(seconds=5))
    [mail] = post.mails
    found = re.search(r"https://chapiao\.example\.com(/messages/address/\S+)", mail.get_content())
    assert found

    clerk.refresh_from_db()
    assert (mail["To"], clerk.email) == ("new@example.com", "wangmin@example.com")
    assert "不是发给您的" in text(browse(other_clerk).get(found[1], follow=True))
    assert "new@example.com 已确认" in text(page.get(found[1], follow=True))
    clerk.refresh_from_db()
    assert clerk.email == "new@example.com"
    assert "确认地址" not in text(page.get("/messages/"))


@pytest.mark.parametrize("typed", ["", "wangmin", "a@b\nBcc: x@y.example", "x" * 300 + "@a.cn"])
def test_what_is_no_address_is_told_so(
    page: Client, clerk: Person, post: Post, settings: Settings, typed: str
) -> None:
    mail_to(clerk, settings, post)

    assert "邮箱地址不对" in text(page.post("/messages/address/", {"email": typed}, follow=True))
    assert not Message.objects.exists()


def test_nobody_floods_strangers_with_links(
    page: Client, clerk: Person, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    for place in range(8):
        page.post("/messages/address/", {"email": f"a{place}@example.com"})

    assert Message.objects.count() == 5


def test_wishes_are_kept_and_half_a_quiet_time_is_not(page: Client) -> None:
    address = "/messages/preferences/"
    half = page.post(address, {"wanted": ["审批"], "quiet_from": "22:00"})
    page.post(address, {"wanted": ["审批"], "quiet_from": "22:00", "quiet_to": "08:00"})
    shown = text(page.get(address))

    assert "要一起填" in text(half)
    assert half.status_code == 422
    assert 'value="审批" checked' in shown
    assert 'value="查到了">' in shown
    assert 'value="22:00"' in shown
    assert "用邮件通知我" in shown


def test_a_robot_is_registered_tried_and_ended(
    steward: Client, entity: Entity, vendors: Vendors, settings: Settings
) -> None:
    settings.ROBOT_HOSTS = [vendors.host]
    form = {"entity": entity.pk, "name": "财务群", "address": vendors.address("钉钉")}
    steward.post("/robots/", form | {"wanted": ["查到了"]})
    robot = Robot.objects.get()

    tried = text(steward.post(f"/robots/{robot.pk}/try/", follow=True))
    listed = text(steward.get("/robots/"))

    assert "测试消息已被收下" in tried
    assert "这是一条测试消息" in vendors.texts[0]
    assert "财务群" in listed
    assert KEY not in listed
    assert robot.off[:2] == ["有变化", "快到期"]
    steward.post(f"/robots/{robot.pk}/end/")
    robot.refresh_from_db()
    assert not robot.active


def test_an_address_elsewhere_is_refused_in_words(steward: Client, entity: Entity) -> None:
    form = {
        "entity": entity.pk,
        "name": "群",
        "address": "https://10.0.0.1/robot/send?access_token=a",
    }
    shown = steward.post("/robots/", form)

    assert shown.status_code == 422
    assert "应以 https://oapi.dingtalk.com/ 开头" in text(shown)
    assert not Robot.objects.exists()


def test_a_clerk_finds_no_robots_page(page: Client) -> None:
    assert page.get("/robots/").status_code == 404
    assert "群机器人" not in text(page.get("/messages/"))
