"""日志: what was done by whom, with filters; and the same as a table to take away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from chapiao.actions import read_audit
from chapiao.store.models import Person
from chapiao.store.queries.audit_trail import Trail, acts, names
from chapiao.web.audit_words import said
from chapiao.web.page import page
from chapiao.web.person import now, person
from chapiao.web.scope_form import DAYS, beginning

A_PAGE = 100


class AuditFilters(forms.Form):
    """Which entries; blank is all. What cannot be read filters nothing and is said."""

    who: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label="人员",
        queryset=None,
        required=False,
        empty_label="全部",
        widget=forms.Select(attrs={"class": "select"}),
    )
    act = forms.ChoiceField(
        label="动作", required=False, widget=forms.Select(attrs={"class": "select"})
    )
    since = forms.DateField(
        label="从",
        required=False,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}),
        validators=DAYS,
    )
    until = forms.DateField(
        label="到",
        required=False,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}),
        validators=DAYS,
    )
    subject = forms.CharField(
        label="对象",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "placeholder": "如 lookup:12"}),
    )

    def __init__(self, given: Any, reader: Person) -> None:  # noqa: ANN401 - Django's query
        """Offer the people whose acts this person may read."""
        super().__init__(given)
        whose = cast("forms.ModelChoiceField[Person]", self.fields["who"])
        whose.queryset = read_audit.people_seen(reader)
        words = [("", "全部"), *((one, one) for one in acts())]
        cast("forms.ChoiceField", self.fields["act"]).choices = words

    def trail(self) -> Trail:
        """Return what was filled in and could be read."""
        self.is_valid()
        given = self.cleaned_data
        until = given.get("until")
        return Trail(
            person=given.get("who"),
            act=given.get("act") or None,
            since=beginning(given.get("since")),
            until=beginning(until + timedelta(days=1)) if until else None,
            subject=given.get("subject") or None,
        )


@page("GET")
def audit(request: HttpRequest) -> HttpResponse:
    """Show the entries this person may read."""
    form = AuditFilters(request.GET, person(request))
    found = read_audit.readable(person(request), form.trail())
    listed = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    logins = names({one.person for one in listed.object_list if one.person is not None})
    rows = [(one, logins.get(one.person or 0, ""), said(one.detail)) for one in listed.object_list]
    shown = {"form": form, "page": listed, "rows": rows, "query": request.GET.urlencode()}
    return render(request, "web/audit.html", shown)


@page("GET")
def export(request: HttpRequest) -> HttpResponseBase:
    """Hand the same entries out as CSV."""
    at, who = now(), person(request)
    lines = read_audit.export_csv(by=who, trail=AuditFilters(request.GET, who).trail(), now=at)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"chapiao-audit-{at:%Y%m%d-%H%M%S}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
