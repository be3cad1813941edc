"""Who asks: the person behind a bearer token. Cookies are not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase

from chapiao.actions.tokens import person_of
from chapiao.api.problem import Problem
from chapiao.store.models import Person, TokenScope

PREFIX = "bearer "
UPLOAD_LIMIT: int = settings.UPLOAD_LIMIT


def asker(request: HttpRequest, now: datetime, scope: TokenScope | None) -> Person:
    """Return the person the request's token belongs to. Nothing of the body is read before.

    Raises:
        Problem: there is no token, or none that holds at this moment; or the body that
            is announced is longer than anybody may send.
    """
    return asker_in(request.META, now, scope)


def asker_in(told: Mapping[str, Any], now: datetime, scope: TokenScope | None) -> Person:
    """Do the same from what a request says of itself, in WSGI's names."""
    given = told.get("HTTP_AUTHORIZATION", "")
    if given[: len(PREFIX)].lower() != PREFIX:
        msg = "请在请求头中带上 Authorization: Bearer 令牌；令牌用 chapiao token create 生成"
        raise Problem(HTTPStatus.UNAUTHORIZED, "no_token", msg)
    person = person_of(given[len(PREFIX) :].strip(), now, scope)
    if person is None:
        msg = "令牌无效、已过期或已撤销，请重新生成"
        raise Problem(HTTPStatus.UNAUTHORIZED, "bad_token", msg)
    length = told.get("CONTENT_LENGTH") or ""
    if length.isdigit() and int(length) > UPLOAD_LIMIT:
        msg = f"一次最多收{UPLOAD_LIMIT // 1024**2}MB，请分几次"
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", msg)
    return person


class Bearer(AuthBase):
    """The same for ninja, which keeps the person as `request.auth`. None: any token will do."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: TokenScope | None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Person:
        """Return who asks."""
        return asker(request, timezone.localtime(), self.scope)
