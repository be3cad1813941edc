"""成员: who is what in the companies I look after; one person with scopes, papers and reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import bureau_right, explain_access, papers, set_scope
from chapiao.store import access
from chapiao.store.kin import administered, stewarded
from chapiao.store.models import Entity, Person, Role
from chapiao.store.queries.company_people import companies_for, looked_after, people_of_companies
from chapiao.store.sealed import WrongKey
from chapiao.web.page import page
from chapiao.web.person import now, person
from chapiao.web.scope_form import BureauForm, ScopeForm

UNPROCESSABLE = 422
F = TypeVar("F", bound=forms.Form)


@page("GET")
def members(request: HttpRequest) -> HttpResponse:
    """List the companies with their people."""
    companies = people_of_companies(person(request))
    if not companies:
        raise access.NotSeen
    return render(request, "web/members.html", {"companies": companies})


@page("GET")
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: what they see and why; with a number, whether they see that."""
    return _show(request, _member(request, pk))


@page("POST")
def add_scope(request: HttpRequest, pk: int, entity_pk: int) -> HttpResponse:
    """Narrow what a member sees, or open something for a time."""
    who, one, entity = _three(request, pk, entity_pk)
    form = ScopeForm(request.POST)
    if form.is_valid():
        try:
            set_scope.add_scope(
                by=who,
                person=one,
                entity=entity,
                limits=form.limits(),
                extra=request.POST.get("extra") == "1",
                reason=form.cleaned_data["reason"],
                now=now(),
            )
        except set_scope.BadScope as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "数据范围已设置，立即生效")
            return redirect("member", pk)
    return _show(request, one, scope_form=form, opened=entity_pk)


@page("POST")
def end_scope(request: HttpRequest, pk: int, scope_pk: int) -> HttpResponse:
    """End a scope now, or take it away altogether."""
    one = _member(request, pk)
    if request.POST.get("drop") == "1":
        set_scope.drop_scope(by=person(request), pk=scope_pk, now=now())
        messages.success(request, "这条范围已取消")
    else:
        set_scope.end_scope(by=person(request), pk=scope_pk, now=now())
        messages.success(request, "这条范围已结束")
    return redirect("member", one.pk)


@page("POST")
def note_bureau(request: HttpRequest, pk: int, entity_pk: int) -> HttpResponse:
    """Note what 电子税务局 lets this person see."""
    who, one, entity = _three(request, pk, entity_pk)
    form = BureauForm(request.POST)
    if not form.is_valid():
        return _show(request, one, bureau_form=form, opened=entity_pk)
    bureau_right.note_right(by=who, person=one, entity=entity, now=now(), **form.right())
    messages.success(request, "电子税务局的权限已登记")
    return redirect("member", pk)


@page("POST")
def set_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep name, identity number and phone."""
    given = request.POST
    return _told(
        request,
        pk,
        lambda one: papers.set_papers(
            by=person(request),
            person=one,
            full_name=given.get("full_name", ""),
            id_number=given.get("id_number", ""),
            phone=given.get("phone", ""),
            now=now(),
        ),
    )


@page("POST")
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the identity number whole, once; that it was is in the log."""
    one = _member(request, pk)
    try:
        number = papers.reveal(
            by=person(request), person=one, reason=request.POST.get("reason", ""), now=now()
        )
    except (papers.BadPapers, WrongKey) as error:
        messages.error(request, str(error))
        return redirect("member", pk)
    response = _show(request, one, revealed=number)
    response["Cache-Control"] = "no-store"
    return response


def _told(request: HttpRequest, pk: int, act: Callable[[Person], object]) -> HttpResponse:
    try:
        act(_member(request, pk))
    except papers.BadPapers as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "身份资料已登记")
    return redirect("member", pk)


def _member(request: HttpRequest, pk: int) -> Person:
    """Return somebody whose scopes may be looked at.

    Raises:
        access.NotSeen: there is nobody, or they belong to none of my companies.
    """
    found = looked_after(person(request)).filter(pk=pk).first()
    if found is None:
        raise access.NotSeen
    return found


def _form(kind: type[F], filled: F | None, entity: Entity, opened: int | None) -> F:
    """Return a company's form: the one just filled in, or a blank one. Each has ids of its own."""
    form = filled if filled is not None and entity.pk == opened else kind()
    form.auto_id = f"{kind.__name__.lower()}-{entity.pk}-%s"
    return form


def _three(request: HttpRequest, pk: int, entity_pk: int) -> tuple[Person, Person, Entity]:
    one = _member(request, pk)
    entity = stewarded(person(request)).filter(pk=entity_pk).first()
    if entity is None:
        raise access.NotSeen
    return person(request), one, entity


def _show(
    request: HttpRequest,
    one: Person,
    *,
    scope_form: ScopeForm | None = None,
    bureau_form: BureauForm | None = None,
    opened: int | None = None,
    revealed: str = "",
) -> HttpResponse:
    who, at = person(request), now()
    sight = {company.entity.pk: company for company in explain_access.sight(one, at)}
    companies = companies_for(who, one)
    number = request.GET.get("number", "").strip()
    shown: dict[str, Any] = {
        "one": one,
        "companies": [
            (
                entity,
                sight.get(entity.pk),
                _form(ScopeForm, scope_form, entity, opened),
                _form(BureauForm, bureau_form, entity, opened),
            )
            for entity in companies
        ],
        "may_give": set(administered(who).values_list("pk", flat=True)),
        "roles": Role.values,
        "number": number,
        "explained": explain_access.about(by=who, person=one, text=number, now=at)
        if number
        else None,
        "revealed": revealed,
    }
    if papers.may_keep(who, one):  # not of a guest, who belongs to another company
        shown |= {"keeps": True, "masked": papers.masked(one), "phone": papers.phone(one)}
    failed = (scope_form is not None and scope_form.errors) or (
        bureau_form is not None and bureau_form.errors
    )
    return render(request, "web/member.html", shown, status=UNPROCESSABLE if failed else None)
