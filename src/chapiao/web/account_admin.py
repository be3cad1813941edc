"""账号管理: invitations, two steps for a company, links for a new password, shared accounts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chapiao.actions import accounts as accounts_action
from chapiao.actions import invite, require_second_factor, second_factor, shared_account
from chapiao.actions.accounts import AccountRefused
from chapiao.store import access
from chapiao.store.kin import administered
from chapiao.store.models import Invitation, Role
from chapiao.web.account_confirm import confirmed, is_fresh
from chapiao.web.account_forms import Invite, posted
from chapiao.web.page import page
from chapiao.web.person import now, person

UNPROCESSABLE = 422


@page("GET", "POST")
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the page; a POST invites somebody."""
    who = person(request)
    if not administered(who).exists():
        raise access.NotSeen
    form = Invite(posted(request), who, request.GET.dict())
    if request.method == "POST" and not is_fresh(request):
        back = f"{reverse('accounts')}?{urlencode(_typed(request))}"
        return redirect(f"{reverse('account_confirm')}?{urlencode({'next': back})}")
    if form.is_valid():
        given = form.cleaned_data
        try:
            made, key = invite.invite(
                by=who,
                login=given["login"],
                full_name=given["full_name"],
                entity=given["entity"],
                role=Role(given["role"]),
                department=given["department"],
                days=given["days"],
                now=now(),
            )
        except AccountRefused as error:
            form.add_error("login", str(error))
        else:
            return _link(request, made, key)
    return _show(request, form=form)


@page("POST")
@confirmed
def renew(request: HttpRequest) -> HttpResponse:
    """Make a link by which somebody sets a new password."""
    try:
        one = accounts_action.person_named(request.POST.get("login", "").strip())
        made, key = invite.renew(by=person(request), person=one, now=now())
    except AccountRefused as error:
        messages.error(request, str(error))
        return redirect("accounts")
    return _link(request, made, key)


@page("POST")
@confirmed
def reset_factors(request: HttpRequest) -> HttpResponse:
    """Take the second factors of somebody away whose phone is lost."""
    try:
        one = accounts_action.person_named(request.POST.get("login", "").strip())
    except AccountRefused as error:
        messages.error(request, str(error))
        return redirect("accounts")
    count = second_factor.reset(by=person(request), person=one, now=now())
    messages.success(request, f"已清除 {one} 的两步验证（{count} 个）")
    return redirect("accounts")


@page("POST")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an invitation open nothing any more."""
    invite.withdraw(by=person(request), pk=pk, now=now())
    messages.success(request, "邀请已撤回")
    return redirect("accounts")


@page("POST")
def clear_shared(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that one person alone uses an account."""
    one = shared_account.clear(by=person(request), person_pk=pk, now=now())
    messages.success(request, f"已记下：{one} 的账号只有本人在用；以后再有这种情况还会提示")
    return redirect("accounts")


@page("POST")
@confirmed
def two_steps(request: HttpRequest, entity_pk: int) -> HttpResponse:
    """Ask a company's people for two steps, or no longer."""
    on = request.POST.get("on") == "1"
    try:
        entity = require_second_factor.require(
            by=person(request), entity_pk=entity_pk, on=on, now=now()
        )
    except require_second_factor.NotYet as error:
        messages.error(request, str(error))
    else:
        said = "已要求两步验证，没有的人下次登录时要先加上" if on else "不再要求两步验证"
        messages.success(request, f"{entity}：{said}")
    return redirect("accounts")


def _link(request: HttpRequest, made: Invitation, key: str) -> HttpResponse:
    """Show the link, this once."""
    address = f"{reverse('invitation')}?{urlencode({'key': key})}"
    link = request.build_absolute_uri(address)
    response = _show(request, form=Invite(None, person(request)), made=made, link=link)
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> dict[str, str]:
    """Return what was typed into the form: it is there again once they have proved themselves."""
    given = request.POST.dict()
    return {name: given[name] for name in Invite.base_fields if given.get(name)}


def _show(request: HttpRequest, *, form: Invite, **more: Any) -> HttpResponse:  # noqa: ANN401 - of a page
    who, at = person(request), now()
    shown: dict[str, Any] = {
        "form": form,
        "companies": administered(who).order_by("pk"),
        "invitations": invite.open_invitations(who, at),
        "suspected": shared_account.suspected(who, at),
        "may_renew": who.is_superuser,
        **more,
    }
    status = UNPROCESSABLE if form.errors else None
    return render(request, "web/accounts.html", shown, status=status)
