"""What attackers and broken machines send: told in words, never an error of ours."""

from __future__ import annotations

import errno
import sqlite3

import pytest
from django.test import Client
from tests.web.desk import text

from chapiao.store.models import Person
from chapiao.web import lookups

pytestmark = pytest.mark.django_db
TROUBLES = [
    (sqlite3.OperationalError("database is locked"), "数据库正被另一个程序占着"),
    (sqlite3.OperationalError("database or disk is full"), "服务器的磁盘满了"),
    (OSError(errno.ENOSPC, "No space left on device"), "服务器的磁盘满了"),
    (OSError(errno.EROFS, "Read-only file system"), "只能读、不能写"),
]


@pytest.mark.parametrize(("error", "said"), TROUBLES)
def test_what_the_machine_did_is_said(
    clerk: Person, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def broken(_person: Person) -> None:
        raise error

    monkeypatch.setattr(lookups.access, "lookups_for", broken)
    client = Client(raise_request_exception=False)
    client.force_login(clerk)

    shown = client.get("/look-ups/")
    told = client.get("/look-ups/", headers={"X-Requested-With": "fetch"})

    assert shown.status_code == told.status_code == 503
    assert said in text(shown)
    assert said in told.json()["problem"]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59", "0001-01-01", "x"]
)
def test_a_moment_no_calendar_holds_lists_everything(page: Client, moment: str) -> None:
    assert page.get(f"/look-ups/?asked={moment}").status_code == 200


@pytest.mark.parametrize("charset", ["utf-16", "zlib", "hex", "idna", "punycode", "nonsense"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"number=26112000000012345678"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="number"\r\n\r\n12345678\r\n--x--\r\n',
        ),
    ],
    ids=["urlencoded", "multipart"],
)
def test_a_strange_charset_is_read_as_utf8(
    page: Client, charset: str, kind: str, body: bytes
) -> None:
    response = page.generic("POST", "/", body, content_type=f"{kind}; charset={charset}")

    assert response.status_code == 302


@pytest.mark.parametrize("field", ["text", "number", "code", "amount", "buyer", "answer"])
def test_a_nul_is_left_out(page: Client, field: str) -> None:
    asked = {"number": "26112000000012345678"} | {field: "26112000\x00000012345678"}

    assert page.post("/", asked).status_code == 302


def test_a_number_too_long_is_named_in_chinese(page: Client) -> None:
    response = page.post("/", {"number": "2" * 201})

    assert response.status_code == 422
    assert "发票号码：太长了，只填这一项的内容即可" in text(response)
