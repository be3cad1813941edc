"""查票: ask, and go to the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url

from chapiao.actions import ask_access, ask_several, hand_in
from chapiao.actions import look_up as action
from chapiao.store import access
from chapiao.web import answer, by_conditions, forms
from chapiao.web.page import page
from chapiao.web.person import now, person
from chapiao.web.story import front, shelves

RECENT = 8
UNPROCESSABLE = 422


@page("GET", "POST")
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for an invoice by anything one has of it."""
    sent = request.method == "POST"
    form = forms.LookUp(request.POST, request.FILES) if sent else forms.LookUp()
    if sent and form.is_valid():
        try:
            address = _ask(request, form)
        except (action.NotAllowed, hand_in.NotTaken, ask_several.TooMany) as error:
            form.add_error(None, str(error))
        else:
            return _go(request, address)
    if sent and _by_script(request):
        problem = " ".join(text for texts in form.errors.values() for text in map(str, texts))
        return JsonResponse({"problem": problem}, status=UNPROCESSABLE)
    lately = access.lookups_for(person(request)).order_by("-asked_at", "-pk")[:RECENT]
    seen = access.reach(person(request))
    return render(
        request,
        "web/look_up.html",
        {
            "form": form,
            "recent": [answer.row(one, seen) for one in lately],
            "decisions": ask_access.decisions_for(person(request)),
            "front": front(),
            "shelves": shelves(),
            "upload_limit": settings.UPLOAD_LIMIT,
        },
        status=UNPROCESSABLE if form.errors else None,
    )


def _ask(request: HttpRequest, form: forms.LookUp) -> str:
    """Hand the question on; return where its answer is."""
    asker, at, question = person(request), now(), form.question()
    if form.uploaded:
        given = hand_in.hand_in(
            giver=asker,
            files=named(form.uploaded, request.POST.getlist("paths")),
            question=question,
            now=at,
        )
        return resolve_url("intake", given.pk)
    rows = by_conditions.listed(asker, question, at.date())
    if rows is not None:
        return f"{resolve_url('ledger')}?{urlencode(rows)}"
    numbers = () if question.number else ask_several.numbers_in(question.text)
    if numbers:
        ask_several.ask_several(asker=asker, numbers=numbers, question=question, now=at)
        return f"{resolve_url('lookups')}?{urlencode({'asked': at.isoformat()})}"
    return resolve_url("lookup", action.look_up(asker=asker, question=question, now=at).pk)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _go(request: HttpRequest, address: str) -> HttpResponse:
    return JsonResponse({"url": address}) if _by_script(request) else redirect(address)


def named(files: Sequence[UploadedFile[bytes]], paths: Sequence[str]) -> list[tuple[str, BinaryIO]]:
    """Return each file with the path it had in a dropped folder, or else its name."""
    told = paths if len(paths) == len(files) else [one.name or "" for one in files]
    return [
        (path or "未命名", cast("BinaryIO", one.file))
        for path, one in zip(told, files, strict=True)
    ]
