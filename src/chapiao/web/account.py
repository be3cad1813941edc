"""登录 and 退出: by password and a second step."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from chapiao.actions import second_factor, sign_in, sign_in_code
from chapiao.actions.sign_in import SignInRefused
from chapiao.actions.sign_in_wait import TooManyTries
from chapiao.demo.group import COLLEAGUES, PASSWORD
from chapiao.store.models import FactorKind
from chapiao.web.account_enter import SIGN_IN, enter, half, half_way, safe
from chapiao.web.account_forms import Code, SignIn, posted
from chapiao.web.account_place import place
from chapiao.web.account_sso import provider
from chapiao.web.person import now, person


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Sign in and go on to where one was going."""
    next_ = request.POST.get("next", request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(safe(request, next_))
    form = SignIn(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            known = sign_in.by_password(
                login=given["username"],
                password=given["password"],
                place=place(request),
                now=now(),
            )
        except (SignInRefused, TooManyTries) as error:
            form.add_error(None, str(error))
        else:
            if known.more:
                return half_way(request, known.person, how=sign_in.PASSWORD, next_=next_)
            return enter(request, known.person, how=sign_in.PASSWORD, strong=False, next_=next_)
    sso = provider()
    shown = {
        "form": form,
        "next": next_,
        "demo_logins": demo_logins(),
        "sso_name": sso.name if sso is not None else "",
    }
    return render(request, "web/login.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of who has shown the first."""
    known = half(request, now())
    if known is None:
        return redirect("login")
    who, begun = known
    form = Code(posted(request))
    if form.is_valid():
        try:
            what = sign_in_code.by_code(
                person=who, code=form.cleaned_data["code"], place=place(request), now=now()
            )
        except (SignInRefused, TooManyTries) as error:
            form.add_error("code", str(error))
        else:
            how = f"{begun.how}+{what}"
            return enter(request, who, how=how, strong=True, next_=begun.next)
    kinds = second_factor.kinds(who)
    shown = {
        "form": form,
        "who": who,
        "next": begun.next,
        "has_app": FactorKind.TOTP in kinds,
        "has_passkey": FactorKind.PASSKEY in kinds,
    }
    return render(request, "web/login_code.html", shown)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.user.is_authenticated and SIGN_IN in request.session:
        sign_in.ended(person=person(request), pk=request.session[SIGN_IN], now=now())
    logout(request)
    return redirect("login")


def demo_logins() -> list[dict[str, str]]:
    """Return who can sign in to the demo world; nobody outside it."""
    if not settings.DEMO:
        return []
    return [
        {
            "who": f"{one.name}（{one.sees}）",
            "login": one.login,
            "password": PASSWORD,
        }
        for one in COLLEAGUES
    ]
