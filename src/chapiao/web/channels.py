"""查验接口: their state and cost, and who can answer for what. Keys are given in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import channel_keys
from chapiao.actions.channel_keys import BadChannel, NotAllowed, Terms
from chapiao.actions.channel_state import standings
from chapiao.actions.try_channel import try_channel
from chapiao.invoice.kind import Kind
from chapiao.invoice.region import CITIES, PROVINCES
from chapiao.outside.channels.capability import (
    Judged,
    Standing,
    Wanted,
    ability,
    in_order,
)
from chapiao.outside.channels.model import Vendor
from chapiao.store import access
from chapiao.web.page import page
from chapiao.web.person import now, person

NUMBER_ONLY = "只知道20位号码"


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    box = forms.Select(attrs={"class": "select"})
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=box)


class WhoCan(forms.Form):
    """A kind, a day and a region: who can answer now?"""

    kind = _choice(
        "票种",
        [("", NUMBER_ONLY), *((kind.value, kind.value) for kind in Kind if kind.is_invoice)],
    )
    date = forms.DateField(
        label="开票日期",
        required=False,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )
    region = _choice(
        "开票地区",
        [
            ("", "不知道"),
            *((f"{code}00", name) for code, name in PROVINCES.items()),
            *CITIES.items(),
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One kind at one vendor, as the matrix shows it."""

    word: str
    fields: str


@page("GET")
def channels(request: HttpRequest) -> HttpResponse:
    """Show the channels, what they cost, and who can answer."""
    who, at = person(request), now()
    try:
        found = channel_keys.accounts(who, at)
    except NotAllowed as error:
        raise access.NotSeen from error
    asked = request.GET if "kind" in request.GET else None
    form = WhoCan(asked)
    able: Sequence[Judged] = ()
    unable: Sequence[Judged] = ()
    if form.is_valid():
        wanted = Wanted(
            kind=Kind(form.cleaned_data["kind"]) if form.cleaned_data["kind"] else None,
            issued_on=form.cleaned_data["date"],
            region=form.cleaned_data["region"] or None,
        )
        able, unable = in_order(standings(at) + _others(found), wanted, at)
    shown: dict[str, Any] = {
        "accounts": found,
        "abilities": [ability(vendor) for vendor in Vendor],
        "rows": _matrix(),
        "form": form,
        "asked": form.is_bound and form.is_valid(),
        "able": able,
        "unable": unable,
    }
    return render(request, "web/channels.html", shown)


@page("POST")
def switch(request: HttpRequest, vendor: str) -> HttpResponse:
    """Use a channel no more, or again."""
    on = request.POST.get("on") == "1"
    try:
        channel_keys.change(by=person(request), vendor=vendor, terms=Terms(on=on), now=now())
    except NotAllowed as error:
        raise access.NotSeen from error
    except BadChannel as error:
        messages.error(request, str(error))
    else:
        label = Vendor(vendor).label
        messages.success(request, f"{label}已启用，暂停已解除" if on else f"{label}已停用")
    return redirect("channels")


@page("POST")
def try_key(request: HttpRequest, vendor: str) -> HttpResponse:
    """Ask the vendor for no invoice, to see whether it knows the key."""
    try:
        tried = try_channel(by=person(request), vendor=vendor, now=now())
    except NotAllowed as error:
        raise access.NotSeen from error
    except BadChannel as error:
        messages.error(request, str(error))
    else:
        say = messages.success if tried.works else messages.error
        say(request, tried.says)
    return redirect("channels")


def _others(found: Sequence[channel_keys.Account]) -> list[Standing]:
    """Return the vendors without a key of ours: they cannot be asked, and that is why."""
    ours = {one.vendor for one in found}
    return [
        Standing(vendor=one, rank=len(Vendor), on=False, why_off="没有接入")
        for one in Vendor
        if one not in ours
    ]


def _matrix() -> list[tuple[str, list[Cell]]]:
    kinds = {kind: None for vendor in Vendor for kind in ability(vendor).kinds}
    return [(kind.value, [_cell(vendor, kind) for vendor in Vendor]) for kind in kinds]


def _cell(vendor: Vendor, kind: Kind) -> Cell:
    asks = ability(vendor).kinds.get(kind)
    if asks is None:
        return Cell(word="不查", fields="")
    return Cell(word="能查" if asks.sure else "没写清楚", fields=asks.labels)
