"""The API's description shows in a browser under our own policy, with nothing from elsewhere."""

from __future__ import annotations

from tests.api.conftest import TOKEN_DAY
from tests.browser.conftest import Desk

from chapiao.actions import tokens
from chapiao.store.models import Person


def test_the_description_is_drawn_from_our_own_server_alone(desk: Desk) -> None:
    page = desk.open("/healthz")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/api/docs")
    page.wait_for_selector("#operations-查票-chapiao_api_routes_described")

    text = page.inner_text("body")
    assert "查一张发票" in text
    assert "上传税局导出表格" in text
    assert [url for url in asked if not url.startswith((desk.base, "data:"))] == []


def test_a_question_can_be_asked_from_the_page(desk: Desk, clerk: Person) -> None:
    token = tokens.create(clerk, "试用", TOKEN_DAY)
    page = desk.open("/api/docs")
    page.click(".btn.authorize")
    page.fill("#auth-bearer-value, input[aria-label='auth-bearer-value']", token)
    page.click(".auth-btn-wrapper .authorize")
    page.click(".btn-done")

    page.click("#operations-我-chapiao_api_me_me .opblock-summary-control")
    page.click("#operations-我-chapiao_api_me_me .try-out__btn")
    page.click("#operations-我-chapiao_api_me_me .execute")

    page.wait_for_selector("text=wangmin")
