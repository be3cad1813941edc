"""In a browser: two steps, passkeys, the lock after wrong passwords, signing out everywhere."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page
from tests.browser.conftest import Desk, cookie_of, faults, too_wide
from tests.conftest import PASSWORD

from chapiao.actions import totp
from chapiao.store.models import Entity, Factor, Membership, Person, Role

# Where pictures of the pages are put for somebody to look at; nowhere unless asked.
PICTURES = os.environ.get("CHAPIAO_PICTURES")


@pytest.fixture
def head(transactional_db: None, entity: Entity) -> Person:
    """The administrator of the company."""
    person = Person(username="zhaolei", full_name="赵磊")
    person.set_password(PASSWORD)
    person.save()
    Membership.objects.create(person=person, entity=entity, role=Role.ADMIN)
    return person


def sign_in(desk: Desk, person: Person, password: str = PASSWORD) -> Page:
    page = desk.open("/login/")
    fill_in(page, person, password)
    return page


def fill_in(page: Page, person: Person, password: str = PASSWORD) -> None:
    page.get_by_label("登录名").fill(person.username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()


def digits(secret: str, steps: int = 0) -> str:
    return totp.code_at(secret, int(timezone.localtime().timestamp()) // totp.STEP + steps)


def with_authenticator(page: Page) -> None:
    """Give the browser a passkey device that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_an_app_is_added_and_asked_for(desk: Desk, clerk: Person, transactional_db: None) -> None:
    page = sign_in(desk, clerk)
    page.goto("/account/")
    page.get_by_role("link", name="添加验证器").click()
    page.get_by_text("扫不了，手工输入密钥").click()
    secret = page.locator(".app-set-up .digits").inner_text().replace(" ", "")
    drawn = Image.open(BytesIO(page.locator("svg.qr").screenshot()))
    [seen] = zxingcpp.read_barcodes(drawn)
    assert seen.text == totp.address(secret, clerk.username, "查票")
    page.get_by_label("验证码").fill(digits(secret))
    page.get_by_role("button", name="添加").click()
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="已保存好").click()
    page.locator("header summary").click()
    page.locator("header").get_by_role("button", name="退出登录").click()

    fill_in(page, clerk)
    page.get_by_label("验证码").fill(digits(secret, 1))
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/")
    assert page.get_by_label("要查的发票").count() == 1

    other = sign_in(desk, clerk)
    other.get_by_label("验证码").fill(codes[0])
    other.get_by_role("button", name="继续").click()
    other.goto("/account/")
    assert other.get_by_text("恢复码还剩 9 个").count() == 1


def test_a_passkey_is_added_and_opens_alone(
    desk: Desk, clerk: Person, transactional_db: None
) -> None:
    page = sign_in(desk, clerk)
    with_authenticator(page)
    page.goto("/account/")
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/account/codes/")
    page.get_by_role("link", name="已保存好").click()
    assert page.get_by_text("通行密钥", exact=True).count() == 1
    assert Factor.objects.filter(person=clerk, kind="通行密钥").count() == 1
    page.locator("header summary").click()
    page.locator("header").get_by_role("button", name="退出登录").click()

    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(lambda url: not url.endswith("/login/"))

    assert page.get_by_label("要查的发票").count() == 1
    page.goto("/account/")
    assert page.locator("[aria-labelledby=sessions]").get_by_text("通行密钥").count() == 1
    # Password first, passkey second.
    page.locator("header summary").click()
    page.locator("header").get_by_role("button", name="退出登录").click()
    fill_in(page, clerk)
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(lambda url: "/login/" not in url)

    # Once it is taken away here, the device alone opens nothing.
    page.goto("/account/")
    page.get_by_role("button", name="移除").click()
    page.locator("header summary").click()
    page.locator("header").get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name="用通行密钥登录").click()
    page.get_by_text("这个通行密钥没有登记").wait_for()


def test_wrong_passwords_lock(desk: Desk, clerk: Person, transactional_db: None) -> None:
    page = desk.open("/login/")
    for place in range(5):
        fill_in(page, clerk, f"错{place}")
        assert page.get_by_text("登录名或密码不对").count() == 1

    fill_in(page, clerk)

    assert page.get_by_text("请1分钟后再试").count() == 1


def test_signing_out_everywhere(desk: Desk, clerk: Person, transactional_db: None) -> None:
    here, there = sign_in(desk, clerk), sign_in(desk, clerk)
    here.goto("/account/")
    assert here.locator("[aria-labelledby=sessions] tbody tr").count() == 2

    here.get_by_role("button", name="退出其他所有登录").click()

    assert here.get_by_text("其他 1 处已退出登录").count() == 1
    there.goto("/ledger/")
    there.wait_for_url("**/login/**")


@pytest.mark.parametrize("way", [{}, {"dark": True}, {"phone": True}])
def test_the_pages_of_accounts_are_sound(
    desk: Desk, clerk: Person, head: Person, entity: Entity, way: dict[str, bool]
) -> None:
    found: dict[str, list[str]] = {}

    def look(page: Page, name: str) -> None:
        found[name] = faults(page) + (["scrolls sideways"] if too_wide(page) else [])
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{'-'.join(way)}.png", full_page=True)

    guest = desk.open("/login/", **way)
    look(guest, "login")
    guest.goto("/invitation/")
    look(guest, "refused")
    guest.goto("/login/")
    fill_in(guest, head)
    for name in ("account", "account/app", "account/password", "account/confirm", "rights"):
        assert guest.goto(f"/{name}/").status == 200  # type: ignore[union-attr]
        look(guest, name.replace("/", "-"))
    guest.goto("/account/app/")
    guest.get_by_text("扫不了，手工输入密钥").click()
    secret = guest.locator(".app-set-up .digits").inner_text().replace(" ", "")
    guest.get_by_label("验证码").fill(digits(secret))
    guest.get_by_role("button", name="添加").click()
    look(guest, "account-codes")
    guest.goto("/account/")
    look(guest, "account-with-app")
    guest.goto("/accounts/")
    guest.get_by_label("登录名").first.fill("sunli")
    guest.get_by_label("姓名").fill("孙丽")
    guest.get_by_role("button", name="生成邀请链接").click()
    link = guest.locator(".break").inner_text()
    look(guest, "accounts")
    other = desk.open(link.removeprefix(desk.base), **way)
    look(other, "invitation")
    half = desk.open("/login/", **way)
    fill_in(half, head)
    look(half, "login-code")

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_who_shares_an_account_is_proposed_one_of_their_own(
    desk: Desk, clerk: Person, head: Person
) -> None:
    from datetime import timedelta

    from tests.actions.places import place

    from chapiao.actions import sign_in as action

    start = timezone.localtime() - timedelta(days=2)
    kept = [
        action.started(
            person=clerk, session_key=key, how="密码", strong=False,
            place=place(key, address), now=start + timedelta(minutes=number),
        )
        for number, (key, address) in enumerate([("a", "203.0.113.7"), ("b", "198.51.100.4")])
    ]  # fmt: skip
    for turn in range(2, 8):
        action.seen(pk=kept[turn % 2].pk, now=start + timedelta(minutes=6 * turn))

    page = desk.open("/accounts/", cookie=cookie_of(head))

    assert page.get_by_text("可能几个人合用的账号").count() == 1
    assert page.get_by_text("王敏（wangmin）").count() == 1
