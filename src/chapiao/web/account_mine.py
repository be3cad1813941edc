"""我的账号: second factors, sessions, password, single sign-on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from chapiao.actions import change_password, outer_login, second_factor, sessions, totp
from chapiao.actions.accounts import AccountRefused
from chapiao.actions.second_factor import FactorRefused
from chapiao.actions.sign_in import SignInRefused
from chapiao.actions.sign_in_wait import TooManyTries
from chapiao.web.account_confirm import confirmed, is_fresh
from chapiao.web.account_enter import ENROL, PROVED, SIGN_IN
from chapiao.web.account_forms import Code, NewPassword, posted
from chapiao.web.account_place import place
from chapiao.web.account_qr import qr
from chapiao.web.account_sso import bind_mark, provider
from chapiao.web.page import page
from chapiao.web.person import now, person

SECRET, CODES = "app_secret", "fresh_codes"


@page("GET")
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    who, sso = person(request), provider()
    shown: dict[str, Any] = {
        "factors": second_factor.listed(who),
        "has_app": any(one.kind == "验证器" for one in second_factor.listed(who)),
        "codes_left": second_factor.codes_left(who),
        "asked_by": second_factor.asked_by(who),
        "enrol": request.session.get(ENROL, False),
        "sessions": sessions.open_sessions(who, now()),
        "this": request.session.get(SIGN_IN),
        "sso": sso,
        "bound": sso is not None and outer_login.bound(who, sso.issuer),
        "bind_mark": bind_mark(request) if sso is not None else "",
    }
    return render(request, "web/account.html", shown)


@page("GET", "POST")
@confirmed
def app(request: HttpRequest) -> HttpResponse:
    """Add an authenticator app: show the QR code, take the first digits."""
    who = person(request)
    secret = request.session.setdefault(SECRET, totp.fresh_secret())
    form = Code(posted(request))
    if form.is_valid():
        try:
            codes = second_factor.add_app(
                person=who, secret=secret, code=form.cleaned_data["code"], now=now()
            )
        except FactorRefused as error:
            form.add_error("code", str(error))
        else:
            del request.session[SECRET]
            return redirect(factor_added(request, codes, "验证器已添加，以后登录要输入它的验证码"))
    address = totp.address(secret, who.username, second_factor.ISSUER)
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    response = render(
        request, "web/account_app.html", {"form": form, "qr": qr(address), "secret": spaced}
    )
    response["Cache-Control"] = "no-store"
    return response


def factor_added(request: HttpRequest, codes: tuple[str, ...], text: str) -> str:
    """Note a new factor in the session; return where to go on: to fresh recovery codes, or back."""
    request.session.pop(ENROL, None)
    if SIGN_IN in request.session:
        sessions.strengthened(pk=request.session[SIGN_IN])
    messages.success(request, text)
    if not codes:
        return reverse("account")
    request.session[CODES] = list(codes)
    return reverse("account_codes")


@page("GET", "POST")
@confirmed
def codes(request: HttpRequest) -> HttpResponse:
    """Show fresh recovery codes once; a POST makes new ones."""
    if request.method == "POST":
        try:
            made = second_factor.new_codes(person=person(request), now=now())
        except FactorRefused as error:
            messages.error(request, str(error))
            return redirect("account")
        request.session[CODES] = list(made)
        return redirect("account_codes")
    fresh = request.session.pop(CODES, None)
    if not fresh:
        return redirect("account")
    response = render(request, "web/account_codes.html", {"codes": fresh})
    response["Cache-Control"] = "no-store"
    return response


@page("POST")
@confirmed
def drop_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an app or a passkey away."""
    try:
        second_factor.drop(person=person(request), pk=pk, now=now())
    except FactorRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已移除")
    return redirect("account")


@page("POST")
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's other sessions."""
    sessions.end(person=person(request), pk=pk, now=now())
    messages.success(request, "那里已退出登录")
    return redirect("account")


@page("POST")
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    who = person(request)
    keep = request.session.get(SIGN_IN)
    count = sessions.end_all(by=who, person=who, now=now(), why="本人要求", keep=keep)
    messages.success(request, f"其他 {count} 处已退出登录" if count else "别处没有登录")
    return redirect("account")


@page("GET", "POST")
@sensitive_post_parameters("old", "new", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; other sessions end."""
    who, keep = person(request), request.session.get(SIGN_IN)
    form = NewPassword(posted(request))
    if not who.has_usable_password():
        if not is_fresh(request):
            messages.error(request, "请先退出，再登录一次，然后马上来设密码")
            return redirect("account")
        del form.fields["old"]
    if form.is_valid():
        try:
            change_password.change_password(
                person=who,
                old=form.cleaned_data.get("old", ""),
                new=form.cleaned_data["new"],
                place=place(request),
                now=now(),
                keep=keep,
                revoke=form.cleaned_data["revoke"],
            )
        except (SignInRefused, TooManyTries) as error:
            form.add_error("old", str(error))
        except AccountRefused as error:
            form.add_error("new", str(error))
        else:
            update_session_auth_hash(request, who)
            if keep is not None:
                sessions.moved(pk=keep, session_key=request.session.session_key or "")
            request.session[PROVED] = now().timestamp()
            messages.success(request, "密码已更换，别处已退出登录")
            return redirect("account")
    return render(request, "web/account_password.html", {"form": form})
