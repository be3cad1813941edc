"""Who asks: the person behind a bearer token. Cookies are not looked at."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from chapiao.actions.tokens import person_of
from chapiao.api.problem import Problem
from chapiao.store.models import Person

PREFIX = "bearer "


def asker(request: HttpRequest, now: datetime) -> Person:
    """Return the person the request's token belongs to.

    Raises:
        Problem: there is no token, or none that holds at this moment.
    """
    given = request.META.get("HTTP_AUTHORIZATION", "")
    if given[: len(PREFIX)].lower() != PREFIX:
        msg = "请在请求头中带上 Authorization: Bearer <令牌>；令牌用 chapiao token create 生成"
        raise Problem(401, "no_token", msg)
    person = person_of(given[len(PREFIX) :].strip(), now)
    if person is None:
        msg = "令牌无效、已过期或已撤销，请重新生成"
        raise Problem(401, "bad_token", msg)
    return person
