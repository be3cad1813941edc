"""The link of an invitation: who was invited sets a name and a password, and is in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from chapiao.actions import invite
from chapiao.actions.accounts import AccountRefused
from chapiao.actions.invite import InvitationRefused
from chapiao.web.account_enter import brief
from chapiao.web.account_forms import Come, posted
from chapiao.web.account_sso import INVITED, provider
from chapiao.web.person import now

LONGEST = 100


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Take the link's key out of the address at once, then ask for name and password."""
    if "key" in request.GET:
        request.session[INVITED] = request.GET["key"][:LONGEST]
        brief(request)
        return redirect("invitation")
    key = request.session.get(INVITED, "")
    try:
        invited = invite.opened(key, now())
    except InvitationRefused as error:
        return render(request, "web/invitation.html", {"refused": str(error)}, status=410)
    form = Come(posted(request), initial={"full_name": invited.full_name})
    if invited.renews:
        del form.fields["full_name"]
    if form.is_valid():
        try:
            _accept(key, form.cleaned_data)
        except (InvitationRefused, AccountRefused) as error:
            form.add_error("new", str(error))
        else:
            del request.session[INVITED]
            messages.success(request, f"密码已设好，请用登录名 {invited.login} 登录")
            return redirect("login")
    sso = None if invited.renews else provider()
    shown = {"form": form, "invited": invited, "sso_name": sso.name if sso is not None else ""}
    return render(request, "web/invitation.html", shown)


def _accept(key: str, given: dict[str, Any]) -> None:
    invite.accept(key=key, password=given["new"], full_name=given.get("full_name", ""), now=now())
