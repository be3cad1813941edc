"""A look-up straight from the server answers as the same address does behind Django's handler."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connections
from tests.api.conftest import NUMBER, Program

from chapiao.api import straight
from chapiao.config.wsgi import application
from chapiao.store import audit, models

pytestmark = pytest.mark.django_db(transaction=True)

OWN = ("look_up", "trace")  # what no two answers share


def ask(program: Program, body: bytes, **more: str) -> tuple[int, dict[str, str], Any]:
    """Send a request as the server would; return status, headers and JSON."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/look-up",
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        **{f"HTTP_{name.upper()}": value for name, value in program.headers.items()},
        **more,
    }
    told: list[Any] = []
    answer = b"".join(application(environ, lambda *given: told.extend(given)))  # type: ignore[arg-type,return-value]
    return int(told[0].split()[0]), dict(told[1]), json.loads(answer)


def test_it_answers_as_the_view_does_with_the_same_headers(
    asking: Program, held: models.Invoice
) -> None:
    status, headers, told = ask(asking, json.dumps({"number": NUMBER}).encode())
    usual = asking.post("/look-up", {"number": NUMBER})

    assert status == usual.status_code == HTTPStatus.OK
    assert headers.items() <= dict(usual.items()).items()  # pages add a policy, JSON has no use of
    assert headers["Cache-Control"] == "no-store"
    plain = json.loads(usual.content)
    assert {k: v for k, v in told.items() if k not in OWN} == {
        k: v for k, v in plain.items() if k not in OWN
    }
    assert int(told["look_up"]) == models.Lookup.objects.order_by("pk").first().pk  # type: ignore[union-attr]
    assert models.Lookup.objects.first().answer["found"] is True  # type: ignore[union-attr]
    assert audit.verify() is None
    assert held.number == NUMBER


@pytest.mark.parametrize(
    ("body", "more", "status", "name"),
    [
        (b"not json", {}, HTTPStatus.UNPROCESSABLE_ENTITY, "bad_json"),
        (b"[]", {}, HTTPStatus.UNPROCESSABLE_ENTITY, "bad_json"),
        (b'{"number": 2.5e19}', {}, HTTPStatus.UNPROCESSABLE_ENTITY, "bad_field"),
        (b"{}", {"HTTP_AUTHORIZATION": "Bearer cp_no"}, HTTPStatus.UNAUTHORIZED, "bad_token"),
        (b"{}", {"HTTP_AUTHORIZATION": ""}, HTTPStatus.UNAUTHORIZED, "no_token"),
        (b"{}", {"REQUEST_METHOD": "GET"}, HTTPStatus.METHOD_NOT_ALLOWED, "method"),
        (b"{}", {"CONTENT_LENGTH": "3000000000"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large"),
    ],
    ids=str,
)
def test_what_cannot_be_answered_is_refused_as_elsewhere(
    asking: Program, body: bytes, more: dict[str, str], status: int, name: str
) -> None:
    refused, headers, told = ask(asking, body, **more)

    assert (refused, told["error"]["id"]) == (status, name)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"].startswith("application/json")
    assert not models.Lookup.objects.exists()


def test_a_stranger_s_program_learns_nothing(
    program: Callable[[models.Person], Program], stranger: models.Person, held: models.Invoice
) -> None:
    status, _, told = ask(program(stranger), json.dumps({"number": held.number}).encode())

    assert (status, told["error"]["id"]) == (HTTPStatus.FORBIDDEN, "not_allowed")


def test_many_at_once_each_get_their_own_answer(asking: Program, held: models.Invoice) -> None:
    numbers = [held.number, *(f"2511200000009999{i:04d}" for i in range(15))]

    def one(number: str) -> tuple[bool, str]:
        try:
            status, _, told = ask(asking, json.dumps({"number": number}).encode())
            assert status == HTTPStatus.OK, told
            return told["found"], told["look_up"]
        finally:
            connections.close_all()  # PostgreSQL's: each thread has its own

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, numbers * 4))

    assert [found for found, _ in answers] == [number == held.number for number in numbers * 4]
    assert len({pk for _, pk in answers}) == len(answers)
    assert audit.verify() is None


def test_what_is_no_plain_json_goes_the_usual_way() -> None:
    plain = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "2", "CONTENT_TYPE": "application/json"}

    assert straight.may(plain)
    assert not straight.may(plain | {"CONTENT_TYPE": "multipart/form-data; boundary=x"})
    assert not straight.may(plain | {"CONTENT_LENGTH": ""})
    assert not straight.may(plain | {"REQUEST_METHOD": "PUT"})
