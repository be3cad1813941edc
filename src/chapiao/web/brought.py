"""带回答复: what the official page said, typed or picked, with a screenshot as proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions.ask_again import JustRenewed
from chapiao.actions.bring_answer import NothingBrought, Picture, bring_answer
from chapiao.actions.bring_proof import Kept, keep_proof, kept_proof
from chapiao.invoice.answers import Outcome, words_for
from chapiao.invoice.entry import Entry, places
from chapiao.store import access
from chapiao.web.forms import Text
from chapiao.web.page import page
from chapiao.web.person import now, person

LONGEST = 2_000
THERE = tuple(one for one in Entry if one is not Entry.OWN)
# What is offered to pick, the usual first; an entry shows those it has words of its own for.
_USUAL = (
    Outcome.MATCH,
    Outcome.MISMATCH,
    Outcome.NOT_FOUND,
    Outcome.DETAIL_MISSING,
    Outcome.SAME_DAY,
    Outcome.LIMIT,
    Outcome.VOIDED,
    Outcome.RED,
    Outcome.TOO_OLD,
    Outcome.MAINTENANCE,
    Outcome.NO_PERMISSION,
    Outcome.NETWORK,
)


class Brought(forms.Form):
    """Where it was looked up, and what was said there."""

    entry = forms.ChoiceField(
        label="哪个入口答复的",
        choices=[(one.value, one.value) for one in THERE],
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"invalid_choice": "没有这个入口，请从列表里选"},
    )
    answer = Text(
        label="对方的原话",
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={
                "class": "input",
                "autocomplete": "off",
                "list": "known-words",
                "placeholder": "照抄对方原话",
            }
        ),
        error_messages={"max_length": "太长了，只贴结果那一段即可"},
    )
    proof = forms.FileField(
        label="结果截图或 PDF（可只附它）",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )
    kept = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Site:
    """An official page that a person can open, with where its address is known from."""

    name: str
    address: str
    source: str


def official_sites() -> tuple[Site, ...]:
    """Return the entries with an address of their own."""
    return tuple(
        Site(one["name"], one["site"], one["source"]) for one in places().values() if one["site"]
    )


def brought_form(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form beside a fill card, and the words its entry is known to say."""
    card = answer.get("fill_card") or {}
    entry = next((one for one in THERE if one.value == card.get("entry")), Entry.PLATFORM)
    known = [said for one in _USUAL if (said := words_for(entry, one))]
    form = Brought(initial={"entry": entry.value}, auto_id="brought_%s")
    before = [one for one in answer.get("trace", ()) if one.get("words")]
    return {
        "brought": form,
        "known_words": known,
        "brought_before": before,
        "official_sites": official_sites(),
    }


@page("POST")
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the entry said and go back to the answer, which is a new one."""
    form = Brought(request.POST, request.FILES)
    if not form.is_valid():
        access.lookup_for(person(request), pk)  # others learn nothing, not even what is wrong
        for said in form.errors.values():
            messages.error(request, " ".join(map(str, said)))
        return redirect("lookup", pk)
    entry, words = Entry(form.cleaned_data["entry"]), form.cleaned_data["answer"]
    proof = _picture(form.cleaned_data["proof"])
    try:
        if proof is not None and not words.strip():
            kept = keep_proof(person=person(request), pk=pk, entry=entry, proof=proof, now=now())
            return _confirm(request, pk, entry, kept)
        given = form.cleaned_data["kept"]
        bring_answer(
            person=person(request),
            pk=pk,
            entry=entry,
            words=words,
            now=now(),
            proof=proof or (kept_proof(person(request), given) if given else None),
        )
    except (NothingBrought, JustRenewed) as error:
        messages.error(request, str(error))
    return redirect("lookup", pk)


def _picture(given: object) -> Picture | None:
    if not given:
        return None
    file = cast("UploadedFile[bytes]", given)
    return Picture(name=file.name or "截图", data=file.read())


def _confirm(request: HttpRequest, pk: int, entry: Entry, kept: Kept) -> HttpResponse:
    """Show what was made out on a screenshot that is kept; it counts once it is confirmed."""
    told = {"entry": entry.value, "answer": kept.words, "kept": kept.document.pk}
    form = Brought(initial=told, auto_id="brought_%s")
    known = [said for one in _USUAL if (said := words_for(entry, one))]
    shown = {"pk": pk, "brought": form, "kept": kept, "known_words": known}
    return render(request, "web/brought.html", shown)
