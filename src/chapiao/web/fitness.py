"""体检: the person's own browser says what it is and what it reaches; we say what to do."""

from __future__ import annotations

from urllib.parse import urlsplit

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from chapiao.actions import fitness as action
from chapiao.actions.fitness_judge import Item, headline, judge
from chapiao.actions.fitness_told import NotTold, from_browser
from chapiao.store import own_rows
from chapiao.store.models import Person
from chapiao.web.page import page
from chapiao.web.person import now, person

MOST_LISTED = 20


@never_cache
@require_http_methods(["GET", "POST"])
def fitness(request: HttpRequest) -> HttpResponseBase:
    """Offer the examination, to anybody; take its report. It is kept for who is signed in."""
    if request.method == "GET":
        return _offer(request)
    try:
        told = from_browser(
            request.POST.get("told", ""),
            request.headers.get("User-Agent", ""),
            tuple(_addresses(request)),
            now(),
        )
    except NotTold as error:
        messages.error(request, str(error))
        return redirect("fitness")
    if isinstance(request.user, Person):
        return redirect("fitness_result", action.keep(request.user, told, now()).pk)
    return _result(request, judge(told, {}))


@page("GET")
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one's own report, or one that was passed on to one."""
    check = own_rows.check_for(person(request), pk)
    more = {"check": check, "mine": check.person_id == person(request).pk}
    return _result(request, action.items_of(check), **more)


@page("POST")
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass one's own report on to the administrators."""
    action.send(person(request), pk, request.POST.get("note", ""), now())
    messages.success(request, "已交给管理员，他们在“体检”页看得到这份结果")
    return redirect("fitness_result", pk)


@page("POST")
def handled(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report that was passed on off the list."""
    action.handle(person(request), pk, now())
    return redirect("fitness")


def _offer(request: HttpRequest) -> HttpResponseBase:
    shown: dict[str, object] = {"addresses": _addresses(request), "control": _control(request)}
    if isinstance(request.user, Person):
        shown["past"] = action.checks_of(request.user)[:MOST_LISTED]
        shown["received"] = action.received(request.user)[:MOST_LISTED]
    tried = [*_addresses(request).values(), _control(request)]
    # On this page alone the browser may speak to the entries, and to nothing else.
    allowed = {"connect-src": [SELF, *dict.fromkeys(_origin(one) for one in tried if one)]}

    @csp_update(allowed)
    def offered(request: HttpRequest) -> HttpResponseBase:
        return render(request, "web/fitness.html", shown)

    return offered(request)


def _result(request: HttpRequest, items: tuple[Item, ...], **more: object) -> HttpResponse:
    shown = {"items": items, "headline": headline(items), **more}
    return render(request, "web/fitness_result.html", shown)


def _addresses(request: HttpRequest) -> dict[str, str]:
    """Return what is tried; the operator's own addresses are no stranger's business."""
    known = isinstance(request.user, Person)
    return dict(action.addresses() if known else action.official_addresses())


def _control(request: HttpRequest) -> str:
    return action.control() if isinstance(request.user, Person) else ""


def _origin(address: str) -> str:
    url = urlsplit(address)
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}"
