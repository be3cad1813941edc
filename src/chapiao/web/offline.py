"""线下核验: what was handed to the tax office, where it stands, and what the office wrote."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from chapiao.actions import offline_check as action
from chapiao.actions import offline_pack
from chapiao.store import access, own_rows
from chapiao.store.models import Lookup, OfflineCheck, OfflineResult, OfflineState, Person
from chapiao.store.originals import OriginalLost
from chapiao.web.forms import Text
from chapiao.web.page import page
from chapiao.web.person import now, person

A_PAGE = 50


def _words(label: str, longest: int, hint: str = "", *, required: bool = False) -> forms.CharField:
    return Text(
        label=label,
        required=required,
        max_length=longest,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "placeholder": hint}
        ),
        error_messages={"required": f"请填{label}", "max_length": f"{label}最多{longest}字"},
    )


def _day(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填{label}", "invalid": f"{label}要写成 2026-11-24 这样"},
    )


def _scan(label: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )


class Start(forms.Form):
    """Which office, and why."""

    bureau = _words("受理的税务机关", 80, "如：国家税务总局北京市海淀区税务局", required=True)
    reason = _words("核验事由", 300, "如：两个入口两天都查不到，销售方说已开具", required=True)


class HandIn(forms.Form):
    """When it was handed in, the receipt, and the promised day."""

    on = _day("递交日期", required=True)
    receipt_no = _words("回执号", 60)
    due_on = _day("约定答复日期")
    receipt = _scan("回执扫描件（可不附）")


class Result(forms.Form):
    """What the office wrote."""

    result = forms.ChoiceField(
        label="核验结果",
        choices=[(one.value, one.value) for one in OfflineResult],
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"invalid_choice": "没有这种结果，请从列表里选", "required": "请选核验结果"},
    )
    words = _words("书面结果的原文", 500, "照抄关键的一句")
    number = _words("文书号", 60)
    on = _day("出具日期", required=True)
    paper = _scan("书面结果扫描件（可不附）")


def panel(lookup: Lookup, who: Person) -> dict[str, Any]:
    """Return what the page of an answer shows of hand-ins, and the form for a new one."""
    made = list(action.of_lookup(who, lookup))
    is_open = any(one.state in action.OPEN for one in made)
    needless = is_open or not lookup.key or lookup.cause == "found"
    form = None if needless else Start(auto_id="offline_%s")
    return {"offline_checks": made, "offline_form": form}


@page("GET")
def checks(request: HttpRequest) -> HttpResponse:
    """List the hand-ins, what is still open first."""
    found = own_rows.offline_for(person(request)).select_related("made_by", "entity")
    state = request.GET.get("state", "")
    if state in OfflineState.values:
        found = found.filter(state=state)
    listed = Paginator(found.order_by("-made_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": listed, "state": state, "states": OfflineState.values}
    return render(request, "web/offline_checks.html", shown)


@page("POST")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a hand-in for the invoice of a look-up."""
    access.lookup_for(person(request), pk)  # others learn nothing, not even what is wrong
    form = Start(request.POST)
    if not form.is_valid():
        _complain(request, form)
        return redirect("lookup", pk)
    given = form.cleaned_data
    try:
        made = action.start(person(request), pk, given["bureau"], given["reason"], now())
    except action.NotPossible as error:
        messages.error(request, str(error))
        return redirect("lookup", pk)
    return redirect("offline_check", made.pk)


@page("GET")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one: where it stands, what to do next."""
    return _shown(request, own_rows.offline_check(person(request), pk))


@page("POST")
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that it was handed in."""
    form = HandIn(request.POST, request.FILES)

    def act(given: dict[str, Any]) -> object:
        return action.hand_in(
            person(request),
            pk,
            on=given["on"],
            receipt_no=given["receipt_no"],
            due_on=given["due_on"],
            receipt=_scanned(given["receipt"]),
            now=now(),
        )

    return _done(request, pk, form, act)


@page("POST")
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what the office found."""
    form = Result(request.POST, request.FILES)

    def act(given: dict[str, Any]) -> object:
        return action.note_result(
            person(request),
            pk,
            result=OfflineResult(given["result"]),
            words=given["words"],
            number=given["number"],
            on=given["on"],
            paper=_scanned(given["paper"]),
            now=now(),
        )

    return _done(request, pk, form, act)


@page("POST")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""
    own_rows.offline_check(person(request), pk)
    try:
        action.withdraw(person(request), pk, now())
    except action.NotPossible as error:
        messages.error(request, str(error))
    return redirect("offline_check", pk)


@page("POST")
def pack(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out everything to be handed in, as one ZIP. It is written down who took it."""
    try:
        made = offline_pack.pack(person(request), pk, now())
    except (offline_pack.TooMuch, OriginalLost) as error:
        messages.error(request, str(error))
        return redirect("offline_check", pk)
    return FileResponse(
        io.BytesIO(made.data),
        as_attachment=True,
        filename=made.name,
        content_type="application/zip",
    )


def _done(
    request: HttpRequest, pk: int, form: forms.Form, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Do it and go back to the page, with what is wrong where it could not be done."""
    one = own_rows.offline_check(person(request), pk)
    if not form.is_valid():
        return _shown(request, one, form)
    try:
        act(form.cleaned_data)
    except action.NotPossible as error:
        form.add_error(None, str(error))
        return _shown(request, one, form)
    return redirect("offline_check", pk)


def _shown(request: HttpRequest, one: OfflineCheck, form: forms.Form | None = None) -> HttpResponse:
    if form is None:
        today = now().date()
        fresh: dict[str, forms.Form] = {
            OfflineState.PREPARING: HandIn(initial={"on": today}),
            OfflineState.HANDED_IN: Result(initial={"on": today}),
        }
        form = fresh.get(one.state)
    papers = access.documents_for(person(request)).filter(pk__in=_papers(one))
    may_open = set(papers.values_list("pk", flat=True))
    shown = {
        "check": one,
        "form": form,
        "may_open": may_open,
        "late": _is_late(one, now().date()),
        "is_open": one.state in action.OPEN,
    }
    return render(request, "web/offline_check.html", shown)


def _papers(one: OfflineCheck) -> list[int]:
    return [pk for pk in (one.receipt_id, one.result_document_id) if pk is not None]


def _is_late(one: OfflineCheck, today: date) -> bool:
    return one.state == OfflineState.HANDED_IN and one.due_on is not None and one.due_on <= today


def _scanned(given: object) -> action.Scan | None:
    if not given:
        return None
    file = cast("UploadedFile[bytes]", given)
    return action.Scan(name=file.name or "扫描件", data=file.read())


def _complain(request: HttpRequest, form: forms.Form) -> None:
    for said in form.errors.values():
        messages.error(request, " ".join(map(str, said)))
