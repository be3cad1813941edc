"""What is shown when something is not there, not allowed, too big, or broken."""

from __future__ import annotations

import json

import pytest
from django.test import Client, RequestFactory
from django.test.client import FakePayload
from pytest_django import Settings
from tests.web.desk import text

from chapiao.store.models import Person
from chapiao.web import lookups

TOO_BIG = {"CONTENT_LENGTH": str(300 * 1024 * 1024), "wsgi.input": FakePayload(b"")}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nichts/", "/look-ups/0/", "/intake/0/", "/stories/keine/"])
def test_what_is_not_there_is_told_in_chinese(page: Client, path: str) -> None:
    response = page.post(path) if path.startswith("/stories") else page.get(path)

    assert response.status_code == 404
    assert "没有这条记录或这个页面" in text(response)
    assert "回到查票" in text(response)


@pytest.mark.django_db
def test_a_body_over_the_limit_is_refused_before_it_is_read(page: Client) -> None:
    response = page.generic("POST", "/", **TOO_BIG)

    assert response.status_code == 413
    assert "一次最多收 200 MB" in text(response)


@pytest.mark.django_db
def test_a_script_is_told_that_its_body_is_too_big(page: Client) -> None:
    response = page.generic("POST", "/", HTTP_X_REQUESTED_WITH="fetch", **TOO_BIG)

    assert response.status_code == 413
    assert "文件还在这里" in json.loads(response.content)["problem"]


@pytest.mark.django_db
def test_a_request_with_too_many_fields_is_told(page: Client) -> None:
    response = page.post("/", {f"n{place}": "" for place in range(12_001)})

    assert response.status_code == 400
    assert "没有看懂这个请求" in text(response)


@pytest.mark.django_db
def test_a_broken_page_says_so_without_the_database(
    clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_person: Person) -> None:
        raise RuntimeError

    monkeypatch.setattr(lookups.access, "lookups_for", broken)
    client = Client(raise_request_exception=False)
    client.force_login(clerk)

    response = client.get("/look-ups/")

    assert response.status_code == 500
    assert "之前保存的数据都还在" in text(response)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/look-ups/", "/ledger/", "/import/", "/login/", "/x/"])
def test_no_page_carries_a_script_or_a_style_of_its_own(page: Client, path: str) -> None:
    response = page.get(path)
    shown = text(response)

    assert "<script>" not in shown
    assert "<style" not in shown
    assert " style=" not in shown
    assert "onclick=" not in shown
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"


def test_requests_within_the_limit_pass(settings: Settings) -> None:
    from chapiao.web.too_big import RefuseTooBig

    settings.UPLOAD_LIMIT = 100
    seen: list[str] = []
    middleware = RefuseTooBig(lambda request: seen.append(request.path))  # type: ignore[arg-type,func-returns-value]

    middleware(RequestFactory().post("/eins/", {"a": "b"}))
    middleware(RequestFactory().get("/zwei/"))

    assert seen == ["/eins/", "/zwei/"]
