"""单点登录: to the provider and back, to sign in or to bind one's account."""

from __future__ import annotations

import hmac
from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chapiao.actions import outer_login, second_factor
from chapiao.actions.accounts import AccountRefused
from chapiao.actions.invite import InvitationRefused
from chapiao.actions.sign_in import SignInRefused
from chapiao.outside.openid import Asked, NotProven, Provider, ProviderFailed
from chapiao.store.models import Person
from chapiao.web.account_confirm import confirmed
from chapiao.web.account_enter import brief, enter, half_way, safe
from chapiao.web.page import page
from chapiao.web.person import now, person

KEPT = "sso"
INVITED = "invitation"  # where the link's key is kept, see account_invite
NOT_BOUND = (InvitationRefused, AccountRefused, outer_login.CannotBind)
SALT = "bind"
BIND_WITHIN = 900  # seconds from seeing the link


def provider() -> Provider | None:
    """Return the provider that was set up, if any."""
    if not settings.SSO_ISSUER:
        return None
    return Provider(
        issuer=settings.SSO_ISSUER,
        client_id=settings.SSO_CLIENT_ID,
        client_secret=settings.SSO_CLIENT_SECRET,
        name=settings.SSO_NAME,
        match=settings.SSO_MATCH,
        scopes=settings.SSO_SCOPES,
        two_steps=settings.SSO_TWO_STEPS,
    )


def bind_mark(request: HttpRequest) -> str:
    """Return what the link to bind carries, so that nobody else can start it for somebody."""
    return signing.dumps(request.session.session_key, salt=SALT)


@never_cache
@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """Go to the provider to sign in."""
    if request.user.is_authenticated:
        return redirect("look_up")
    invited = request.session.get(INVITED, "") if "invited" in request.GET else ""
    next_ = safe(request, request.GET.get("next", ""))
    return _go(request, bind=False, next_=next_, invited=invited)


@page("GET")
@confirmed
def bind(request: HttpRequest) -> HttpResponse:
    """Go to the provider to bind the account of who is signed in."""
    try:
        session = signing.loads(request.GET.get("mark", ""), salt=SALT, max_age=BIND_WITHIN)
    except signing.BadSignature:
        session = None
    if session != request.session.session_key:
        return redirect("account")
    return _go(request, bind=True, next_="")


@page("POST")
@confirmed
def unbind(request: HttpRequest) -> HttpResponse:
    """Take the binding away."""
    who = person(request)
    try:
        outer_login.unbind(by=who, person=who, now=now())
    except outer_login.CannotBind as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已解除单点登录")
    return redirect("account")


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Come back from the provider."""
    with_, kept = provider(), request.session.pop(KEPT, None)
    if with_ is None:
        raise Http404
    try:
        asked, code = _asked(kept, request)
        if kept["bind"]:
            return _bind(request, with_, asked, code)
        who = _who(request, with_, asked, code, kept["invited"])
    except (ProviderFailed, NotProven, SignInRefused, *NOT_BOUND) as error:
        messages.error(request, str(error))
        return redirect("account" if request.user.is_authenticated else "login")
    if second_factor.has(who) and not with_.two_steps:
        return half_way(request, who, how=outer_login.SSO, next_=kept["next"])
    return enter(request, who, how=outer_login.SSO, strong=with_.two_steps, next_=kept["next"])


def _who(request: HttpRequest, with_: Provider, asked: Asked, code: str, invited: str) -> Person:
    """Return who signs in; who was invited comes into being by it."""
    if not invited:
        return outer_login.by_provider(provider=with_, asked=asked, code=code, now=now())
    who = outer_login.come_by_provider(
        key=invited, provider=with_, asked=asked, code=code, now=now()
    )
    request.session.pop(INVITED, None)
    return who


def _go(request: HttpRequest, *, bind: bool, next_: str, invited: str = "") -> HttpResponse:
    with_ = provider()
    if with_ is None:
        raise Http404
    back_to = request.build_absolute_uri(reverse("sso_back"))
    try:
        address, asked = outer_login.go(with_, back_to)
    except ProviderFailed as error:
        messages.error(request, str(error))
        return redirect("account" if bind else "login")
    brief(request)
    whose = request.user.pk if bind else None
    request.session[KEPT] = {
        "asked": asdict(asked),
        "bind": bind,
        "whose": whose,
        "next": next_,
        "invited": invited,
    }
    return redirect(address)


def _bind(request: HttpRequest, with_: Provider, asked: Asked, code: str) -> HttpResponse:
    try:
        outer_login.bind_by_provider(
            person=person(request), provider=with_, asked=asked, code=code, now=now()
        )
    except outer_login.CannotBind as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已绑定{with_.name}，以后可以用它登录")
    return redirect("account")


def _asked(kept: dict[str, object] | None, request: HttpRequest) -> tuple[Asked, str]:
    """Return what was asked and the provider's code, if this is the answer to it."""
    if kept is None or (kept["bind"] and kept["whose"] != request.user.pk):
        why = "这次登录不是从这里开始的，或隔得太久"
        raise NotProven(why)
    asked = Asked(**kept["asked"])  # type: ignore[arg-type]
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if not hmac.compare_digest(state.encode(), asked.state.encode()):
        why = "这次登录不是从这里开始的，或隔得太久"
        raise NotProven(why)
    if not code:
        why = "服务方没有同意"
        raise NotProven(why)
    return asked, code
