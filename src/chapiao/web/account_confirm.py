"""Before something of weight: is it still they? Asked again when the session is not fresh."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from chapiao.actions import second_factor, sign_in_code
from chapiao.actions.sign_in import SignInRefused
from chapiao.actions.sign_in_wait import TooManyTries
from chapiao.web.account_enter import PROVED, safe
from chapiao.web.account_forms import Prove, posted
from chapiao.web.account_place import place
from chapiao.web.page import page
from chapiao.web.person import now, person

FRESH_FOR = 900  # seconds
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Whether this person has proved who they are a short while ago."""
    since = now().timestamp() - request.session.get(PROVED, 0.0)
    return bool(since <= FRESH_FOR)


def confirmed(view: View[P]) -> View[P]:
    """Let a view be reached only shortly after its person has proved who they are."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        next_ = request.get_full_path() if request.method == "GET" else _before(request)
        to = f"{reverse('account_confirm')}?{urlencode({'next': next_})}"
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"go": to})
        return redirect(to)

    return asked


@page("GET", "POST")
@sensitive_post_parameters("text")
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password or a code, and go on."""
    next_ = safe(request, request.POST.get("next", request.GET.get("next", "")))
    form = Prove(posted(request))
    if form.is_valid():
        try:
            sign_in_code.prove(
                person=person(request),
                text=form.cleaned_data["text"],
                place=place(request),
                now=now(),
            )
        except (SignInRefused, TooManyTries) as error:
            form.add_error("text", str(error))
        else:
            request.session[PROVED] = now().timestamp()
            return redirect(next_)
    who = person(request)
    shown = {
        "form": form,
        "next": next_,
        "can": who.has_usable_password() or second_factor.has(who),
    }
    return render(request, "web/account_confirm.html", shown)


def _before(request: HttpRequest) -> str:
    """Return the page on which a button was pressed: what was sent is not sent again by itself."""
    page_ = request.headers.get("Referer", "")
    return safe(request, page_) if page_ else reverse("account")
