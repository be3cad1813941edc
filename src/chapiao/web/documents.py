"""The original file, byte for byte as it was given; and its pages as pictures."""

from __future__ import annotations

from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from chapiao.actions import draw_document
from chapiao.store import access
from chapiao.store.originals import open_original
from chapiao.web.page import page
from chapiao.web.person import now, person

MEDIA = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}
# A picture may show its own data, and nothing else: no script, no address, no form.
DRAWN = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"
_MOST_DIGITS = 4


@page("GET", "HEAD")
def document(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out the bytes as a download; a browser never opens them as a page of ours."""
    kept = access.document_for(person(request), pk)
    response = FileResponse(
        open_original(kept),
        as_attachment=True,
        filename=kept.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@page("GET", "HEAD")
def picture(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Show one page of it, as a picture that can do nothing."""
    try:
        drawn = draw_document.draw_document(person(request), pk, _page(request), now())
    except draw_document.NotDrawn as error:
        raise Http404(str(error)) from error
    except draw_document.Busy as error:
        busy = HttpResponse(str(error), status=HTTPStatus.SERVICE_UNAVAILABLE)
        busy["Retry-After"] = "5"
        return busy
    if drawn.form != form:
        msg = f"这份文件的图片是{drawn.form}"
        raise Http404(msg)
    response = HttpResponse(drawn.data, content_type=MEDIA[form])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = DRAWN
    return response


@page("GET")
def pages(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one page of it large, with the way to the others."""
    kept = access.document_for(person(request), pk)
    form = draw_document.form_of(kept)
    number = min(max(_page(request), 1), kept.pages or 1)
    shown = {"document": kept, "picture": form, "number": number}
    return render(request, "web/document.html", shown)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
