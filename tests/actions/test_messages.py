"""Messages: written once with what they tell, sent under their own Message-ID, never lost."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as some
from pytest_django import Settings
from tests.actions.telling import mail_to, said, send_all, tell_some, unsent
from tests.outside.mail_server import Post
from tests.outside.robot_server import Vendors

from chapiao.actions import links, send_messages
from chapiao.actions.quiet import after_quiet
from chapiao.actions.tell import inbox, note_read, tell, unread
from chapiao.cli import worker
from chapiao.store.models import Entity, Message, MessageKind, Person, Robot, Wish
from chapiao.store.records import BEIJING

pytestmark = pytest.mark.django_db


def test_an_event_is_told_once_however_often_it_is_told(clerk: Person, now: datetime) -> None:
    for _ in range(3):
        tell(said(1), people=[clerk, clerk], entity=None, now=now)

    assert unread(clerk) == 1
    assert note_read(clerk, now, "/collection/1/") == 1
    tell(said(1), people=[clerk], entity=None, now=now)
    assert unread(clerk) == 0
    assert inbox(clerk).count() == 1


def test_what_is_taken_back_was_never_told(clerk: Person, now: datetime) -> None:
    def fails() -> None:
        with transaction.atomic():
            tell(said(1), people=[clerk], entity=None, now=now)
            raise KeyError

    with pytest.raises(KeyError):
        fails()

    assert not Message.objects.exists()


def test_without_a_mail_server_or_an_address_it_stays_in_the_app(
    clerk: Person, now: datetime
) -> None:
    clerk.email = "wangmin@example.com"
    tell_some(1, [clerk], now)

    assert unsent() == 0
    assert unread(clerk) == 1


def test_a_mail_holds_number_tail_amount_cause_step_and_link(
    clerk: Person, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    tell_some(1, [clerk], now)
    send_all(now)

    [mail] = post.mails
    assert mail["To"] == "wangmin@example.com"
    assert mail["Subject"].strip() == "【查票】查到了 …0001 ¥264.00"
    assert mail["Message-ID"] == f"<{Message.objects.get().mark}@chapiao.example.com>"
    for part in (
        "现在查到了",
        "下一步：打开答案看这张票",
        "https://chapiao.example.com/collection/1/",
    ):
        assert part in mail.get_content()
    assert unsent() == 0


def test_what_waits_for_one_person_comes_in_one_mail(
    clerk: Person, other_clerk: Person, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    mail_to(other_clerk, settings, post)
    tell_some(5, [clerk, other_clerk], now)

    send_all(now)

    assert {mail["To"] for mail in post.mails} == {"wangmin@example.com", "liqiang@example.com"}
    assert len(post.mails) == 2
    assert all("等5条" in mail["Subject"] for mail in post.mails)


def killed_while_sending(now: datetime) -> None:
    """Do what a worker does that dies right after the server took it: nothing more is noted."""
    kept = send_messages._sent  # noqa: SLF001
    send_messages._sent = lambda *_: None  # type: ignore[assignment] # noqa: SLF001
    try:
        send_all(now)
    finally:
        send_messages._sent = kept  # noqa: SLF001


def test_a_worker_that_dies_after_sending_leads_to_one_repeat_of_the_same_id_marked_so(
    clerk: Person,
    entity: Entity,
    robot: Robot,
    vendors: Vendors,
    now: datetime,
    post: Post,
    settings: Settings,
) -> None:
    mail_to(clerk, settings, post)
    tell_some(3, [clerk], now, entity)
    killed_while_sending(now)
    tell(said(4), people=[clerk], entity=entity, now=now)

    later = now + send_messages.LEASE
    send_all(later)
    send_all(later + timedelta(days=1))

    first, again, *rest = post.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert again["Subject"].strip() == f"【重发】{first['Subject'].strip()}"
    assert again.get_content() == f"【重发】{first.get_content()}"
    assert [mail["Subject"].strip() for mail in rest] == ["【查票】查到了 …0004 ¥264.00"]
    assert vendors.texts[1] == f"【重发】{vendors.texts[0]}"
    assert len(vendors.texts) == 3
    assert unread(clerk) == 4


def test_what_surely_did_not_arrive_is_sent_later_and_not_called_a_repeat(
    clerk: Person, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    tell_some(2, [clerk], now)
    post.answer = "451 4.7.1 try again later"
    send_all(now)
    post.answer = ""

    assert unsent() == 2
    assert "没有收下（451）" in Message.objects.first().problem  # type: ignore[union-attr]
    send_all(now + timedelta(seconds=10))

    assert [mail["Subject"].strip()[:4] for mail in post.mails] == ["【查票】"]


def test_a_mail_whose_server_hung_up_may_have_arrived(
    clerk: Person, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    tell_some(1, [clerk], now)
    post.answer = "take and hang up"
    send_all(now)
    post.answer = ""
    send_all(now + timedelta(minutes=5))

    assert [mail["Subject"].strip()[:4] for mail in post.mails] == ["【查票】", "【重发】"]


def test_an_address_that_nobody_has_is_given_up_in_words(
    clerk: Person, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    post.refuse_to = "wangmin@example.com"
    tell_some(1, [clerk], now)
    send_all(now)

    told = Message.objects.get()
    assert (told.due_at, told.problem) == (None, "邮件服务器不收这个地址（550）")


def test_a_mail_server_that_is_down_costs_its_time_once_and_is_given_up_after_days(
    clerk: Person, other_clerk: Person, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    mail_to(other_clerk, settings, post)
    settings.EMAIL_PORT = 9
    tell_some(1, [clerk, other_clerk], now)

    send_all(now)
    assert sorted(Message.objects.values_list("attempt", flat=True)) == [0, 1]
    at = now
    while message := Message.objects.filter(due_at__isnull=False).order_by("due_at").first():
        at = message.due_at or at
        send_all(at)

    assert timedelta(hours=12) < at - now < timedelta(days=3)
    assert all("不再重试" in one.problem for one in Message.objects.all())
    assert unread(clerk) == 1


def test_quiet_hours_hold_a_message_back_until_they_end(
    clerk: Person, entity: Entity, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    Wish.objects.create(person=clerk, quiet_from=time(22), quiet_to=time(8))
    night = now.replace(hour=23)
    tell_some(1, [clerk], night)

    assert send_all(night + timedelta(hours=8)) == 0
    assert unread(clerk) == 1
    assert send_all(night + timedelta(hours=9)) == 1


def test_quiet_hours_set_later_hold_back_what_is_already_due(
    clerk: Person, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    tell_some(1, [clerk], now)
    Wish.objects.create(person=clerk, quiet_from=time(9), quiet_to=time(10))

    send_all(now)

    assert post.mails == []
    assert Message.objects.get().due_at == now.replace(hour=10, minute=0)


def test_kinds_that_somebody_does_not_want_by_mail_stay_in_the_app(
    clerk: Person, entity: Entity, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    Wish.objects.create(person=clerk, off=[MessageKind.FOUND.value])
    tell(said(1), people=[clerk], entity=None, now=now)
    tell(said(2, kind=MessageKind.DEADLINE), people=[clerk], entity=None, now=now)
    send_all(now)

    assert [mail["Subject"].strip() for mail in post.mails] == ["【查票】快到期 …0002 ¥264.00"]
    assert unread(clerk) == 2


def test_links_lead_to_pages_there_are() -> None:
    made = {
        links.lookup(7): "lookup",
        links.invoice(7): "invoice",
        links.snapshot(7): "snapshot",
        links.approval(7): "approval",
        links.collection(7): "source",
        links.confirm_address("a:b-c_d"): "message_address",
    }

    assert {address: resolve(address).url_name for address in made} == made


@given(some.integers(0, 360 * 24 * 60), some.integers(0, 1439), some.integers(0, 1439))
def test_after_quiet_hours_is_never_within_them_and_never_earlier(
    minutes: int, first: int, last: int
) -> None:
    start, end = (time(*divmod(one, 60)) for one in (first, last))
    moment = datetime(2026, 1, 1, tzinfo=BEIJING) + timedelta(minutes=minutes)

    free = after_quiet(moment, start, end)

    assert moment <= free <= moment + timedelta(days=1)
    assert after_quiet(free, start, end) == free


def test_what_fails_unforeseen_is_tried_for_a_day_and_given_up_in_words(
    clerk: Person, now: datetime, post: Post, settings: Settings
) -> None:
    mail_to(clerk, settings, post)
    settings.EMAIL_BACKEND = "no.such.backend"  # a setting that nobody foresaw
    tell_some(1, [clerk], now)
    at = now
    while message := Message.objects.filter(due_at__isnull=False).first():
        at = message.due_at or at
        worker.sweep(at)

    assert timedelta(hours=12) < at - now < timedelta(days=3)
    assert "不再重试" in Message.objects.get().problem
