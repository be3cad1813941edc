"""我的账号 in pages: two steps, sessions, a new password, who must add a second factor."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.actions.test_second_factor import SECRET, digits
from tests.conftest import PASSWORD
from tests.web.desk import browse, text

from chapiao.actions import second_factor
from chapiao.store.models import AuditEntry, DeviceSwitch, Entity, Membership, Person, Role, SignIn
from chapiao.web.account_enter import PROVED

pytestmark = pytest.mark.django_db
NEW = "另一个谁也猜不到的密码"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def enter(person: Person, password: str = PASSWORD, **more: str) -> Client:
    """Sign in as people do, in a browser of one's own."""
    client = Client(headers={"User-Agent": CHROME, **more})
    client.post("/login/", {"username": person.username, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def with_app(clerk: Person) -> Person:
    """The clerk, who has an app since a while."""
    then = timezone.localtime() - timedelta(hours=1)
    second_factor.add_app(person=clerk, secret=SECRET, code=digits(then), now=then)
    return clerk


def test_the_password_alone_opens_nothing_where_there_is_an_app(with_app: Person) -> None:
    client = enter(with_app)

    assert not is_in(client)
    asked = client.get("/login/code/")
    assert "输入现在显示的 6 位数字" in text(asked)
    wrong = client.post("/login/code/", {"code": "000000"})
    assert "验证码不对" in text(wrong)
    assert not is_in(client)

    right = client.post("/login/code/", {"code": digits(timezone.localtime())})

    assert right.headers["Location"] == "/"
    assert is_in(client)
    assert SignIn.objects.get().how == "密码+验证码"
    assert SignIn.objects.get().strong


def test_half_a_sign_in_grows_old_and_ends_with_a_new_password(with_app: Person) -> None:
    first, second = enter(with_app), enter(with_app)
    with time_machine.travel(timezone.localtime() + timedelta(minutes=11)):
        assert first.get("/login/code/").headers["Location"] == "/login/"
    with_app.set_password(NEW)
    with_app.save()

    assert second.get("/login/code/").headers["Location"] == "/login/"


def test_nobody_comes_to_the_second_step_without_the_first(with_app: Person) -> None:
    response = Client().post("/login/code/", {"code": digits(timezone.localtime())})

    assert response.headers["Location"] == "/login/"


def test_the_session_has_another_key_after_signing_in(clerk: Person) -> None:
    client = Client()
    client.get("/invitation/?key=x")  # a session from before
    before = client.cookies["sessionid"].value

    client.post("/login/", {"username": clerk.username, "password": PASSWORD})

    assert client.cookies["sessionid"].value != before


def test_an_app_is_added_with_its_first_digits(clerk: Person) -> None:
    client = enter(clerk)
    shown = text(client.get("/account/app/"))
    assert '<svg class="qr"' in shown
    secret = client.session["app_secret"]
    assert secret[:4] in shown
    assert text(client.get("/account/app/")).count(secret[:4]) >= 1  # a reload keeps it

    from chapiao.actions import totp

    code = totp.code_at(secret, int(timezone.localtime().timestamp()) // 30)
    added = client.post("/account/app/", {"code": code})

    assert added.headers["Location"] == "/account/codes/"
    assert text(client.get("/account/codes/")).count('<li class="digits">') == 10
    assert client.get("/account/codes/").headers["Location"] == "/account/"  # shown once
    assert second_factor.has(clerk)


def test_weighty_changes_ask_again_when_the_session_is_not_fresh(clerk: Person) -> None:
    client = enter(clerk)
    with time_machine.travel(timezone.localtime() + timedelta(minutes=20)):
        asked = client.get("/account/app/")
        assert asked.headers["Location"] == "/account/confirm/?next=%2Faccount%2Fapp%2F"
        assert "不对" in text(
            client.post("/account/confirm/", {"text": "猜的", "next": "/account/app/"})
        )

        going_on = client.post("/account/confirm/", {"text": PASSWORD, "next": "/account/app/"})

        assert going_on.headers["Location"] == "/account/app/"
        assert client.get("/account/app/").status_code == 200


def test_the_list_shows_each_browser_and_ends_one(clerk: Person, other_clerk: Person) -> None:
    here, there, theirs = enter(clerk), enter(clerk), enter(other_clerk)
    listed = text(here.get("/account/"))
    assert listed.count("Chrome · Windows") == 2
    assert listed.count("这一处") == 1
    other = SignIn.objects.filter(person=clerk).order_by("pk")[1]
    foreign = SignIn.objects.get(person=other_clerk)

    assert here.post(f"/account/sessions/{foreign.pk}/end/").status_code == 404
    here.post(f"/account/sessions/{other.pk}/end/")

    assert (is_in(here), is_in(there), is_in(theirs)) == (True, False, True)


def test_signing_out_everywhere_leaves_this_one(clerk: Person) -> None:
    here, *others = enter(clerk), enter(clerk), enter(clerk)

    response = here.post("/account/sessions/end/", follow=True)

    assert "其他 2 处已退出登录" in text(response)
    assert [is_in(one) for one in (here, *others)] == [True, False, False]
    assert AuditEntry.objects.filter(act="结束全部会话").exists()


def test_a_new_password_ends_the_others_and_keeps_this_one(clerk: Person) -> None:
    here, there = enter(clerk), enter(clerk)
    typed = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert "现在的密码不对" in text(here.post("/account/password/", typed | {"old": "猜的"}))
    assert "两遍输入的密码不一样" in text(here.post("/account/password/", typed | {"again": "x"}))
    weak = {"old": PASSWORD, "new": "12345678901", "again": "12345678901"}
    assert here.post("/account/password/", weak).status_code == 200

    here.post("/account/password/", typed)

    assert (is_in(here), is_in(there)) == (True, False)
    assert "这一处" in text(here.get("/account/"))
    assert is_in(enter(clerk, NEW))
    assert not is_in(enter(clerk))


def test_signing_in_and_out_is_written_down(clerk: Person) -> None:
    client = enter(clerk)
    client.post("/logout/")

    acts = list(AuditEntry.objects.filter(person=clerk.pk).values_list("act", flat=True))
    assert acts == ["登录", "退出登录"]
    assert SignIn.objects.get().ended_how == "退出"


def test_who_owes_a_second_factor_comes_no_further(clerk: Person, entity: Entity) -> None:
    Entity.objects.filter(pk=entity.pk).update(second_factor=True)

    client = enter(clerk)

    assert client.get("/ledger/").headers["Location"] == "/account/"
    assert client.post("/", {"text": "1"}).headers["Location"] == "/account/"
    assert "要求两步验证" in text(client.get("/account/"))
    client.get("/account/app/")
    from chapiao.actions import totp

    code = totp.code_at(client.session["app_secret"], int(timezone.localtime().timestamp()) // 30)
    client.post("/account/app/", {"code": code})
    assert client.get("/ledger/").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "passed", "known"),
    [
        (0, None, "127.0.0.1"),
        (0, "203.0.113.7", ""),  # a proxy that we know nothing of
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", ""),
        (1, "<script>", ""),
    ],
)
def test_the_address_is_taken_from_where_it_can_be_believed(
    clerk: Person, settings: Settings, proxies: int, passed: str | None, known: str
) -> None:
    settings.PROXIES = proxies

    enter(clerk, **({"X-Forwarded-For": passed} if passed else {}))

    assert SignIn.objects.get().address == known


def test_nobody_from_elsewhere_hides_by_saying_that_they_were_passed_on(clerk: Person) -> None:
    client = Client(REMOTE_ADDR="198.51.100.9", HTTP_X_FORWARDED_FOR="203.0.113.7")

    client.post("/login/", {"username": clerk.username, "password": PASSWORD})

    assert SignIn.objects.get().address == "198.51.100.9"


def test_a_session_that_is_used_is_seen_and_turns_between_browsers_are_noted(
    clerk: Person,
) -> None:
    start = timezone.localtime()
    with time_machine.travel(start):
        here = enter(clerk)
    with time_machine.travel(start + timedelta(minutes=6)):
        there = enter(clerk)
    with time_machine.travel(start + timedelta(minutes=8)):
        here.get("/account/")
    with time_machine.travel(start + timedelta(minutes=14)):
        there.get("/account/")

    gaps = [round(one.gap / 60) for one in DeviceSwitch.objects.order_by("pk")]
    assert gaps == [6, 2, 6]


def test_one_browser_is_the_same_after_signing_in_again(clerk: Person) -> None:
    client = enter(clerk)
    client.post("/logout/")
    client.post("/login/", {"username": clerk.username, "password": PASSWORD})

    assert SignIn.objects.values("device").distinct().count() == 1
    assert client.cookies["device"]["httponly"]


def test_invitation_and_renewal_go_through_the_pages(
    clerk: Person, admin: Person, entity: Entity
) -> None:
    head = Person.objects.create(username="zhaolei", full_name="赵磊")
    Membership.objects.create(person=head, entity=entity, role=Role.ADMIN)
    page = browse(head)
    session = page.session
    session[PROVED] = timezone.localtime().timestamp()
    session.save()
    assert browse(clerk).get("/accounts/").status_code == 404
    made = page.post(
        "/accounts/",
        {"login": "sunli", "full_name": "孙丽", "entity": entity.pk, "role": "经办", "days": "7"},
    )
    [link] = [word for word in made.context["link"].split() if "key=" in word]
    assert "no-store" in made["Cache-Control"]
    guest = Client()
    clean = guest.get(link.removeprefix("http://testserver"))
    assert clean.headers["Location"] == "/invitation/"  # the key does not stay in the address

    done = guest.post("/invitation/", {"full_name": "孙丽", "new": NEW, "again": NEW}, follow=True)

    assert "请用登录名 sunli 登录" in text(done)
    assert is_in(enter(Person.objects.get(username="sunli"), NEW))
    assert Client().get(link.removeprefix("http://testserver"), follow=True).status_code == 410
    assert browse(admin).post("/accounts/renew/", {"login": "sunli"}).status_code == 302  # prove


def test_an_administrator_asks_a_company_for_two_steps(entity: Entity, clerk: Person) -> None:
    head = Person.objects.create(username="zhaolei", full_name="赵磊")
    head.set_password(PASSWORD)
    head.save()
    Membership.objects.create(person=head, entity=entity, role=Role.ADMIN)
    then = timezone.localtime() - timedelta(hours=1)
    second_factor.add_app(person=head, secret=SECRET, code=digits(then), now=then)
    client = enter(head)
    client.post("/login/code/", {"code": digits(timezone.localtime())})

    shown = text(client.post(f"/accounts/{entity.pk}/two-steps/", {"on": "1"}, follow=True))

    assert "已要求两步验证" in shown
    assert enter(clerk).get("/ledger/").headers["Location"] == "/account/"
