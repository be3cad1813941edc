"""登录 and 退出: in Chinese, without telling which half was wrong."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings
from tests.conftest import PASSWORD
from tests.web.desk import browse, text

from chapiao.demo.group import COLLEAGUES
from chapiao.demo.group import PASSWORD as DEMO_PASSWORD
from chapiao.store.models import Person

pytestmark = pytest.mark.django_db


def sign_in(name: str, password: str, **more: str) -> object:
    return Client().post("/login/", {"username": name, "password": password, **more})


def test_one_comes_back_to_where_one_was_going(clerk: Person) -> None:
    response = Client().post(
        "/login/", {"username": "wangmin", "password": PASSWORD, "next": "/ledger/?q=a"}
    )

    assert response.headers["Location"] == "/ledger/?q=a"


def test_nobody_is_sent_to_another_site(clerk: Person) -> None:
    response = Client().post(
        "/login/", {"username": "wangmin", "password": PASSWORD, "next": "https://example.org/"}
    )

    assert response.headers["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("wangmin", "错了"), ("谁也不是", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    clerk: Person, name: str, password: str
) -> None:
    shown = text(Client().post("/login/", {"username": name, "password": password}))

    assert "登录名或密码不对" in shown
    assert f'value="{name}"' in shown
    assert password not in shown.replace(name, "")


def test_blank_fields_are_told(db: None) -> None:
    assert text(Client().post("/login/", {})).count("请填写") == 2


def test_signing_out_takes_a_button_and_ends_the_session(page: Client) -> None:
    assert page.get("/logout/").status_code == 405

    response = page.post("/logout/")

    assert response.headers["Location"] == "/login/"
    assert page.get("/").status_code == 302


def test_the_demos_logins_are_shown_in_the_demo_and_nowhere_else(
    db: None, settings: Settings
) -> None:
    settings.DEMO = False
    real = text(Client().get("/login/"))
    settings.DEMO = True
    demo = text(Client().get("/login/"))

    assert DEMO_PASSWORD not in real
    assert "演示" not in real
    assert DEMO_PASSWORD in demo
    assert all(one.login in demo for one in COLLEAGUES)
    assert "演示环境" in demo


def test_every_page_says_whose_books_these_are(clerk: Person, admin: Person) -> None:
    assert "北京云杉科技有限公司" in text(browse(clerk).get("/ledger/"))
    assert "全部企业（系统管理员）" in text(browse(admin).get("/ledger/"))


def test_guessing_a_password_has_to_wait(clerk: Person, other_clerk: Person) -> None:
    for place in range(5):
        Client().post("/login/", {"username": clerk.username, "password": f"错{place}"})

    guessed = Client().post("/login/", {"username": clerk.username, "password": PASSWORD})
    other = Client().post("/login/", {"username": other_clerk.username, "password": PASSWORD})

    assert "请1分钟后再试" in text(guessed)
    assert other.status_code == 302


def test_a_few_slips_do_no_harm(clerk: Person) -> None:
    for _ in range(3):
        for place in range(4):
            Client().post("/login/", {"username": clerk.username, "password": f"错{place}"})
        signed = Client().post("/login/", {"username": clerk.username, "password": PASSWORD})

        assert signed.status_code == 302
