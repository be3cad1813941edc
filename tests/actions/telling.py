"""Messages, robots and a mail server, as the tests of messages need them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pytest_django import Settings
from tests.outside.mail_server import Post
from tests.outside.robot_server import Vendors

from chapiao.actions import robot_address, send_messages, tell
from chapiao.actions.robot_address import Wanted
from chapiao.actions.tell import Said
from chapiao.store.models import Entity, Message, MessageKind, Person, Robot


def said(place: int = 1, **changes: Any) -> Said:  # noqa: ANN401 - any field
    given: dict[str, Any] = {
        "kind": MessageKind.FOUND,
        "once": f"test:{place}",
        "says": "原来是“当天票”，现在查到了",
        "step": "打开答案看这张票",
        "link": f"/collection/{place}/",
        "tail": f"…{place:04}",
        "amount": 26400,
    }
    return Said(**given | changes)


def tell_some(
    count: int, people: list[Person], now: datetime, entity: Entity | None = None
) -> None:
    for place in range(1, count + 1):
        tell.tell(said(place), people=people, entity=entity, now=now)


def mail_to(person: Person, settings: Settings, post: Post) -> None:
    """Let mails go to the server, and the person have an address."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.SITE = "https://chapiao.example.com"
    person.email = f"{person.username}@example.com"
    person.save()


def robot_of(
    entity: Entity,
    by: Person,
    vendors: Vendors,
    settings: Settings,
    now: datetime,
    *,
    vendor: str = "企业微信",
    secret: str = "",
) -> Robot:
    settings.ROBOT_HOSTS = [vendors.host]
    wanted = Wanted(address=vendors.address(vendor), name="财务群", secret=secret)
    return robot_address.add_robot(by=by, entity=entity, wanted=wanted, now=now)


def send_all(now: datetime) -> int:
    """Send what is due, as the worker does; return how many rows were claimed."""
    done = 0
    while waiting := send_messages.waiting(now):
        for pk in waiting:
            send_messages.send(pk, now)
            done += 1
    return done


def unsent() -> int:
    return Message.objects.filter(due_at__isnull=False).count()
