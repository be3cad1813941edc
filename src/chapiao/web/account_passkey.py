"""Passkeys: what the browser's script asks for and hands back, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from chapiao.actions import passkeys
from chapiao.actions.second_factor import FactorRefused
from chapiao.actions.sign_in import SignInRefused
from chapiao.actions.sign_in_wait import TooManyTries
from chapiao.web.account_confirm import confirmed
from chapiao.web.account_enter import brief, enter
from chapiao.web.account_mine import factor_added
from chapiao.web.account_place import place, site
from chapiao.web.page import page
from chapiao.web.person import now, person

KEPT = "passkey"
LONGEST = 32 * 1024  # bytes of what a browser hands back
STALE = "等得太久了，请再试一次"


@page("POST")
@confirmed
def to_add(request: HttpRequest) -> HttpResponse:
    """Tell the browser what passkey to make."""
    options, state = passkeys.to_add(person=person(request), site=site(request))
    request.session[KEPT] = state
    return JsonResponse(options)


@page("POST")
@confirmed
def add(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the browser made."""
    state, given = request.session.pop(KEPT, None), _given(request)
    if state is None or given is None:
        return _refused(STALE)
    try:
        codes = passkeys.add(
            person=person(request),
            site=site(request),
            state=state,
            answer=given["answer"],
            name=str(given.get("name") or place(request).device_name),
            now=now(),
        )
    except FactorRefused as error:
        return _refused(str(error))
    return JsonResponse({"go": factor_added(request, codes, "通行密钥已添加")})


@never_cache
@require_POST
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Tell the browser what to sign."""
    options, state = passkeys.to_sign_in(site=site(request))
    brief(request)
    request.session[KEPT] = state
    return JsonResponse(options)


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by what the browser signed."""
    state, given = request.session.pop(KEPT, None), _given(request)
    if state is None or given is None or request.user.is_authenticated:
        return _refused(STALE)
    try:
        who = passkeys.by_passkey(
            site=site(request),
            state=state,
            answer=given["answer"],
            place=place(request),
            now=now(),
        )
    except (SignInRefused, TooManyTries) as error:
        return _refused(str(error))
    next_ = str(given.get("next") or reverse("look_up"))
    entered = enter(request, who, how=passkeys.PASSKEY, strong=True, next_=next_)
    told = JsonResponse({"go": entered.headers["Location"]})
    told.cookies = entered.cookies
    return told


def _given(request: HttpRequest) -> Mapping[str, Any] | None:
    if len(request.body) > LONGEST:
        return None
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    answer = given.get("answer") if isinstance(given, dict) else None
    return given if isinstance(answer, dict) else None


def _refused(text: str) -> HttpResponse:
    return JsonResponse({"text": text}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
